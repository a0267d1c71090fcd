import { speak } from './app/language/speak';

// What has words is loaded once the words are there: some of them are taken as a file is read.
void speak()
  .then(() => import('./start'))
  .then(({ start }) => start());
