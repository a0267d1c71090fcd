import { freePort } from '@parley/tools/embedded/free-port.ts';
import { TestNats } from './test-nats.ts';

/**
 * Three real NATS servers that are one broker, with the users and permissions of the product; each writes what it stores
 * to the disk at once. Any of them can be killed and started again.
 */
export class TestNatsCluster {
  private constructor(private readonly servers: Map<string, TestNats>) {}

  static async start(): Promise<TestNatsCluster> {
    const ports = [await freePort(), await freePort(), await freePort()];
    const servers = ports.map(async (port, index) => {
      const serverName = `nats-${index}`;
      return [serverName, await TestNats.start({ serverName, port, ports })] as const;
    });
    return new TestNatsCluster(new Map(await Promise.all(servers)));
  }

  /** The addresses by which a service, or the gateway, reaches it: any of them will do. */
  url(user: string): string {
    return [...this.servers.values()].map((server) => server.url(user)).join(',');
  }

  /** One of its servers, by the name that JetStream knows: `nats-0`, `nats-1`, `nats-2`. */
  server(name: string): TestNats {
    const server = this.servers.get(name);
    if (!server) throw new Error(`There is no server ${name}.`);
    return server;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await Promise.all([...this.servers.values()].map((server) => server.stop()));
  }
}
