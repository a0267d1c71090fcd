import { expect, it } from 'vitest';
import * as ws from 'ws';
import { framesOf, headOf } from './frames.ts';

/** What ws itself reads frames with; its types leave it out. */
const { Receiver } = ws as unknown as {
  Receiver: new (options: object) => NodeJS.WritableStream & {
    on(event: 'message', take: (data: Buffer, isBinary: boolean) => void): void;
  };
};

it.each([1, 60, 125, 126, 200, 65_535, 65_536, 200_000])('frames that ws reads back, around %i bytes', (length) => {
  const head = headOf('an "id"');
  const tails = [0, 1, 2].map((n) => Buffer.from(`"n":${n},"text":"${'é'.repeat(Math.ceil(length / 2))}"}`));
  const receiver = new Receiver({ isServer: false, maxPayload: 1e6 });
  const seen: unknown[] = [];
  receiver.on('message', (data, isBinary) => seen.push([JSON.parse(String(data)), isBinary]));
  receiver.write(framesOf(head, tails));
  expect(seen.length).toBe(3);
  seen.forEach((one, n) => expect(one).toEqual([{ id: 'an "id"', n, text: 'é'.repeat(Math.ceil(length / 2)) }, false]));
});
