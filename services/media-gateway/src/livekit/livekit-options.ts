/** How LiveKit is reached and what is signed for it. */
export interface LiveKitOptions {
  /** Server API, `http(s)://host:port`. */
  url: string;
  apiKey: string;
  apiSecret: string;
  /** What browsers connect to, `ws(s)://host:port`. */
  publicUrl: string;
}

/** Injection token of `LiveKitOptions`. */
export const LIVEKIT_OPTIONS = Symbol('parley:livekit-options');
