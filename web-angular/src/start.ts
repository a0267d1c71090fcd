import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';

/** Draws the client. */
export function start(): void {
  void bootstrapApplication(App, appConfig);
}
