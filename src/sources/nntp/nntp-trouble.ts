import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import { describeNetworkFailure, type Trouble, toFailure } from '../server/network-failure.js';
import type { ServerLocation } from '../server/server-location.js';
import { WireFailure } from './wire-reader.js';

/** An answer of the server that is a no. */
export class NntpRefusal extends Error {
  override readonly name = 'NntpRefusal';
  readonly code: number;

  constructor(code: number, words: string) {
    super(`${code} ${words}`.slice(0, limits.mailServerWordsCharsMax));
    this.code = code;
  }
}

/** What a server says no with, by the codes of RFC 3977 3.2.1. */
const refusals: Readonly<Record<number, Trouble>> = {
  400: { what: 'the server is about to go down', remedy: 'read again later; nothing is lost' },
  411: { what: 'the server has no such group', remedy: 'check its name; LIST on the server shows all' },
  480: {
    what: 'the server wants to know who reads',
    remedy: 'give a server that all may read; logging in is not supported',
  },
  483: { what: 'the server wants encryption', remedy: 'give nntps://' },
  502: { what: 'the server serves no readers from here', remedy: 'ask who runs it, or give another server' },
};

/** One line for whatever went wrong between us and the server. */
export function describeNntpFailure(failure: unknown, location: ServerLocation): OperationalError {
  const { what, remedy } = explain(failure);
  return new OperationalError(what, location.text, remedy, failure);
}

function explain(failure: unknown): Trouble {
  if (failure instanceof NntpRefusal) {
    const other = { what: `the server refused (${failure.message})`, remedy: 'ask who runs it, or read again later' };
    return refusals[failure.code] ?? other;
  }
  if (failure instanceof WireFailure && failure.code === 'NONSENSE') {
    return { what: 'the server does not answer as NNTP does', remedy: 'check the host and the port' };
  }
  return describeNetworkFailure(toFailure(failure));
}
