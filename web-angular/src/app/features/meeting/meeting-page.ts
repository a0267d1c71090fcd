import { ChangeDetectionStrategy, Component } from '@angular/core';
@Component({ selector: 'parley-meeting-page', changeDetection: ChangeDetectionStrategy.OnPush, template: '' })
export class MeetingPage {}
