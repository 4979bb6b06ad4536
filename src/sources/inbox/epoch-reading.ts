import { limits } from '../../domain/limits.js';
import { OperationalError } from '../../domain/operational-error.js';
import type { MailEvent, SourceEvent, SourceMemory } from '../mail-source.js';
import { Placer } from '../placer.js';
import { placeOf } from '../places.js';
import { unreadable } from '../source-item.js';
import { type ArchiveChange, epochName, giveAnInbox, listCommits, lookAtTip } from './archive-changes.js';
import type { EpochListing } from './epoch-listing.js';
import { type PlannedStep, planSteps } from './epoch-plan.js';
import { type CommitRun, readTip, type Survey, surveyEpoch } from './epoch-survey.js';
import { GitFailure, readSoundBlobs } from './git-process.js';
import type { EpochState, LostMail } from './inbox-cursor.js';

/** What an epoch says, and how far it is read with that; undefined while history is told anew. */
export interface EpochStep {
  readonly event: SourceEvent;
  readonly state: EpochState | undefined;
}

/** One reading of one epoch, from where the last one ended. */
export class EpochReading {
  readonly #listing: EpochListing;
  readonly #epoch: string;
  readonly #scope: string;
  readonly #memory: SourceMemory;
  #state: EpochState;
  /** Something between was not read: what comes is handed on, and reading begins again before it. */
  #isHeld = false;
  #isRetold = false;
  #tip: string | undefined;
  /** The last place that was taken before and that no event has told since. */
  #skipped: string | undefined;
  #trouble: OperationalError | undefined;

  constructor(listing: EpochListing, state: EpochState, memory: SourceMemory) {
    this.#listing = listing;
    this.#epoch = listing.epoch;
    this.#scope = `${epochName(listing.epoch)}:`;
    this.#state = state;
    this.#memory = memory;
  }

