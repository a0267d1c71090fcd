import WebSocket from 'ws';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A WebSocket by which a test says exactly what it means to say. */
export class RawSocket {
  readonly messages: Message[] = [];
  closed: { code: number; reason: string } | undefined;

  private constructor(readonly ws: WebSocket) {
    ws.on('message', (data) => this.messages.push(JSON.parse(String(data)) as Message));
    ws.on('close', (code, reason) => (this.closed = { code, reason: String(reason) }));
    ws.on('error', () => undefined);
  }

  static async open(url: string, protocol = 'graphql-transport-ws'): Promise<RawSocket> {
    const socket = new RawSocket(new WebSocket(url, protocol));
    await new Promise((resolve, reject) => socket.ws.once('open', resolve).once('error', reject));
    return socket;
  }

  /** Opened and acknowledged. */
  static async enter(url: string, authorization?: string): Promise<RawSocket> {
    const socket = await RawSocket.open(url);
    socket.say({ type: 'connection_init', payload: authorization === undefined ? {} : { authorization } });
    await new Promise((resolve) => socket.ws.once('message', resolve).once('close', resolve));
    return socket;
  }

  say(message: object): void {
    this.ws.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.say({ id, type: 'subscribe', payload: { query, variables } });
  }

  of(id: string): Message[] {
    return this.messages.filter((message) => message.id === id);
  }
}
