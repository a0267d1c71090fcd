import {
  ApplicationConfig,
  inject,
  LOCALE_ID,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
} from '@angular/core';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
  withPreloading,
} from '@angular/router';
import { routes } from './app.routes';
import { spokenLocale } from './language/speak';
import { Session } from './session/session';
import { Theme } from './design/theme';
import { PageTitle } from './ui/page-title';
import { IdlePreloading } from './ui/idle-preloading';
import { stuckOnTheWay } from './ui/navigation-failure';

/** What the whole client is wired from. Zoneless is Angular's default; every route is lazy. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withPreloading(IdlePreloading),
      withNavigationErrorHandler(stuckOnTheWay),
    ),
    { provide: LOCALE_ID, useFactory: spokenLocale },
    { provide: TitleStrategy, useClass: PageTitle },
    provideAppInitializer(() => {
      inject(Theme);
      inject(Session).restore();
    }),
  ],
};
