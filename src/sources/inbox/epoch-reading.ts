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
   * What came behind the state, in groups. What git cannot read is passed over, and told by an OperationalError when the rest is read;
   * also one where the repository is none of a public-inbox. May throw a GitFailure instead.
   */
  async *read(): AsyncGenerator<readonly EpochStep[]> {
    const tip = (await this.#listing.findTip()) ?? (await readTip(this.#epoch));
    if (tip === undefined) return;
    this.#tip = tip;
    const { commit: base, isTorn } = this.#state;
    if (tip === base && isTorn === undefined) yield* this.#lookForLost();
    else yield* this.#readCommits(tip, base);
    if (this.#state.lost !== undefined) this.#fail(`git has not got ${this.#state.lost.length} of its mails`);
    if (this.#trouble !== undefined) throw this.#trouble;
  }

  async *#readCommits(tip: string, base: string | undefined): AsyncGenerator<readonly EpochStep[]> {
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
      yield [{ event: { kind: 'rewritten', scope: this.#scope }, state: undefined }];
    } else yield* this.#lookForLost();

    const mode = this.#isRetold ? 'retold' : isNew ? 'new' : 'mixed';
    const placer = new Placer(this.#scope, mode, { knownOf: places => this.#knownOrLost(places) });
    if (listed) yield* this.#carryOut(await planSteps(listed.changes, placer));
    for (const run of runs) yield* this.#readRun(run, placer);
    if (this.#isHeld) return;
    this.#state = { commit: tip, lost: this.#state.lost };
    if (this.#isRetold) yield [{ event: { kind: 'settled', scope: this.#scope, isPurge: true }, state: this.#state }];
    // Nothing else would tell whoever keeps the cursor that all of this was read.
    else if (this.#skipped !== undefined) yield [this.#step({ kind: 'still-there', place: this.#skipped })];
  }

  async *#readRun({ newest, count }: CommitRun, placer: Placer): AsyncGenerator<readonly EpochStep[]> {
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

  async *#carryOut(steps: readonly PlannedStep[]): AsyncGenerator<readonly EpochStep[]> {
    const wanted = steps.filter(needsBlob).map(step => step.change.blob);
    let taken = 0;
    for await (const blobs of readSoundBlobs(this.#epoch, wanted, this.#report)) {
      const end = endOfBlobs(steps, taken, blobs.length);
      yield this.#takeSteps(steps.slice(taken, end), blobs.values());
      taken = end;
    }
    yield this.#takeSteps(steps.slice(taken), [].values());
  }

  /** Carries out steps with the blobs that they need. */
  #takeSteps(steps: readonly PlannedStep[], blobs: Iterator<Buffer | undefined>): readonly EpochStep[] {
    return steps.flatMap(step => {
      const { action, change, place } = step;
      const item = action === 'read' ? this.#itemOf(change, blobs) : undefined;
      if (action === 'read' && item === undefined) this.#lose({ place, blob: change.blob, origin: change.origin });
      if (step.endsCommit) this.#moveTo(change.commit);
      if (item !== undefined) return this.#step({ kind: 'mail', place, item });
      if (action === 'withdraw') return this.#withdraw(step);
      return action === 'skip' ? this.#skip(place) : [];
    });
  }

  #itemOf(change: ArchiveChange, blobs: Iterator<Buffer | undefined>): MailEvent['item'] | undefined {
    if (!change.isFile) return unreadable(change.origin, 'this commit brings no mail but a directory or a link');
    const bytes = blobs.next().value;
    return bytes && { bytes, origin: change.origin };
  }

  /** Mails that were lost may have come back. */
  async *#lookForLost(): AsyncGenerator<readonly EpochStep[]> {
    const lost = this.#state.lost ?? [];
    const waiting = lost.values();
    const ids = lost.map(mail => mail.blob);
    for await (const blobs of readSoundBlobs(this.#epoch, ids, this.#report)) yield this.#takeFound(blobs, waiting);
  }

  #takeFound(blobs: readonly (Buffer | undefined)[], lost: Iterator<LostMail, undefined>): readonly EpochStep[] {
    return blobs.flatMap(bytes => {
      const mail = lost.next().value;
      if (mail === undefined || bytes === undefined) return [];
      this.#forgetLost(mail.place);
      return this.#step({ kind: 'mail', place: mail.place, item: { bytes, origin: mail.origin } });
    });
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
  #withdraw({ change, ordinal }: PlannedStep): readonly EpochStep[] {
    const steps: EpochStep[] = [];
    for (let each = Math.max(1, ordinal - limits.withdrawnAtOnceMax + 1); each <= ordinal; each += 1) {
      const place = placeOf(this.#scope, change.blob, each);
      this.#forgetLost(place);
      steps.push(this.#step({ kind: 'withdrawn', place }));
    }
    return steps;
  }

  #skip(place: string): readonly EpochStep[] {
    if (this.#isRetold) return [this.#step({ kind: 'still-there', place })];
    this.#skipped = place;
    return [];
  }

  #step(event: SourceEvent): EpochStep {
    this.#skipped = undefined;
    return { event, state: this.#isRetold ? undefined : this.#state };
  }

  #moveTo(commit: string): void {
    if (this.#isHeld) return;
    const { isTorn, lost } = this.#state;
    this.#state = { commit, isTorn: commit === this.#tip ? undefined : isTorn, lost };
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

function needsBlob({ action, change }: PlannedStep): boolean {
  return action === 'read' && change.isFile;
}

/** Where the steps end, from one of them on, that need so many blobs. */
function endOfBlobs(steps: readonly PlannedStep[], start: number, count: number): number {
  let [end, left] = [start, count];
  for (; end < steps.length && left > 0; end += 1) {
    const step = steps[end];
    if (step !== undefined && needsBlob(step)) left -= 1;
  }
  return end;
}

/** What git said, in one line, and what to do. */
export function archiveError(what: string, epoch: string): OperationalError {
  const remedy =
    'mend this archive (git fsck tells what is wrong) or clone it anew; what could not be read is read then';
  return new OperationalError(what.replace(/\s*\n\s*/g, '; '), epoch, remedy);
}
