import { Routes } from '@angular/router';

/** The list, and the page of one meeting. */
export const meetingsRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: () => $localize`:@@titleMeetings:Meetings`,
    loadComponent: () => import('./meetings').then((m) => m.Meetings),
  },
  {
    path: 'new',
    title: () => $localize`:@@titleSchedule:Schedule a meeting`,
    loadComponent: () => import('./planning/schedule-form').then((m) => m.ScheduleForm),
  },
  {
    path: ':code/change',
    title: () => $localize`:@@titleChange:Change the meeting`,
    loadComponent: () => import('./planning/schedule-form').then((m) => m.ScheduleForm),
  },
  {
    path: ':code',
    title: () => $localize`:@@titleMeeting:Meeting`,
    loadComponent: () => import('./meeting-record').then((m) => m.MeetingRecord),
  },
];
