import { ImapFlow } from 'imapflow';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import { wireBytesMax } from '../server/line-ends.js';
import type { NetworkTimes } from '../server/network-times.js';
import type { ServerLocation } from '../server/server-location.js';
import { imapPasswordVariable } from './imap-password.js';

/**
 * A connection that has logged in. `onFailure` is told why it ends, where it does not end well; commands fail then without a reason.
 * Throws what imapflow throws, or an OperationalError where the password is missing.
 */
export async function connectImap(
  location: ServerLocation,
  password: string | undefined,
  times: NetworkTimes,
  onFailure: (failure: unknown) => void,
): Promise<ImapFlow> {
  if (location.user !== undefined && password === undefined) {
    throw new OperationalError('this mailbox asks for a password', location.text, `set ${imapPasswordVariable} to it`);
  }
  const client = new ImapFlow({
    host: location.host,
    port: location.port,
    secure: location.isSecure,
    // A password crosses the network encrypted or not at all.
    doSTARTTLS: location.user !== undefined && !location.isSecure && !isLoopback(location.host) ? true : undefined,
    // Archives that all may read take any name; this is the one that FTP made usual.
    auth:
      location.user === undefined ? { user: 'anonymous', pass: 'anonymous' } : { user: location.user, pass: password },
    // It costs a fifth of the time, and on loopback the bytes cost nothing.
    disableCompression: isLoopback(location.host),
    logger: false,
    disableAutoIdle: true,
    disableAutoEnable: true,
    connectionTimeout: times.answerMs,
    greetingTimeout: times.answerMs,
    socketTimeout: times.answerMs,
    maxLineLength: limits.imapLineBytesMax,
    maxLiteralSize: wireBytesMax,
    maxResponseSize: wireBytesMax + limits.imapLineBytesMax,
    maxResponseTokens: limits.imapTokensMax,
  });
  client.on('error', onFailure);
  try {
    await client.connect();
  } catch (failure) {
    client.close();
    throw failure;
  }
  return client;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
