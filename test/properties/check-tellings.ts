import { join } from 'node:path';
import { groupBy } from '../../src/domain/group-by.js';
import { enclosingFunction } from '../support/enclosing-function.js';
import { type CodeVariant, renameClaim } from './code-variants.js';
import { hashOf } from './hash.js';
import { judgeCases, type Said, type ToldCase } from './judge-cases.js';
import { beforeOf, type PropertyCase, type VariedCase } from './property-case.js';
import { ScratchRepository, type StoredCase } from './scratch-repository.js';
import { nameOfTelling, plainTelling, type Telling, tellings } from './tellings.js';

/** What came of one way to tell the cases. */
export interface Outcome {
  readonly name: string;
  readonly cases: number;
  /** Cases of which the same was said, with the mirror. */
  readonly equal: number;
  /** Findings by the hunks alone. */
  readonly found: number;
  /** What is wrong, in words. */
  readonly faults: readonly string[];
}

/** Of how many tellings of a case one is taken. */
export type Sampling = (it: PropertyCase) => number;

/**
 * Tells cases in every way and reviews them, with a mirror and by the hunks alone. With it the same must be found on the same lines;
 * without it nothing but what the whole file shows or the case excuses. `scratch` is an empty directory. Of the pairs of a case and a
 * telling one of `every` is taken, always the same ones.
 */
export async function* checkTellings(
  cases: readonly PropertyCase[],
  scratch: string,
  every: Sampling,
): AsyncGenerator<Outcome> {
  const teller = new Teller(cases, scratch, every);
  const directory = join(scratch, 'mails');
  const judge = (told: readonly ToldCase[], telling: Telling, hasMirror: boolean) =>
    judgeCases(told, telling.mail, directory, hasMirror ? teller.mirror : undefined);
  const plain = await judge(teller.tellPlainly(), plainTelling, true);
  for (const telling of tellings) {
    const name = nameOfTelling(telling);
    const taken = teller.tell(telling);
    const whole = await judge(taken, telling, true);
    const shown = await judge(taken, telling, false);
    const judged = withoutTwins(taken, telling).map(told => ({
      told,
      plain: plain.get(told.it.name) ?? [],
      whole: whole.get(told.it.name),
      shown: shown.get(told.it.name),
    }));
    const faults = judged.map(each => findFaults(each, telling));
    yield {
      name,
      cases: judged.length,
      equal: judged.filter(each => describeChange(each, telling) === undefined).length,
      found: judged.reduce((sum, each) => sum + (each.shown?.length ?? 0), 0),
      faults: faults.flat(),
    };
  }
}

/** Tells cases; what a sample does not take is neither written in other words nor compared. */
class Teller {
  readonly #cases: readonly PropertyCase[];
  readonly #repository: ScratchRepository;
  /** The cases that each telling takes. */
  readonly #taken: ReadonlyMap<Telling, readonly PropertyCase[]>;
  readonly #stored = new Map<CodeVariant, ReadonlyMap<string, StoredCase<VariedCase>>>();
  /** The diffs of all cases as `git format-patch` writes them, in order. */
  #plainDiffs: readonly string[] | undefined;

  constructor(cases: readonly PropertyCase[], scratch: string, every: Sampling) {
    this.#cases = cases;
    this.#repository = new ScratchRepository(scratch);
    const take = (telling: Telling): readonly PropertyCase[] =>
      cases.filter(it => hashOf(`${nameOfTelling(telling)} ${it.name}`) % every(it) === 0);
    this.#taken = new Map(tellings.map(telling => [telling, take(telling)]));
  }

  get mirror(): string {
    return this.#repository.directory;
  }

  tell(telling: Telling): readonly ToldCase[] {
    return this.#tell(this.#taken.get(telling) ?? [], telling);
  }

