// How our peers check an access token, as the documents of `jose` say: signature by a known key set, issuer, audience, type, expiry.
// Settings: TOKEN_KEYS (a JWK set as JSON) and TOKEN_ISSUER; without them nobody is asked for a token.
import { createLocalJWKSet, jwtVerify } from 'jose';

const { TOKEN_KEYS, TOKEN_ISSUER } = process.env;
const keys = TOKEN_KEYS && createLocalJWKSet(JSON.parse(TOKEN_KEYS));

/** Whether tokens are asked for. */
export const isAsked = keys !== undefined;

/** Rejects when the `Bearer …` is not a good one. */
export const check = (authorization = '') =>
  jwtVerify(authorization.replace(/^Bearer /, ''), keys, {
    algorithms: ['EdDSA'],
    typ: 'at+jwt',
    issuer: TOKEN_ISSUER,
    audience: 'parley',
    requiredClaims: ['exp'],
  });
