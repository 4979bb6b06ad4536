import type { Conclusion } from './verdict.js';

/** A line of the code as a check run points at it. */
export interface Annotation {
  readonly path: string;
  /** 1-based, in the file at the commit that is checked. */
  readonly line: number;
  readonly level: 'failure' | 'warning' | 'notice';
  /** At most 255 characters. */
  readonly title: string;
  /** Plain text: GitHub renders no markdown here. */
  readonly message: string;
}

/** What is to stand on GitHub. Bodies are markdown, ready to be sent but for the marker by which a post of ours is known. */
export type DeliveryContent =
  | {
      readonly kind: 'check-run';
      readonly name: string;
      readonly headSha: string;
      readonly conclusion: Conclusion;
      readonly title: string;
      readonly summary: string;
      readonly text: string;
      readonly annotations: readonly Annotation[];
    }
  /** The comments that hang below it (`parent`) are sent with it. */
  | { readonly kind: 'review'; readonly pullNumber: number; readonly headSha: string; readonly body: string }
  /** Of a review, or where that was refused, or `line` is undefined, of the file. */
  | {
      readonly kind: 'review-comment';
      readonly pullNumber: number;
      readonly headSha: string;
      readonly path: string;
      /** Undefined: the comment is on the file. */
      readonly line?: number | undefined;
      /** Of a comment on several lines: the first one. */
      readonly startLine?: number | undefined;
      readonly body: string;
    }
  | {
      readonly kind: 'issue';
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
      readonly isOpen: boolean;
      /** Undefined of an open one. */
      readonly closedAs?: 'completed' | 'not_planned' | undefined;
    }
  /** On the issue of `parent`, or on the issue or pull request `number`. */
  | { readonly kind: 'issue-comment'; readonly number?: number | undefined; readonly body: string }
  | {
      readonly kind: 'reaction';
      readonly commentId: number;
      /** Which of GitHub's two kinds of comments it is. */
      readonly on: 'issue' | 'pull';
      readonly reaction: '+1' | 'confused';
    };

export const deliveryStates = ['planned', 'sending', 'sent', 'failed', 'withheld'] as const;
/** planned: to be sent. sending: begun, and nobody knows whether it arrived. withheld: not to be sent, and why. */
export type DeliveryState = (typeof deliveryStates)[number];

/** What GitHub calls a post of ours. */
export interface Receipt {
  readonly id: number;
  /** Of an issue: its number. */
  readonly number?: number | undefined;
  readonly url: string;
  /** Of an issue: the labels and the state that we gave it last. What people changed since is theirs. */
  readonly labels?: readonly string[] | undefined;
  readonly isOpen?: boolean | undefined;
  /** Of a check run: how many annotations GitHub took. */
  readonly annotationCount?: number | undefined;
}

/** What is wanted to stand on GitHub under a key. The same key is one post for ever: other content changes that post. */
export interface DeliveryPlan {
  /** `check:1296269:<head>`; `src/reporters/github/delivery-keys.ts` makes all of them. */
  readonly key: string;
  readonly repositoryId: number;
  /** What it is about, for people: `pull request 7`, `series <message-id>`. */
  readonly subject: string;
  /** The key of the delivery that has to be there before, or goes with it. */
  readonly parent?: string | undefined;
  readonly content: DeliveryContent;
  /** Why it is not to be posted, for people; undefined where it is. */
  readonly withheld?: string | undefined;
}

/** A plan and what became of it. */
export interface Delivery extends DeliveryPlan {
  readonly state: DeliveryState;
  readonly receipt?: Receipt | undefined;
  /** What stands on GitHub is an older content. */
  readonly isOutdated: boolean;
  readonly attempts: number;
  /** Milliseconds since the epoch: not to be tried before. */
  readonly notBefore: number;
  /** Why it failed or waits, for people. */
  readonly trouble?: string | undefined;
  /** When it was planned first. */
  readonly plannedAt: number;
  readonly sentAt?: number | undefined;
}
