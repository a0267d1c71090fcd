import { InjectionToken } from '@angular/core';

/** The way that media takes to the server. */
export interface ProbeWay {
  readonly protocol: 'udp' | 'tcp';
  /** By a TURN server. */
  readonly isRelayed: boolean;
  /** How one speaks with that server: `udp`, `tcp` or `tls`. */
  readonly relayProtocol: string | undefined;
}

/** The server has told what it received of us. */
export interface ProbeSent {
  readonly roundTripMs: number;
}

/** A room of a connection test, joined. */
export interface ProbeRoom {
  /** The server named a TURN server. */
  readonly offersTurn: boolean;
  /** What is known by now. */
  look(): Promise<{ readonly way?: ProbeWay; readonly sent?: ProbeSent }>;
  /** Asks the server to go over TCP from now on. */
  forceTcp(): Promise<void>;
  leave(): Promise<void>;
}

/** Joins such a room. @throws Error with `offersTurn` when media finds no way there */
export type JoinProbe = (
  url: string,
  token: string,
  options?: { readonly isRelayed?: boolean; readonly onSignal?: () => void },
) => Promise<ProbeRoom>;

/** Joins a room of a connection test; the media server's client is loaded only now. */
export const JOIN_PROBE = new InjectionToken<JoinProbe>('JOIN_PROBE', {
  providedIn: 'root',
  factory: (): JoinProbe => async (url, token, options) =>
    (await import('./connection-probe')).joinProbe(url, token, options),
});
