import { connect, type NatsConnection } from '@nats-io/transport-node';

/**
 * A connection that outlives the broker: it reconnects for ever. Each user has an inbox prefix of its own, so that
 * nobody can read another's answers (ADR 2).
 * @param url `nats://user:password@host:port`, or several, separated by commas
 * @param name shown in the broker's list of connections
 */
export async function connectNats(url: string, name: string): Promise<NatsConnection> {
  const urls = url.split(',').map((one) => new URL(one));
  const first = urls[0] as URL;
  const user = decodeURIComponent(first.username);
  return connect({
    servers: urls.map((one) => one.host),
    ...(user ? { user, pass: decodeURIComponent(first.password), inboxPrefix: `_INBOX.${user}` } : {}),
    name,
    maxReconnectAttempts: -1,
    // A password that is being changed is refused for a while on one side: that must not end the connection for good.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 200,
    reconnectJitter: 200,
    waitOnFirstConnect: true,
    pingInterval: 10_000,
    maxPingOut: 2,
  });
}
