import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Stands where a Kubernetes Service stands: passes each new TCP connection to one of its endpoints in turn, and knows
 * nothing of what goes through it. Connections that are open stay where they are when an endpoint is taken out.
 */
export class Balancer {
  private next = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private endpoints: number[],
  ) {}

  /** @param endpoints ports on loopback */
  static async listen(endpoints: number[]): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(server, endpoints);
    server.on('connection', (socket) => balancer.pass(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  take(port: number): void {
    this.endpoints = this.endpoints.filter((endpoint) => endpoint !== port);
  }

  give(port: number): void {
    this.endpoints = [...this.endpoints, port];
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(from: Socket): void {
    this.next += 1;
    const to = connect(this.endpoints[this.next % this.endpoints.length] as number, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
