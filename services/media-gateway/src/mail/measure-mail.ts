import type { Metrics } from '@parley/telemetry';
import type { PostOffice } from './post-office.ts';

/** Tells of mails that could not be sent. */
export function measureMail(metrics: Metrics, post: PostOffice): void {
  metrics.gauge({ name: 'parley_mail_dead', help: 'Mails given up that nobody has sent again or swept.' }, () =>
    post.countDead(),
  );
  metrics.counter(
    { name: 'parley_mail_given_up_total', help: 'Mails that this copy could not send in five tries.' },
    () => post.givenUp,
  );
}
