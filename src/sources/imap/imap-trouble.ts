import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import { describeNetworkFailure, type Failure, type Trouble, toFailure } from '../server/network-failure.js';
import type { ServerLocation } from '../server/server-location.js';
import { imapPasswordVariable } from './imap-password.js';

/** What imapflow tells of a failure, as far as it is told on. */
interface ImapFailure extends Failure {
  readonly authenticationFailed?: boolean;
  readonly tlsFailed?: boolean;
  readonly mailboxMissing?: boolean;
  readonly responseStatus?: string;
  readonly responseText?: string;
}

/**
 * One line for whatever went wrong between us and the server. The failure itself is not handed on: it remembers what was sent.
 */
export function describeImapFailure(failure: unknown, location: ServerLocation): OperationalError {
  if (failure instanceof OperationalError) return failure;
  const { what, remedy } = explain(toFailure(failure), location);
  return new OperationalError(what, location.text, remedy);
}

function explain(failure: ImapFailure, location: ServerLocation): Trouble {
  // Servers have been seen to repeat what they were sent, so none of their words is shown where a password was part of it.
  if (failure.authenticationFailed) {
    return {
      what: 'the server refused this user or password',
      remedy: `set ${imapPasswordVariable} to the password of this user`,
    };
  }
  if (failure.mailboxMissing) {
    return {
      what: 'the server has no such mailbox',
      remedy: 'check its name, with the case and the separators of the server',
    };
  }
  // STARTTLS is not offered or refused; where it fails on the way there is a code.
  if (failure.tlsFailed && failure.code === undefined) {
    return {
      what: 'the server offers no encryption and a password would be sent in the clear',
      remedy: `give imaps:// and the port for it in place of ${location.port}`,
    };
  }
  if (isBound(failure.code)) {
    return {
      what: 'the server sent more than any mail may need',
      remedy: 'check that this is the mail server; ask who runs it',
    };
  }
  if (failure.responseStatus !== undefined) {
    return {
      what: `the server refused (${wordsOf(failure)})`,
      remedy: 'ask who runs it, or read the mailbox again later',
    };
  }
  if (failure.code?.startsWith('ParserError')) {
    return { what: 'the server does not answer as IMAP does', remedy: 'check the host and the port' };
  }
  return describeNetworkFailure(failure);
}

function isBound(code: string | undefined): boolean {
  return ['LineTooLarge', 'LiteralTooLarge', 'ResponseTooLarge', 'TooManyTokens', 'TooManyResponses'].includes(
    code ?? '',
  );
}

function wordsOf({ responseText, message }: ImapFailure): string {
  return (responseText ?? message).slice(0, limits.mailServerWordsCharsMax);
}
