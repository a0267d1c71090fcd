import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { speak } from './app/language/speak';

// Drawn once the words are there. What is imported here must not take words while it is read: a route's title is a function.
void speak().then(() => bootstrapApplication(App, appConfig));
