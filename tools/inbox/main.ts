// The inbox of one machine: a mail server that sends nothing on, and a page that shows what it got. On loopback, always.
import { door } from './door.ts';
import { Mailbox } from './mailbox.ts';
import { smtpServer } from './smtp.ts';

const [directory = '', smtpPort, pagePort] = process.argv.slice(2);
const mailbox = new Mailbox(directory);
const smtp = smtpServer(mailbox);
const page = door(mailbox);

smtp.on('error', (error) => process.stderr.write(`${error.message}\n`));
smtp.listen(Number(smtpPort), '127.0.0.1');
page.listen(Number(pagePort), '127.0.0.1');

process.on('SIGTERM', () => {
  page.closeAllConnections();
  page.close();
  smtp.close(() => process.exit(0));
});
