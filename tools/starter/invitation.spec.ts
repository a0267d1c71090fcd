import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { invitation } from './invitation.ts';

const URL_SHARED = 'https://192.168.178.123:4000';
const FINGERPRINT = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':');

/** The code in the text as a camera sees it: full blocks are light, and each half line is a row. */
function photograph(text: string): { width: number; height: number; data: Uint8Array } {
  const lines = text.split('\n').flatMap((line) => /\[97;40m([█▀▄ ]+)/.exec(line)?.[1] ?? []);
  const rows = lines.flatMap((line) => [
    [...line].map((half) => half === '█' || half === '▀'),
    [...line].map((half) => half === '█' || half === '▄'),
  ]);
  const SCALE = 4;
  const [width, height] = [(rows[0]?.length ?? 0) * SCALE, rows.length * SCALE];
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (!rows[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)])
        data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  return { width, height, data };
}

test('a camera pointed at the terminal reads the link', () => {
  expect(decodeQR(photograph(invitation(URL_SHARED, { fingerprint: FINGERPRINT })))).toBe(URL_SHARED);
});

test('the warning of browsers is announced, with what tells our certificate from another', () => {
  const text = invitation(URL_SHARED, { fingerprint: FINGERPRINT });
  expect(text).toContain('Browsers warn once');
  expect(text).toContain(FINGERPRINT.slice(0, 47));
});
