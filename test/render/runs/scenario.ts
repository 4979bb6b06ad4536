import type { Message } from '../../../src/domain/message.js';
import type { ReviewRun } from '../../../src/domain/review.js';

/** A run as the renderers get it, and the mails that it came from. */
export interface Scenario {
  readonly run: ReviewRun;
  readonly messages: readonly Message[];
}
