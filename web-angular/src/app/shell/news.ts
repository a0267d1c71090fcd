import { inject, Injectable } from '@angular/core';
import { CallBell } from './call-bell';
import { MeetingNews } from './meeting-news';
import { MessageNews } from './message-news';
import { NotificationsFollow } from './notifications-follow';

/** What is told on every page, whatever one looks at. Fetched after the first view, which does without. */
@Injectable({ providedIn: 'root' })
export class News {
  readonly meetings = inject(MeetingNews);
  readonly calls = inject(CallBell);
  readonly messages = inject(MessageNews);
  readonly notifications = inject(NotificationsFollow);
}
