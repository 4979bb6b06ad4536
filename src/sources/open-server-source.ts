import { readImapPassword } from './imap/imap-password.js';
import { ImapSource } from './imap/imap-source.js';
import type { MailSource } from './mail-source.js';
import { NntpSource } from './nntp/nntp-source.js';
import { networkTimes } from './server/network-times.js';
import { parseServerLocation } from './server/server-location.js';

/**
 * The mailbox or group at a location such as `imaps://user@host/MAILBOX` or `nntp://host/group`. Nothing is connected before it is
 * read. The password stands in FAULTLINE_IMAP_PASSWORD of the environment. Throws an OperationalError where this is no such location.
 */
export function openServerSource(location: string, environment: NodeJS.ProcessEnv, times = networkTimes): MailSource {
  const server = parseServerLocation(location);
  if (server.protocol === 'nntp') return new NntpSource(server, times);
  return new ImapSource(server, server.user === undefined ? undefined : readImapPassword(environment), times);
}
