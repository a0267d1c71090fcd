import { freePort } from '@parley/tools/embedded/free-port.ts';
import { chromium as browserType, expect, test } from '@playwright/test';
import { Account, type GraphAnswer } from '../harness/account.ts';
import { chromium } from '../harness/chromium.ts';
import { Copy } from '../harness/copy.ts';
import { Gallery } from '../harness/gallery.ts';
import { Person } from '../harness/person.ts';
import { stack } from '../harness/stack.ts';

const PATIENT = { timeout: 30_000 };
/** More than two pages of messages. */
const MEANWHILE = 130;

test.use({ actionTimeout: 20_000 });

/** Everything said in a conversation as its other side reads it, oldest first. */
async function readBy(reader: Account, id: string): Promise<string[]> {
  const query = `query ($id: ID!, $before: String) { conversation(id: $id) { messages(last: 100, before: $before) {
    nodes { body deletedAt } pageInfo { hasPreviousPage startCursor } } } }`;
  interface Page {
    conversation: {
      messages: {
        nodes: { body: string; deletedAt: string | null }[];
        pageInfo: { hasPreviousPage: boolean; startCursor: string };
      };
    };
  }
  const all: string[] = [];
  let [before, isMore]: [string | null, boolean] = [null, true];
  while (isMore) {
    const { data }: GraphAnswer<Page> = await reader.ask<Page>(query, { id, before });
    const { nodes, pageInfo }: Page['conversation']['messages'] = data.conversation.messages;
    all.unshift(...nodes.map(({ body, deletedAt }) => (deletedAt ? 'deleted' : body)));
    [before, isMore] = [pageInfo.startCursor, pageInfo.hasPreviousPage];
  }
  return all;
}

/**
 * The ten minutes are the browser's own: its clock is put forward by them while the network is away, so that its timers, its patience and
 * its access token are as old as they would be. On the server nothing of ten minutes ago is left either, which is more than waiting would
 * do: the gateway she was connected to is killed with all it knew of her, and another takes its place; the log has moved on by more than
 * two pages, an edit and a deletion. So what she comes back with is her cursor alone, and what Postgres holds.
 */
test('after ten minutes offline in which both sides wrote, what waited is sent in its order and both have all of it once', async () => {
  const gallery = new Gallery('ten-minutes-offline');
  const port = await freePort();
  const newDoor = () => new Copy(stack().pids['gateway'] as number, { PORT: String(port) }).start();
  // Her browser finds that gateway at the address of all.
  const { hostname, host } = new URL(stack().url);
  const { executablePath, args } = chromium();
  const browser = await browserType.launch({
    executablePath,
    args: [...args, `--host-resolver-rules=MAP ${host} ${hostname}:${port}`],
  });
  let door = await newDoor();
  try {
    const ada = await Person.arrive(browser, 'Ada Lovelace');
    const { page } = ada;
    await page.clock.install();
    const [ben] = await Promise.all([Account.signUp(stack(), 'Ben Example'), ada.signUp()]);
    const { id } = await ben.startConversation(await ben.find(ada.email));
    const [first, second] = [await ben.send(id, 'first'), await ben.send(id, 'second')];
    await page.goto(`/chats/${id}`);
    await expect(ada.messages('second')).toBeVisible(PATIENT);
    await ada.say('before the cut');
    await expect(ada.messages('before the cut')).not.toHaveAttribute('data-pending');

    await ada.context.setOffline(true);
    door.kill();
    await ada.say('waited one');
    await ada.say('waited two');
    await expect(ada.messages('waited one')).toHaveAttribute('data-pending', 'waiting', PATIENT);
    for (let n = 1; n <= MEANWHILE; n += 1) await ben.send(id, `meanwhile ${n}`);
    const about = (sent: typeof first) => ({ conversationId: id, messageId: sent.message?.id });
    await ben.mutate('editMessage', 'EditMessageInput', { ...about(first), body: 'first, edited' }, 'message { id }');
    await ben.mutate('deleteMessage', 'DeleteMessageInput', about(second), 'message { id }');
    await page.clock.fastForward('10:00');
    await ada.say('waited three');
    await expect(page.locator('[data-pending=waiting]')).toHaveCount(3, PATIENT);
    await gallery.show('waiting', { ada: page });

    door = await newDoor();
    await ada.context.setOffline(false);
    await expect(page.locator('[data-pending]')).toHaveCount(0, PATIENT);
    await expect(ada.messages('waited three')).toBeVisible();

    const meanwhile = Array.from({ length: MEANWHILE }, (_, index) => `meanwhile ${index + 1}`);
    const waited = ['waited one', 'waited two', 'waited three'];
    const expected = ['first, edited', 'deleted', 'before the cut', ...meanwhile, ...waited];
    expect(await readBy(ben, id)).toEqual(expected);
    await page.getByRole('log', { name: 'Messages' }).press('Home');
    const shown = () =>
      page
        .getByTestId('message')
        .evaluateAll((rows) =>
          rows.map((row) =>
            row.querySelector('.gone') ? 'deleted' : row.querySelector('parley-message-body')?.textContent?.trim(),
          ),
        );
    await expect.poll(shown, PATIENT).toEqual(expected);
    // It is live again, too.
    await ben.send(id, 'and after');
    await page.getByRole('log', { name: 'Messages' }).press('End');
    await expect(ada.messages('and after')).toBeInViewport(PATIENT);
    expect(gallery.faults).toEqual([]);
    expect(ada.complaints).toEqual([]);
  } finally {
    await browser.close();
    door.kill();
  }
});
