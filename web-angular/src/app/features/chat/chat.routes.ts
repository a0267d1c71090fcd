import { Routes } from '@angular/router';

/** The list beside (on phones: under) what is open. */
export const chatRoutes: Routes = [
  {
    path: '',
    title: () => $localize`:@@titleChats:Chats`,
    loadComponent: () => import('./chats').then((m) => m.Chats),
    children: [
      {
        path: 'new',
        title: () => $localize`:@@titleNewChat:New chat`,
        loadComponent: () => import('./new-chat').then((m) => m.NewChat),
      },
      { path: 'with/:userId', loadComponent: () => import('./chat-with').then((m) => m.ChatWith) },
      { path: ':id', loadComponent: () => import('./conversation-page').then((m) => m.ConversationPage) },
    ],
  },
];