  /** What is taken in any telling, as it is. */
  tellPlainly(): readonly ToldCase[] {
    const taken = new Set([...this.#taken.values()].flat());
    return this.#tell(
      this.#cases.filter(it => taken.has(it)),
      plainTelling,
    );
  }

  #tell(cases: readonly PropertyCase[], { code, diff }: Telling): readonly ToldCase[] {
    const stored = this.#store(code);
    const told = cases.flatMap(({ name }) => stored.get(name) ?? []);
    const isPlain = code === plainTelling.code && diff === plainTelling.diff;
    const diffs = isPlain ? this.#diffPlainly() : this.#repository.diff(code.name, diff, told);
    return told.map(each => ({
      ...each,
      diff: diffs[each.index] ?? '',
      otherDiff: isPlain ? findOther(this.#cases, diffs, each.index) : '',
    }));
  }

  #store(code: CodeVariant): ReadonlyMap<string, StoredCase<VariedCase>> {
    const known = this.#stored.get(code);
    if (known) return known;
    const tellingsOfIt = tellings.filter(telling => telling.code === code);
    const taken = new Set(tellingsOfIt.flatMap(telling => this.#taken.get(telling) ?? []));
    // As it is, every case may be what stands beside another one in a mail.
    const cases = code === plainTelling.code ? this.#cases : this.#cases.filter(it => taken.has(it));
    const stored = new Map(this.#repository.store(code.name, cases.map(code.vary)).map(each => [each.it.name, each]));
    this.#stored.set(code, stored);
    return stored;
  }

  #diffPlainly(): readonly string[] {
    const { code, diff } = plainTelling;
    this.#plainDiffs ??= this.#repository.diff(code.name, diff, [...this.#store(code).values()]);
    return this.#plainDiffs;
  }
}

/** The diff of the next case that changes another file and turns no page faults off: that may well be the caller's doing. */
function findOther(cases: readonly PropertyCase[], diffs: readonly string[], index: number): string {
  const isOther = (at: number): boolean => cases[at]?.path !== cases[index]?.path && !diffs[at]?.includes('pagefault');
  for (let step = 1; step < cases.length; step += 1) {
    const at = (index + step) % cases.length;
    if (isOther(at)) return diffs[at] ?? '';
  }
  return '';
}

/** Of a patch that is known by its changes alone and that is quoted twice, one series is made. */
function withoutTwins(told: readonly ToldCase[], { mail }: Telling): readonly ToldCase[] {
  if (mail.isQuotation !== true) return told;
  const alike = groupBy(told, ({ diff }) => diff.replace(/^(?:index|@@) .*$/gm, ''));
  return [...alike.values()].flatMap(each => (each.length === 1 ? each : []));
}

interface Judged {
  readonly told: ToldCase;
  /** What is said of the case as it is; of this telling with the mirror; by the hunks alone. Undefined where no patch was seen. */
  readonly plain: readonly Said[];
  readonly whole: readonly Said[] | undefined;
  readonly shown: readonly Said[] | undefined;
}

function findFaults(judged: Judged, telling: Telling): readonly string[] {
  const { it } = judged.told;
  const change = describeChange(judged, telling);
  const allowed = new Set([...expectedOf(judged, telling).map(({ claim }) => claim), ...it.excused]);
  const shown = hidesWords(judged.told) ? [] : (judged.shown ?? []);
  const alarms = readSaid(shown, judged.told, telling).filter(({ claim }) => !allowed.has(claim));
  return [
    ...(change === undefined ? [] : [change]),
    ...(judged.shown === undefined ? ['no patch by the hunks alone'] : []),
    ...alarms.map(({ claim, place }) => `false alarm by the hunks alone: ${claim} ${place}`),
  ].map(words => `${it.name}: ${words}`);
}

/** Whether the diff shows less of the words that tell than the file has. */
function hidesWords({ it, diff }: ToldCase): boolean {
  const shown = diff.replace(/^-.*\n/gm, '');
  const count = (text: string, word: string): number => text.split(word).length;
  return it.telling?.some(word => count(shown, word) < count(it.after, word)) ?? false;
}

/** In words, what is found with the mirror and should not be, or is not; undefined where all is as it was. */
function describeChange(judged: Judged, telling: Telling): string | undefined {
  if (judged.whole === undefined) return 'no patch with the mirror';
  const wanted = list(expectedOf(judged, telling), telling);
  const got = list(readSaid(judged.whole, judged.told, telling), telling);
  return got === wanted ? undefined : `${got || 'nothing'} instead of ${wanted || 'nothing'}`;
}

/** A finding in words that can be compared. */
interface Words {
  /** `rule function`. */
  readonly claim: string;
  /** `side:line`. */
  readonly place: string;
}

function list(words: readonly Words[], { code }: Telling): string {
  return words
    .map(({ claim, place }) => (code.keepsLines ? `${claim} ${place}` : claim))
    .sort()
    .join('; ');
}

/** What is said of the case as it is, in the words of this telling. */
function expectedOf({ plain, told: { it } }: Judged, { mail: { offset = 0 } }: Telling): readonly Words[] {
  return plain.map(({ ruleId, functionName, side, line }) => ({
    claim: renameClaim(`${ruleId} ${functionName}`, it.nameOf),
    place: `${side}:${it.lineOf(side, line) + offset}`,
  }));
}

/** What is said of the case's own file; hunks that do not name the function are helped. */
function readSaid(said: readonly Said[], { it }: ToldCase, { mail: { offset = 0 } }: Telling): readonly Words[] {
  return said
    .filter(({ path }) => path === it.path)
    .map(({ ruleId, functionName, side, line }) => {
      const name = functionName ?? enclosingFunction(side === 'old' ? beforeOf(it) : it.after, line - offset);
      return { claim: `${ruleId} ${name}`, place: `${side}:${line}` };
    });
}
