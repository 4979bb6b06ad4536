import { setImmediate } from 'node:timers/promises';
import { limits } from '../../domain/limits.js';
import type { Webhook } from '../../domain/webhook.js';

/** A webhook was not stored, and is not answered as if it were: GitHub shows it as failed, and it is found again. */
export class WebhookRefusal extends Error {
  override readonly name = 'WebhookRefusal';
  /** Of the answer to GitHub. */
  readonly status = 503;
}

/** GitHub waits for an answer for ten seconds, and Probot says after nine that all is well. */
const answerWithinMs = 8_000;

interface Waiting {
  readonly webhook: Webhook;
  readonly settle: (refusal: WebhookRefusal | undefined) => void;
}

/** Stores webhooks: those that come while the store is at work go together in its next transaction. */
export class WebhookTaker {
  readonly #keep: (webhooks: readonly Webhook[]) => Promise<unknown>;
  readonly #waitingMax: number;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  /** `keep` stores all or nothing. */
  constructor(
    keep: (webhooks: readonly Webhook[]) => Promise<unknown>,
    { waitingMax = limits.webhooksWaitingMax }: { readonly waitingMax?: number } = {},
  ) {
    this.#keep = keep;
    this.#waitingMax = waitingMax;
  }

  /** Resolves when the webhook is stored. Rejects with a WebhookRefusal where it was not, where too many wait, or where it takes too long. */
  async take(webhook: Webhook): Promise<void> {
    if (this.#waiting.length >= this.#waitingMax) throw new WebhookRefusal('too many webhooks wait for the store');
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new WebhookRefusal('the store takes too long')), answerWithinMs);
      const settle: Waiting['settle'] = refusal => {
        clearTimeout(late);
        if (refusal === undefined) resolve();
        else reject(refusal);
      };
      this.#waiting.push({ webhook, settle });
      this.#writing ??= this.#write();
    });
  }

  /** Resolves when nothing waits any more. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      // All that lies ready at the sockets comes first.
      await setImmediate();
      const together = this.#waiting.splice(0, limits.webhooksTogether);
      const refusal = await this.#keep(together.map(({ webhook }) => webhook)).then(
        () => undefined,
        (cause: unknown) => new WebhookRefusal('the store does not take webhooks', { cause }),
      );
      for (const { settle } of together) settle(refusal);
    }
    this.#writing = undefined;
  }
}
