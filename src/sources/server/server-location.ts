import { OperationalError } from '../../domain/operational-error.js';

/** Where a mailbox or a news group is to be had. Holds no secret. */
export interface ServerLocation {
  readonly protocol: 'imap' | 'nntp';
  /** TLS from the first byte. */
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  /** Undefined where nobody logs in under a name. */
  readonly user: string | undefined;
  /** The mailbox or the group. */
  readonly name: string;
  /** The location in its one form, so that it can be remembered: ports that go without saying are left out. */
  readonly text: string;
}

interface Scheme extends Pick<ServerLocation, 'protocol' | 'isSecure'> {
  readonly port: number;
}

const schemes: Readonly<Record<string, Scheme>> = {
  'imap:': { protocol: 'imap', isSecure: false, port: 143 },
  'imaps:': { protocol: 'imap', isSecure: true, port: 993 },
  'nntp:': { protocol: 'nntp', isSecure: false, port: 119 },
  'nntps:': { protocol: 'nntp', isSecure: true, port: 563 },
};

/** How a user of RFC 5092 says that there is none; archives tell their readers to write it. */
const anonymous = ';AUTH=ANONYMOUS';

/**
 * Reads `imap://user@host:port/MAILBOX`, `imaps://…`, `nntp://host:port/group` or `nntps://…` (RFC 5092, RFC 5538).
 * Throws an OperationalError, which never shows a password, where it is none of these or holds a password.
 */
export function parseServerLocation(text: string): ServerLocation {
  const url = parseUrl(text);
  const scheme = schemes[url.protocol];
  if (scheme === undefined) throw refuse(text, 'this is no mail server', 'give imap://, imaps://, nntp:// or nntps://');
  if (url.password !== '') {
    throw refuse(text, 'a location must not hold a password', 'leave it out; for IMAP set FAULTLINE_IMAP_PASSWORD');
  }
  if (url.hostname === '') throw refuse(text, 'no host is named', `give ${url.protocol}//host/name`);
  const name = decode(text, url.pathname.slice(1));
  const user = decode(text, url.username);
  const location = {
    protocol: scheme.protocol,
    isSecure: scheme.isSecure,
    host: url.hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? scheme.port : Number(url.port),
    user: user === '' || user.toUpperCase() === anonymous ? undefined : user,
    name,
  };
  checkName(text, location, url);
  return { ...location, text: describe(url, scheme, location.user) };
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refuse(
      text,
      'this location cannot be read',
      'give it as imaps://user@host:port/MAILBOX or nntp://host/group',
    );
  }
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refuse(text, 'this location cannot be read', 'write a percent sign in it as %25');
  }
}

function checkName(text: string, { protocol, name, user }: Omit<ServerLocation, 'text'>, url: URL): void {
  if (protocol === 'nntp' && user !== undefined) {
    throw refuse(text, 'news servers that ask who reads are not supported', 'leave the user out');
  }
  // A line end would begin a command of its own.
  const isName = protocol === 'imap' ? /^[^\x00-\x1f\x7f]+$/.test(name) : /^[^\x00-\x20\x7f/]+$/.test(name);
  if (isName && url.search === '' && url.hash === '') return;
  throw refuse(
    text,
    `no ${protocol === 'imap' ? 'mailbox' : 'group'} is named`,
    'name one behind the host, such as /INBOX',
  );
}

function describe(url: URL, scheme: Scheme, user: string | undefined): string {
  const port = url.port === '' || Number(url.port) === scheme.port ? '' : `:${url.port}`;
  const who = user === undefined ? '' : `${encodeURIComponent(user)}@`;
  return `${url.protocol}//${who}${url.hostname.toLowerCase()}${port}${url.pathname}`;
}

/** Whatever stands before the host may be a password, also where the location cannot be read. */
function refuse(text: string, what: string, remedy: string): OperationalError {
  return new OperationalError(what, text.replace(/^([a-z]+:\/\/).*@/is, '$1…@'), remedy);
}
