import { Routes } from '@angular/router';
import { Home } from './features/home/home';
import { signedIn, signedOut } from './session/guards';
import { Shell } from './shell/shell';

/**
 * Every address of the client. Titles are translated with the rest of the words. The frame and home come with the first
 * script, since that is where people arrive: fetched lazily they cost another round trip (bench, P12).
 */
export const routes: Routes = [
  {
    path: 'sign-in',
    title: () => $localize`:@@titleSignIn:Sign in`,
    canActivate: [signedOut],
    loadComponent: () => import('./features/sign-in/sign-in').then((m) => m.SignIn),
  },
  {
    path: 'sign-up',
    title: () => $localize`:@@titleSignUp:Create account`,
    canActivate: [signedOut],
    loadComponent: () => import('./features/sign-in/sign-up').then((m) => m.SignUp),
  },
  {
    path: 'm/:code',
    title: () => $localize`:@@titleMeeting:Meeting`,
    // A public meeting takes guests: the page itself sends everybody else to the door.
    loadComponent: () => import('./features/meeting/meeting-route').then((m) => m.MeetingRoute),
  },
  // What a recorder films; nobody else has what lets it in. Egress' `template_base` names no meeting.
  ...['stage/:code', 'stage'].map((path) => ({
    path,
    data: { isForMachines: true },
    loadComponent: () => import('./features/meeting/stage-page/stage-page').then((m) => m.StagePage),
  })),
  {
    path: 'i/:token',
    title: () => $localize`:@@titleInvitation:Invitation`,
    loadComponent: () => import('./features/invitation/invitation-page').then((m) => m.InvitationPage),
  },
  {
    path: 'stop-mails/:organisation/:user/:signature',
    title: () => $localize`:@@stopHeading:No more mails about what you missed?`,
    loadComponent: () => import('./features/notifications/stop-page').then((m) => m.StopPage),
  },
  {
    path: '',
    canActivate: [signedIn],
    component: Shell,
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: () => $localize`:@@titleHome:Home`,
        component: Home,
      },
      { path: 'chats', loadChildren: () => import('./features/chat/chat.routes').then((m) => m.chatRoutes) },
      {
        path: 'people',
        title: () => $localize`:@@titlePeople:People`,
        loadComponent: () => import('./features/contacts/people').then((m) => m.People),
      },
      {
        path: 'meetings',
        loadChildren: () => import('./features/meetings/meetings.routes').then((m) => m.meetingsRoutes),
      },
      {
        path: 'settings',
        title: () => $localize`:@@titleSettings:Settings`,
        loadComponent: () => import('./features/settings/settings').then((m) => m.Settings),
      },
      {
        path: 'settings/notifications',
        title: () => $localize`:@@notificationsTitle:Notifications`,
        loadComponent: () => import('./features/notifications/notifications-page').then((m) => m.NotificationsPage),
      },
      {
        path: 'confirm-email/:token',
        title: () => $localize`:@@confirmTitle:Confirm address`,
        loadComponent: () => import('./features/notifications/confirm-page').then((m) => m.ConfirmPage),
      },
      {
        path: 'settings/tokens',
        title: () => $localize`:@@titleTokens:Access tokens`,
        loadComponent: () => import('./features/settings/access-tokens/access-tokens').then((m) => m.AccessTokens),
      },
      {
        path: 'settings/connection',
        title: () => $localize`:@@titleConnection:Connection test`,
        loadComponent: () => import('./features/meeting/connection-test/connection-page').then((m) => m.ConnectionPage),
      },
    ],
  },
  {
    path: '**',
    title: () => $localize`:@@titleNotFound:Page not found`,
    loadComponent: () => import('./shell/not-found').then((m) => m.NotFound),
  },
];
