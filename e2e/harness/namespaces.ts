import { execFile, execFileSync, type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium as browserType, type Browser } from '@playwright/test';
import { chromium } from './chromium.ts';

const run = promisify(execFile);
const NAME = /^parley-(\d+)-/;

/** One end of the wire: `server`, where the stack runs, or `client`, where the browser runs whose network is at stake. */
export type Side = 'server' | 'client';

/** Their addresses on the wire. The namespaces are a test's own, so every test may have the same. */
export const ADDRESS: Readonly<Record<Side, string>> = { server: '10.90.0.1', client: '10.90.0.2' };
/** The wire's network, as `turn.allow_restricted_peer_cidrs` wants it. */
export const WIRE_CIDR = '10.90.0.0/24';
/** The wire's name in both namespaces. */
export const WIRE = 'wire0';

/**
 * Two network namespaces of the test's own, joined by one wire (a veth pair): what is said between them is real, and can be cut,
 * pulled and filtered without touching the machine's own network. Needs root, `ip` and `nft`; ask `whyNot` first.
 */
export class Namespaces {
  static #counter = 0;
  readonly #directory = mkdtempSync(join(tmpdir(), 'parley-netns-'));
  readonly #browsers: Browser[] = [];
  readonly #end = (): void => this.#clear();

