import type { Answer } from './handler.js';
import { Refusal } from './hub.js';
import type { Route } from './openapi-operations.js';

export type AnyRoute = Route | 'POST /graphql';

/** What goes wrong. after: it took effect, and the client is not told. */
export type Failure =
  | '502 after'
  | '502 before'
  | 'cut after'
  | 'cut before'
  | 'secondary limit'
  | 'secondary limit with Retry-After'
  | '429'
  | 'forbidden'
  | 'not found'
  | 'gone'
  | 'unprocessable';

export interface FailureOrder {
  /** `*`: any. */
  readonly route: AnyRoute | '*';
  /** How often; once where it is not said. */
  readonly times?: number;
  /** An answer in GitHub's place is given before anything happens. */
  readonly answer: Failure | Answer;
  /** Of a limit. */
  readonly retryAfterSeconds?: number;
}

/** A request as hooks see it: before it is carried out, and after, when its answer is about to be sent. */
export interface Exchange {
  readonly phase: 'before' | 'after';
  readonly route: AnyRoute;
  readonly method: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Known after. */
  readonly answer?: Answer;
}

/** What a hook may do: nothing, answer in GitHub's place, or break the connection. */
export type HookResult = undefined | Answer | 'cut';
export type RequestHook = (exchange: Exchange) => HookResult | Promise<HookResult>;

/** The failures that were ordered and have not come yet. */
export class Failures {
  #orders: (FailureOrder & { left: number })[] = [];

  add(order: FailureOrder): void {
    this.#orders.push({ ...order, left: order.times ?? 1 });
  }

  clear(): void {
    this.#orders = [];
  }

  /** How many have not come yet. */
  get pending(): number {
    return this.#orders.reduce((sum, { left }) => sum + left, 0);
  }

  readonly hook = ({ phase, route }: Exchange): HookResult => {
    const order = this.#orders.find(each => (each.route === '*' || each.route === route) && phaseOf(each) === phase);
    if (order === undefined) return undefined;
    order.left -= 1;
    if (order.left <= 0) this.#orders = this.#orders.filter(each => each !== order);
    return answerOf(order);
  };
}

function phaseOf({ answer }: FailureOrder): Exchange['phase'] {
  return typeof answer === 'string' && answer.endsWith('after') ? 'after' : 'before';
}

function answerOf({ answer, retryAfterSeconds }: FailureOrder): HookResult {
  if (typeof answer !== 'string') return answer;
  const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  const retryAfter = { 'retry-after': String(retryAfterSeconds ?? 60) };
  switch (answer) {
    case 'cut after':
    case 'cut before':
      return 'cut';
    case '502 after':
    case '502 before':
      return { status: 502, body: { message: 'Server Error' } };
    case 'secondary limit':
      return refusal(403, secondary, retryAfterSeconds === undefined ? {} : retryAfter);
    case 'secondary limit with Retry-After':
      return refusal(403, secondary, retryAfter);
    case '429':
      return refusal(429, secondary, retryAfter);
    case 'forbidden':
      return refusal(403, 'Resource not accessible by integration');
    case 'not found':
      return refusal(404, 'Not Found');
    case 'gone':
      return refusal(410, 'Issues has been disabled in this repository.');
    case 'unprocessable':
      return refusal(422, 'Validation Failed');
  }
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, body: new Refusal(status, message).body, headers };
}
