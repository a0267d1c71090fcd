import { SignalResponse } from '@livekit/protocol';
import { WebSocket } from 'ws';
import type { Ticket } from './meetings.ts';

/**
 * Opens the signalling as a client does and waits for the answer that lets one in; then hangs up.
 *
 * @throws Error when the server closes, says something else first, or lets somebody else in
 */
export function joinAnswer({ url, token, identity }: Ticket): Promise<void> {
  const address = `${url}/rtc?access_token=${token}&protocol=16&auto_subscribe=1&sdk=js`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  return new Promise((done, fail) => {
    socket.once('message', (data: Buffer) => {
      const { message } = SignalResponse.fromBinary(new Uint8Array(data));
      socket.terminate();
      if (message.case !== 'join') fail(new Error(`the first word was ${message.case}`));
      else if (message.value.participant?.identity !== identity) fail(new Error('somebody else was let in'));
      else done();
    });
    socket.once('error', fail);
    socket.once('close', (code) => fail(new Error(`the signalling closed with ${code}`)));
  });
}
