import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A wire from a port of its own to one on loopback. Cut, it carries nothing either way and tells neither end: no FIN, no reset. */
export class Cable {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(private readonly server: Server) {}

  /** @param to port on loopback */
  static async lay(to: number): Promise<Cable> {
    const server = createServer();
    const cable = new Cable(server);
    server.on('connection', (socket) => cable.pass(socket, to));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return cable;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  remove(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(from: Socket, port: number): void {
    const to = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.sockets.add(one);
      if (!this.isCut) one.pipe(other);
      one.on('error', () => undefined);
      // An end that is lost on the way is heard of by nobody.
      one.on('close', () => (this.isCut ? undefined : other.destroy()));
    }
  }
}
