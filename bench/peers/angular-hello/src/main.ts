// The empty Angular application that P12 is held against: what `ng new` makes (zoneless, standalone, with the router), less
// its picture. Built by the same builder at the same version, compressed and served in the same way.
import { Component, provideBrowserGlobalErrorListeners } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, RouterOutlet } from '@angular/router';

/** One heading and nothing else. */
@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: '<h1>Hello, world. This is an empty application.</h1><router-outlet />',
})
export class App {}

void bootstrapApplication(App, { providers: [provideBrowserGlobalErrorListeners(), provideRouter([])] });
