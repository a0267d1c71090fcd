import { isDevMode } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { speak } from './app/language/speak';
import { settled } from './app/ui/idle-preloading';

// Drawn once the words are there. What is imported here must not take words while it is read: a route's title is a function.
void speak()
  .then(() => bootstrapApplication(App, appConfig))
  .then(() => (isDevMode() ? undefined : settled().then(() => import('./worker/register'))))
  .then((worker) => worker?.registerWorker());
