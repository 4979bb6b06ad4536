import { join } from 'node:path';
import { groupBy } from '../../src/domain/group-by.js';
import { enclosingFunction } from '../support/enclosing-function.js';
import { codeVariants, renameClaim } from './code-variants.js';
import { hashOf } from './hash.js';
import { judgeCases, type Said, type ToldCase } from './judge-cases.js';
import { beforeOf, type PropertyCase } from './property-case.js';
import { ScratchRepository } from './scratch-repository.js';
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

/**
 * Tells cases in every way and reviews them, with a mirror and by the hunks alone. With it the same must be found on the same lines;
 * without it nothing but what the whole file shows or the case excuses. `scratch` is an empty directory. Of all pairs of a case and a
 * telling one of `every` is taken, always the same ones.
 */
export async function* checkTellings(
  cases: readonly PropertyCase[],
  scratch: string,
  every: number,
): AsyncGenerator<Outcome> {
  const repository = new ScratchRepository(scratch);
  const stored = new Map(codeVariants.map(code => [code, repository.store(code.name, cases.map(code.vary))]));
  const tell = ({ code, diff }: Telling): readonly ToldCase[] => {
    const diffs = repository.diff(code.name, diff);
    return (stored.get(code) ?? []).map((each, index) => ({
      ...each,
      diff: diffs[index] ?? '',
      otherDiff: findOther(cases, diffs, index),
    }));
  };
  const directory = join(scratch, 'mails');
  const judge = (told: readonly ToldCase[], telling: Telling, hasMirror: boolean) =>
    judgeCases(told, telling.mail, directory, hasMirror ? repository.directory : undefined);
  const plain = await judge(tell(plainTelling), plainTelling, true);
  for (const telling of tellings) {
    const name = nameOfTelling(telling);
    const taken = tell(telling).filter(({ it }) => hashOf(`${name} ${it.name}`) % every === 0);
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

/** The diff of the next case that changes another file and turns no page faults off: that may well be the caller's doing. */
function findOther(cases: readonly PropertyCase[], diffs: readonly string[], index: number): string {
  const order = [...cases.keys()].slice(index + 1).concat([...cases.keys()].slice(0, index));
  const other = order.find(at => cases[at]?.path !== cases[index]?.path && !diffs[at]?.includes('pagefault'));
  return other === undefined ? '' : (diffs[other] ?? '');
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