  private constructor(private readonly stem: string) {
    // Also when the runner gives up in the middle.
    process.once('exit', this.#end);
  }

  /** Why there can be none here, for whoever skips a test; undefined where there can. */
  static whyNot(): string | undefined {
    const probe = `parley-${process.pid}-probe`;
    try {
      execFileSync('ip', ['netns', 'add', probe], { stdio: 'ignore' });
      execFileSync('ip', ['netns', 'exec', probe, 'nft', 'list', 'ruleset'], { stdio: 'ignore' });
      return undefined;
    } catch (error) {
      return `network namespaces of one’s own are not to be had here: ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
    } finally {
      quietly('ip', ['netns', 'del', probe]);
    }
  }

  /** Makes both and the wire, after clearing away what killed runs have left. */
  static async create(): Promise<Namespaces> {
    sweep();
    const namespaces = new Namespaces(`parley-${process.pid}-${(this.#counter += 1)}`);
    const [server, client] = [namespaces.name('server'), namespaces.name('client')];
    for (const name of [server, client]) await run('ip', ['netns', 'add', name]);
    await run('ip', ['link', 'add', WIRE, 'netns', server, 'type', 'veth', 'peer', 'name', WIRE, 'netns', client]);
    for (const side of ['server', 'client'] as const) {
      const ip = (...words: string[]) => run('ip', ['-n', namespaces.name(side), ...words]);
      await ip('addr', 'add', `${ADDRESS[side]}/24`, 'dev', WIRE);
      await ip('link', 'set', 'lo', 'up');
      await ip('link', 'set', WIRE, 'up');
      await ip('route', 'add', 'default', 'via', ADDRESS[side === 'server' ? 'client' : 'server']);
      // What is addressed to one's own loopback may come from, and go over, the wire: see `reach`.
      for (const key of ['all', WIRE])
        await namespaces.run(side, 'sysctl', '-qw', `net.ipv4.conf.${key}.route_localnet=1`);
    }
    return namespaces;
  }

  /** What `ip netns exec` calls a side. */
  name(side: Side): string {
    return `${this.stem}-${side}`;
  }

  /** The words before a command that runs it on this side. */
  prefix(side: Side): string[] {
    return ['ip', 'netns', 'exec', this.name(side)];
  }

  /** Runs a command to its end and gives what it printed. @throws with what it complained of */
  async run(side: Side, command: string, ...args: string[]): Promise<string> {
    const [ip = '', ...words] = this.prefix(side);
    return (await run(ip, [...words, command, ...args])).stdout;
  }

  /** Starts a command that goes on; `dispose` ends it at the latest. */
  spawn(side: Side, command: string, args: string[], options: SpawnOptions = {}): ChildProcess {
    const [ip = '', ...words] = this.prefix(side);
    return spawn(ip, [...words, command, ...args], options);
  }

  /** A real browser on this side; `dispose` closes it. */
  async browser(side: Side, more: readonly string[] = []): Promise<Browser> {
    const { executablePath = '', args } = chromium();
    const path = join(this.#directory, `${side}-browser`);
    writeFileSync(path, `#!/bin/sh\nexec ${this.prefix(side).join(' ')} '${executablePath}' "$@"\n`);
    chmodSync(path, 0o755);
    const browser = await browserType.launch({ executablePath: path, args: [...args, ...more] });
    this.#browsers.push(browser);
    return browser;
  }

  /** Which TCP ports of the server's address on the wire take connections from the client. */
  async openOnServer(ports: readonly number[]): Promise<number[]> {
    const script = `Promise.all(${JSON.stringify(ports)}.map((port) => new Promise((resolve) => {
      const socket = require('node:net').connect(port, '${ADDRESS.server}');
      socket.once('connect', () => { socket.destroy(); resolve([port]); });
      socket.once('error', () => resolve([]));
    }))).then((open) => console.log(JSON.stringify(open.flat())))`;
    return JSON.parse(await this.run('client', process.execPath, '-e', script)) as number[];
  }

  /**
   * Lets the client's `127.0.0.1:port` reach what listens on the server's loopback, over the wire: real TCP from end to end, and the
   * page's address stays localhost, which browsers take for secure.
   */
  async reach(port: number): Promise<void> {
    await this.#rules(
      'client',
      `table ip reach${port} {
        chain to {
          type nat hook output priority -100
          ip daddr 127.0.0.1 tcp dport ${port} dnat to ${ADDRESS.server}:${port}
        }
        chain from {
          type nat hook postrouting priority 100
          oifname "${WIRE}" masquerade
        }
      }`,
    );
    await this.#rules(
      'server',
      `table ip reach${port} {
        chain in {
          type nat hook prerouting priority -100
          iifname "${WIRE}" tcp dport ${port} dnat to 127.0.0.1:${port}
        }
      }`,
    );
  }

  /**
   * Drops what crosses the wire, in both directions and silently, as a network does that is gone while the plug is in. Behind the
   * routing: before it, what `reach` carries still looks as if it stayed on the machine's own loopback.
   *
   * @param what as nft says it (`udp`, `udp dport 5000-6000`); everything by default
   */
  async cut(what = ''): Promise<void> {
    const match = /^(udp|tcp)$/.test(what) ? `meta l4proto ${what}` : what;
    await this.restore();
    await this.#rules(
      'client',
      `table inet cut {
        chain in {
          type filter hook input priority 0
          iifname "${WIRE}" ${match} drop
        }
        chain out {
          type filter hook postrouting priority 0
          oifname "${WIRE}" ${match} drop
        }
      }`,
    );
  }

  /** Lets everything through again. */
  async restore(): Promise<void> {
    await this.run('client', 'nft', 'delete', 'table', 'inet', 'cut').catch(() => undefined);
  }

  /** Pulls one side's plug: its operating system, and so its browser, sees at once that there is no network. */
  async unplug(side: Side = 'client'): Promise<void> {
    await run('ip', ['-n', this.name(side), 'link', 'set', WIRE, 'down']);
  }

  /** Puts the plug in again. */
  async plug(): Promise<void> {
    await run('ip', ['-n', this.name('client'), 'link', 'set', WIRE, 'up']);
    await run('ip', ['-n', this.name('client'), 'route', 'replace', 'default', 'via', ADDRESS.server]);
  }

  /** Closes the browsers, ends whatever still runs in them, and takes them away. */
  async dispose(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()));
    process.off('exit', this.#end);
    this.#clear();
  }

  async #rules(side: Side, rules: string): Promise<void> {
    const file = join(this.#directory, `${side}.nft`);
    writeFileSync(file, `${rules}\n`);
    await this.run(side, 'nft', '-f', file);
  }

  #clear(): void {
    for (const side of ['server', 'client'] as const) remove(this.name(side));
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Namespaces of runs that are over. */
function sweep(): void {
  for (const line of quietly('ip', ['netns', 'list']).split('\n')) {
    const [name = ''] = line.split(' ', 1);
    const pid = NAME.exec(name)?.[1];
    if (pid && quietly('ps', ['-o', 'pid=', '-p', pid]) === '') remove(name);
  }
}

function remove(name: string): void {
  for (const pid of quietly('ip', ['netns', 'pids', name]).split('\n').filter(Boolean)) quietly('kill', ['-9', pid]);
  quietly('ip', ['netns', 'del', name]);
}

/** What a command printed; empty where it failed. */
function quietly(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
