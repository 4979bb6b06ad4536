import { limits } from '../../domain/limits.js';

/** What Node, OpenSSL and libraries tell of a failure. */
export interface Failure {
  readonly message: string;
  readonly code?: string;
}

/** What was thrown, as far as it says anything. */
export function toFailure(thrown: unknown): Failure {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string'
    ? { ...thrown, message: thrown.message }
    : { message: String(thrown) };
}

/** What is wrong and what to do about it; where is known to whoever says it. */
export interface Trouble {
  readonly what: string;
  readonly remedy: string;
}

const later = 'check that it runs, and read again later; nothing is lost';

/** Ways in which a connection fails, by the code of Node, of OpenSSL or of imapflow. */
const troubles: readonly (readonly [RegExp, Trouble])[] = [
  [
    /^(?:ENOTFOUND|EAI_)/,
    { what: 'there is no such host', remedy: 'check the name, and that this machine can look it up' },
  ],
  [/^(?:ECONNREFUSED)$/, { what: 'nothing answers at this port', remedy: 'check the port and that the server runs' }],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, { what: 'the host cannot be reached', remedy: 'check the network' }],
  [/TIMEOUT$|^ETIMEDOUT$/, { what: 'the server does not answer', remedy: later }],
  [
    /^(?:ERR_SSL_|EPROTO|ClosedAfterConnectTLS)/,
    { what: 'the server does not speak TLS at this port', remedy: 'check the port, or leave the s of the scheme out' },
  ],
  [
    /^(?:ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/,
    {
      what: 'the certificate of the server is not to be trusted',
      remedy: 'check the host; a certificate of your own is trusted by NODE_EXTRA_CA_CERTS',
    },
  ],
  [
    /^(?:ECONNRESET|EPIPE|NoConnection|EConnectionClosed|ClosedAfterConnectText)$/,
    { what: 'the server ended the connection', remedy: later },
  ],
];

/** Puts the failure of a connection into words for the user. */
export function describeNetworkFailure({ code = '', message }: Failure): Trouble {
  const known = troubles.find(([pattern]) => pattern.test(code));
  const words = message.trim().replaceAll(/\s+/g, ' ').slice(0, limits.mailServerWordsCharsMax);
  return known?.[1] ?? { what: `reading from the server failed (${words})`, remedy: later };
}
