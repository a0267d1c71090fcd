import { SignalResponse } from '@livekit/protocol';
import WebSocket from 'ws';

/** What became of an attempt to join. */
export interface Attempt {
  /** 101, or the status of the refusal. */
  status: number;
  /** The sentence of a refusal. */
  text: string;
  /** Kinds of the signals that came first: `join`, and what follows it. */
  signals: string[];
  /** The token that LiveKit handed out itself. */
  refreshed: string;
  socket: WebSocket;
}

/** Joins as LiveKit's clients do, and waits for the refusal, or for the token that LiveKit hands out right after the join. */
export function attempt(url: string, headers: Record<string, string> = {}): Promise<Attempt> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers });
    const signals: string[] = [];
    socket.on('message', (data: Buffer) => {
      const { message } = SignalResponse.fromBinary(new Uint8Array(data));
      signals.push(String(message.case));
      if (message.case === 'refreshToken') done({ status: 101, text: '', signals, refreshed: message.value, socket });
    });
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done({ status: response.statusCode ?? 0, text, signals, refreshed: '', socket }));
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new Error(`closed after ${signals.join()}`)));
  });
}
