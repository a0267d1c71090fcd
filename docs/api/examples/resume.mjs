// Follows a conversation with npm's graphql-ws and never loses or repeats an event: through a lost network, a restarted
// gateway, and its own restart. Run: PARLEY=http://localhost:4000 TOKEN=pat_… node resume.mjs <conversation id> <log file>
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createClient } from 'graphql-ws';

const [conversationId, logFile] = process.argv.slice(2);
const { PARLEY = 'http://localhost:4000', TOKEN } = process.env;
if (!conversationId || !logFile || !TOKEN) {
  console.error('Usage: TOKEN=pat_… node resume.mjs <conversation id> <log file>');
  process.exit(2);
}

// 1. The cursor is kept with what was done with the event, in one write: here, in one line of the log.
let after = null;
const keep = (entry) => {
  appendFileSync(logFile, `${JSON.stringify(entry)}\n`);
  after = entry.cursor;
  console.log(JSON.stringify(entry));
};
if (existsSync(logFile)) {
  // A line that a crash cut off was never done: it is not counted, and its event comes again.
  const whole = readFileSync(logFile, 'utf8').split('\n').slice(0, -1);
  after = whole.length > 0 ? JSON.parse(whole.at(-1)).cursor : null;
}

const client = createClient({
  url: `${PARLEY.replace(/^http/, 'ws')}/graphql`,
  connectionParams: { authorization: `Bearer ${TOKEN}` },
  // 2. Whatever breaks, come again: after 4401 (revoked) and the like the client gives up by itself.
  retryAttempts: Infinity,
  shouldRetry: () => true,
  retryWait: (retries) =>
    new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(500 * 2 ** retries, 15_000))),
  keepAlive: 10_000,
});

client.subscribe(
  {
    query: /* GraphQL */ `
      subscription ($conversationId: ID!, $after: String) {
        conversationEvents(conversationId: $conversationId, after: $after) {
          __typename
          ... on Ready {
            cursor
          }
          ... on Resync {
            cursor
          }
          ... on MessageSent {
            cursor
            message {
              seq
              body
              author {
                displayName
              }
            }
          }
        }
      }
    `,
    // 3. A stock client sends its first variables again when it comes back. Read through a getter, they are the newest.
    get variables() {
      return { conversationId, after };
    },
  },
  {
    next({ data, errors }) {
      if (errors) return console.error(errors);
      const { __typename: type, cursor, message } = data.conversationEvents;
      if (!cursor) return; // An event of a kind that is not selected above.
      // 4. Resync: the history in between is gone. Read the page again (`conversation { messages }`), then go on from here.
      keep({ type, cursor, ...(message ? { seq: message.seq, body: message.body } : {}) });
    },
    error(error) {
      console.error('Not to be had:', error);
      process.exit(1);
    },
    complete: () => process.exit(0),
  },
);
