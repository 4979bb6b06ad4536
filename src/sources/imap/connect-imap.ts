import { ImapFlow } from 'imapflow';
import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import type { NetworkTimes } from '../server/network-times.js';
import type { ServerLocation } from '../server/server-location.js';
import { imapPasswordVariable } from './imap-password.js';

/** What surrounds the text of a mail in an answer of the server. */
const framingBytes = 10_000;

/** A connection that has logged in. Throws what imapflow throws, or an OperationalError where the password is missing. */
export async function connectImap(
  location: ServerLocation,
  password: string | undefined,
  times: NetworkTimes,
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
    logger: false,
    disableAutoIdle: true,
    disableAutoEnable: true,
    connectionTimeout: times.answerMs,
    greetingTimeout: times.answerMs,
    socketTimeout: times.answerMs,
    maxLineLength: limits.imapLineBytesMax,
    maxLiteralSize: limits.mailBytesMax + framingBytes,
    maxResponseSize: limits.mailBytesMax + limits.imapLineBytesMax + framingBytes,
    maxResponseTokens: limits.imapTokensMax,
  });
  // The command that was waiting for an answer fails as well, and says why; without a listener the process would end.
  client.on('error', () => client.close());
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
