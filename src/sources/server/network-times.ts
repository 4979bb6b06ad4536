import { limits } from '../../domain/limits.js';

/** How patient a source is with its server, in milliseconds. */
export interface NetworkTimes {
  /** How long the server may say nothing while it owes an answer. */
  readonly answerMs: number;
  /** Between two looks for new mails where the server does not tell of them. */
  readonly pollMs: number;
  /** After so long a server that tells of new mails is looked at all the same, which asks it anew to tell of them. */
  readonly idleMs: number;
}

export const networkTimes: NetworkTimes = {
  answerMs: limits.mailServerAnswerMsMax,
  pollMs: limits.mailServerPollMs,
  idleMs: limits.mailServerIdleMs,
};
