import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { limits } from '../../domain/limits.js';
import type { RawMail } from '../../domain/message.js';
import type { FamilyFacts } from '../../store/families.js';
import type { JudgedFamily } from '../../store/stages.js';
import { optimiseLate } from '../optimise-late.js';
import type { BenchMail, StageOrder } from './mail-bench.js';
import type { FamilyOrder } from './order-family.js';

/** What is asked of the thread. The last has no answer. */
export type BenchRequest =
  | { readonly read: readonly RawMail[]; readonly memory: ArrayBuffer }
  | { readonly make: readonly FamilyOrder[] }
  | { readonly judge: readonly StageOrder[]; readonly now: number }
  | { readonly drop: readonly string[] };

/** The memory in which the mails came goes back with what was read of them. */
export interface ReadAnswer {
  readonly mails: readonly BenchMail[];
  readonly memory: ArrayBuffer;
}

interface Waiting {
  /** Given what was asked for. */
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A mail bench in a thread of its own, so that this one has time for the store. What is asked first is answered first. */
export class MailReader {
  readonly #worker = startWorker();
  readonly #waiting: Waiting[] = [];
  /** Memory for mails that is free again: the system would have to make new one anew, page by page, which takes longer than to read them. */
  readonly #memory: ArrayBuffer[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  /** Why the thread is no more: nothing that is asked of it would ever be answered. */
  #end: { readonly error: unknown } | undefined;

  constructor() {
    this.#worker.on('message', (answer: unknown) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', error => this.#failWith(error));
    // Behind a failure it comes as well, and says less.
    this.#worker.on('exit', () => this.#failWith(new Error('the thread that reads mails has ended')));
  }

  #failWith(error: unknown): void {
    this.#end ??= { error };
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  /** Reads mails; they are held until their family is made, or they are dropped. */
  async read(mails: readonly RawMail[]): Promise<readonly BenchMail[]> {
    const size = mails.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const memory = this.#takeMemory(size);
    const answer = await this.#ask<ReadAnswer>({ read: packMails(mails, memory), memory }, [memory]);
    if (answer.memory.byteLength === usualBytes) this.#memory.push(answer.memory);
    return answer.mails;
  }

  #takeMemory(size: number): ArrayBuffer {
    return size > usualBytes ? new ArrayBuffer(size) : (this.#memory.pop() ?? new ArrayBuffer(usualBytes));
  }

  /** Makes what the store keeps of families; see `MailBench`. */
  make(orders: readonly FamilyOrder[]): Promise<readonly (FamilyFacts | undefined)[]> {
    return this.#ask({ make: orders });
  }

  /** Judges how far the series of families have come; see `MailBench`. */
  judge(orders: readonly StageOrder[], now: number): Promise<readonly JudgedFamily[]> {
    return this.#ask({ judge: orders, now });
  }

  /**
   * Does what belongs to judging when nobody else does: who looks for commits has to judge the families that these touch before another one
   * does who cannot tell the patch-ids of commits.
   */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Holds mails no longer: those with these digests. */
  drop(digests: readonly string[]): void {
    this.#worker.postMessage({ drop: digests } satisfies BenchRequest);
  }

  async close(): Promise<void> {
    // That end is no failure.
    this.#worker.removeAllListeners('exit');
    await this.#worker.terminate();
  }

  /** `handedOver`: memory that is the thread's from now on. */
  #ask<Answer>(request: BenchRequest, handedOver: readonly ArrayBuffer[] = []): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (this.#end !== undefined) throw this.#end.error;
      this.#waiting.push({ resolve: answer => resolve(answer as Answer), reject });
      this.#worker.postMessage(request, handedOver);
    });
  }
}

/** What the mails of a group come to at most, but for the last of them. */
const usualBytes = 2 * limits.intakeBytes;

/** The mails with their bytes in one stretch of memory, which is handed over: it would be copied twice, and mail by mail. */
function packMails(mails: readonly RawMail[], memory: ArrayBuffer): readonly RawMail[] {
  let end = 0;
  return mails.map(mail => {
    const bytes = new Uint8Array(memory, end, mail.bytes.length);
    bytes.set(mail.bytes);
    end += bytes.length;
    return { ...mail, bytes };
  });
}

/**
 * Mails come and go: a heap that is swept when it has doubled takes a fifth less memory than V8 would, and no more time. What is new
 * gets 8 MB from the start: less is swept more often, and more does not stay near the processor.
 * A mail passes through so many functions, and each so shortly, that V8 spends as long on optimising them as on running them: one has
 * to run eighteen times as long before it is worth that, which saves a quarter of all work.
 */
function startWorker(): Worker {
  setFlagsFromString('--heap-growing-percent=100');
  setFlagsFromString('--min-semi-space-size=8');
  setFlagsFromString('--max-semi-space-size=8');
  optimiseLate(1_200_000);
  return new Worker(new URL('./bench-worker.js', import.meta.url));
}
