import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { Asker } from './handler.js';
import { Refusal } from './hub.js';
import type { Token } from './routes-of-app.js';
import type { App, World } from './world.js';

let keys: { readonly privateKey: string; readonly publicKey: string } | undefined;

/** Made once a process, and short, as it protects nothing: longer ones take a second to make. */
export function appKeys() {
  keys ??= generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return keys;
}

/** Who asks, by the header `authorization`. Throws the Refusal of a token that is not good. */
export function readAsker(world: World, tokens: ReadonlyMap<string, Token>, header: string | undefined): Asker {
  if (header === undefined) return { kind: 'nobody' };
  const [, secret = ''] = /^(?:bearer|token) (.+)$/i.exec(header) ?? [];
  if (secret.split('.').length === 3) return readJwt(world.app, secret, world.now());
  const token = tokens.get(secret);
  const isGood = token !== undefined && token.expiresAt > world.now() && world.installations.has(token.installation.id);
  if (!isGood) throw new Refusal(401, 'Bad credentials');
  const { installation } = token;
  if (installation.suspendedAt !== undefined) throw new Refusal(403, 'This installation has been suspended');
  // A permission that was taken away is gone at once, whatever the token says.
  const granted = Object.entries(token.permissions).filter(([name]) => installation.permissions[name] !== undefined);
  return { kind: 'installation', installation, permissions: Object.fromEntries(granted) };
}

function readJwt(app: App, secret: string, now: number): Asker {
  const [head = '', claims = '', signature = ''] = secret.split('.');
  const key = createPublicKey(app.publicKey);
  const isSigned = verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'));
  if (!isSigned || parse(head).alg !== 'RS256') throw new Refusal(401, 'A JSON web token could not be decoded');
  const { iss, iat, exp } = parse(claims);
  const seconds = now / 1000;
  if (String(iss) !== String(app.id) && iss !== `Iv23.${app.slug}`) throw new Refusal(401, 'Integration not found');
  if (typeof exp !== 'number' || exp <= seconds) throw new Refusal(401, "'Expiration time' claim ('exp') is too early");
  if (typeof iat !== 'number' || iat > seconds + 60)
    throw new Refusal(401, "'Issued at' claim ('iat') is in the future");
  if (exp > seconds + 600 + 60) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  return { kind: 'app' };
}

function parse(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
}
