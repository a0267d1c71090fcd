import encodeQR from 'qr';
import type { Certificate } from './certificate.ts';

/** White on black whatever the terminal's own colours are: a phone reads the code by contrast, dark on light. */
const COLOURS = { on: '\u001b[97;40m', off: '\u001b[0m' };

/** How others on the local network come in: the link as a code for their cameras, and what their browsers will say. */
export function invitation(publicUrl: string, { fingerprint }: Pick<Certificate, 'fingerprint'>): string {
  const code = encodeQR(publicUrl, 'ascii', { ecc: 'low', border: 2 })
    .trimEnd()
    .split('\n')
    .map((line) => `    ${COLOURS.on}${line}${COLOURS.off}\n`)
    .join('');
  return `
  From a phone or another computer on the same network: open that link, or point a camera here.

${code}
  Browsers warn once: this certificate was made on this computer, and no authority vouches for it. If what the browser
  shows begins with this SHA-256 fingerprint, choose to go on (Advanced, or Show details):
    ${fingerprint.slice(0, 47)}
`;
}