  /**
   * What came behind the state. What git cannot read is passed over, and told by an OperationalError when the rest is read;
   * also one where the repository is none of a public-inbox. May throw a GitFailure instead.
   */
  async *read(): AsyncGenerator<EpochStep> {
    const tip = (await this.#listing.findTip()) ?? (await readTip(this.#epoch));
    if (tip === undefined) return;
    this.#tip = tip;
    const { commit: base, isTorn } = this.#state;
    if (tip === base && isTorn === undefined) yield* this.#lookForLost();
    else yield* this.#readCommits(tip, base);
    if (this.#state.lost !== undefined) this.#fail(`git has not got ${this.#state.lost.length} of its mails`);
    if (this.#trouble !== undefined) throw this.#trouble;
  }

  async *#readCommits(tip: string, base: string | undefined): AsyncGenerator<EpochStep> {
    const listed = await this.#listing.listTo(base);
    if (listed === undefined && base === undefined && (await lookAtTip(this.#epoch)) === 'other')
      throw new OperationalError('this git repository holds no mails', this.#epoch, giveAnInbox);
    const { runs, isReached, failure }: Survey = listed
      ? { runs: [], isReached: listed.isReached }
      : await surveyEpoch(this.#epoch, tip, base);
    this.#isRetold = base !== undefined && !isReached && failure === undefined;
    const isNew = isReached && this.#state.isTorn === undefined;
    if (failure !== undefined) this.#hold(failure);
    if (this.#isRetold) {
      this.#state = {};
      yield { event: { kind: 'rewritten', scope: this.#scope }, state: undefined };
    } else yield* this.#lookForLost();

    const mode = this.#isRetold ? 'retold' : isNew ? 'new' : 'mixed';
    const placer = new Placer(this.#scope, mode, { knownOf: places => this.#knownOrLost(places) });
    if (listed) yield* this.#carryOut(await planSteps(listed.changes, placer));
    for (const run of runs) yield* this.#readRun(run, placer);
    if (this.#isHeld) return;
    this.#state = { commit: tip, lost: this.#state.lost };
    if (this.#isRetold) yield { event: { kind: 'settled', scope: this.#scope, isPurge: true }, state: this.#state };
    // Nothing else would tell whoever keeps the cursor that all of this was read.
    else if (this.#skipped !== undefined) yield this.#step({ kind: 'still-there', place: this.#skipped });
  }

  async *#readRun({ newest, count }: CommitRun, placer: Placer): AsyncGenerator<EpochStep> {
    const { changes, failure } = await this.#list(['--reverse', '-n', String(count), newest]);
    yield* this.#carryOut(await planSteps(changes, placer));
    if (failure === undefined) return;
    this.#hold(failure);
    // What is newer than the place at which git breaks is to be had from the other end.
    const listed = new Set(changes.map(change => change.commit));
    const newer = (await this.#list(['-n', String(count), newest])).changes.filter(({ commit }) => !listed.has(commit));
    yield* this.#carryOut(await planSteps(newer.reverse(), placer));
  }

  async #list(revisions: readonly string[]): Promise<{ changes: ArchiveChange[]; failure?: GitFailure }> {
    const changes: ArchiveChange[] = [];
    try {
      for await (const commits of listCommits(this.#epoch, revisions))
        for (const commit of commits) changes.push(...commit.changes);
      return { changes };
    } catch (error) {
      if (!(error instanceof GitFailure)) throw error;
      return { changes, failure: error };
    }
  }

  async *#carryOut(steps: readonly PlannedStep[]): AsyncGenerator<EpochStep> {
    const wanted = steps.filter(step => step.action === 'read' && step.change.isFile).map(step => step.change.blob);
    const blobs = readSoundBlobs(this.#epoch, wanted, this.#report);
    try {
      for (const step of steps) {
        const { action, change, place } = step;
        const item = action === 'read' ? await this.#readItem(change, blobs) : undefined;
        if (action === 'read' && item === undefined) this.#lose({ place, blob: change.blob, origin: change.origin });
        if (step.endsCommit) this.#moveTo(change.commit);
        if (item !== undefined) yield this.#step({ kind: 'mail', place, item });
        else if (action === 'withdraw') yield* this.#withdraw(step);
        else if (action === 'skip') yield* this.#skip(place);
      }
    } finally {
      await blobs.return(undefined);
    }
  }

  async #readItem(
    change: ArchiveChange,
    blobs: AsyncGenerator<Buffer | undefined>,
  ): Promise<MailEvent['item'] | undefined> {
    if (!change.isFile) return unreadable(change.origin, 'this commit brings no mail but a directory or a link');
    const next = await blobs.next();
    return next.value === undefined ? undefined : { bytes: next.value, origin: change.origin };
  }

  /** Mails that were lost may have come back. */
  async *#lookForLost(): AsyncGenerator<EpochStep> {
    const lost = this.#state.lost ?? [];
    let index = 0;
    const blobs = lost.map(mail => mail.blob);
    for await (const bytes of readSoundBlobs(this.#epoch, blobs, this.#report)) {
      const mail = lost[index];
      index += 1;
      if (mail === undefined || bytes === undefined) continue;
      this.#forgetLost(mail.place);
      yield this.#step({ kind: 'mail', place: mail.place, item: { bytes, origin: mail.origin } });
    }
  }

  /** A lost mail has its place already. */
  async #knownOrLost(places: readonly string[]): Promise<ReadonlySet<string>> {
    const lost = this.#state.lost?.map(mail => mail.place).filter(place => places.includes(place)) ?? [];
    return new Set([...(await this.#memory.knownOf(places)), ...lost]);
  }

  #lose(mail: LostMail): void {
    // What is held back is looked for again without being remembered.
    if (this.#isHeld) {
      this.#fail('git has not got all of its mails');
      return;
    }
    const lost = [...(this.#state.lost ?? []), mail];
    if (lost.length > limits.lostMailsMax)
      throw this.#error(`git has not got more than ${limits.lostMailsMax} of its mails`);
    this.#state = { ...this.#state, lost };
  }

  #forgetLost(place: string): void {
    const lost = this.#state.lost?.filter(mail => mail.place !== place);
    this.#state = { ...this.#state, lost: lost?.length === 0 ? undefined : lost };
  }

  /** The deletion takes back every mail of these bytes. Only the newest of very many, so that a hostile archive costs no square of time. */
  *#withdraw({ change, ordinal }: PlannedStep): Generator<EpochStep> {
    for (let each = Math.max(1, ordinal - limits.withdrawnAtOnceMax + 1); each <= ordinal; each += 1) {
      const place = placeOf(this.#scope, change.blob, each);
      this.#forgetLost(place);
      yield this.#step({ kind: 'withdrawn', place });
    }
  }

  *#skip(place: string): Generator<EpochStep> {
    if (this.#isRetold) yield this.#step({ kind: 'still-there', place });
    else this.#skipped = place;
  }

  #step(event: SourceEvent): EpochStep {
    this.#skipped = undefined;
    return { event, state: this.#isRetold ? undefined : this.#state };
  }

  #moveTo(commit: string): void {
    if (this.#isHeld) return;
    this.#state = { ...this.#state, commit, isTorn: commit === this.#tip ? undefined : this.#state.isTorn };
  }

  #hold(failure: GitFailure): void {
    this.#isHeld = true;
    if (this.#state.commit !== undefined) this.#state = { ...this.#state, isTorn: true };
    this.#fail(failure.what);
  }

  readonly #report = (failure: GitFailure): void => this.#fail(failure.what);

  /** Of several troubles the first is told. */
  #fail(what: string): void {
    this.#trouble ??= this.#error(what);
  }

  #error(what: string): OperationalError {
    return archiveError(what, this.#epoch);
  }
}

/** What git said, in one line, and what to do. */
export function archiveError(what: string, epoch: string): OperationalError {
  const remedy =
    'mend this archive (git fsck tells what is wrong) or clone it anew; what could not be read is read then';
  return new OperationalError(what.replace(/\s*\n\s*/g, '; '), epoch, remedy);
}
