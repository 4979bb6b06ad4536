// Tells a story to the App as often as something can go wrong in it: each write to GitHub answered as if it had failed, each reading
// unanswered, the process killed at each request and behind each commit of its database, webhooks doubled, mixed and lost. What stands on
// GitHub at the end has to be the same. `exactly-once.js [EVERY]`: of all but the ways in which a post is doubled most easily one of EVERY
// is taken; `exactly-once.js 1 WORDS`: those ways whose name has the words. Two are tried at a time. Exit 1 over a difference.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type FaultCase, listCases, nameOf } from '../support/faults/fault-cases.js';
import { endSpareProcess } from '../support/faults/killable-app.js';
import { disturb, findTruths, type Outcome } from '../support/faults/tell-story.js';

const lanes = 2;
/** A run takes some seconds; on a machine that does much else a minute. */
const endsWithinMs = 300_000;
const noEnd: Outcome = { harm: 'it came to no end', isDisturbed: true };
const [every = '1', words = '', lane] = process.argv.slice(2);
const say = (text: string): unknown => process.stdout.write(`${text}\n`);

if (lane === undefined) await tellAll();
else await tellLane(Number(lane));

async function tellAll(): Promise<void> {
  const sums = { passed: 0, failed: 0, late: 0 };
  const script = fileURLToPath(import.meta.url);
  const children = Array.from({ length: lanes }, (_, index) => {
    const child = fork(script, [every, words, String(index)]);
    child.on('message', told => {
      const { passed, failed, late } = told as typeof sums;
      sums.passed += passed;
      sums.failed += failed;
      sums.late += late;
    });
    return once(child, 'exit');
  });
  const codes = await Promise.all(children);
  // A lane that broke off has told nothing.
  if (codes.some(([code]) => code !== 0)) sums.failed += 1;
  if (sums.late > 0) say(`${sums.late} came to their end before anything went wrong`);
  say(`${sums.passed} passed, ${sums.failed} failed`);
  process.exitCode = sums.failed === 0 ? 0 : 1;
}

async function tellLane(own: number): Promise<void> {
  const truths = await findTruths();
  const { writes, reads, commits } = truths.counts;
  if (own === 0) say(`${writes} writes, ${reads} readings, ${commits} commits of the database`);
  const chosen = listCases(truths.counts).filter(each => isTaken(each, Number(every)) && nameOf(each).includes(words));
  const sums = { passed: 0, failed: 0, late: 0 };
  let said = 0;
  for (const [index, each] of chosen.entries()) {
    if (laneOf(nameOf(each)) !== own) continue;
    const { harm, isDisturbed } = await Promise.race([
      disturb(each, truths).catch(outcomeOf),
      pause(endsWithinMs, noEnd),
    ]);
    if (harm !== undefined) sums.failed += 1;
    else if (isDisturbed) sums.passed += 1;
    else sums.late += 1;
    if (harm !== undefined) say(`FAILED ${nameOf(each)}\n${harm}`);
    if (index - said >= 50) {
      said = index;
      say(`lane ${own}: ${index} of ${chosen.length}`);
    }
  }
  await endSpareProcess();
  // One that came to no end would hold the process.
  process.send?.(sums, undefined, undefined, () => process.exit());
}

/** Whoever posts again what has arrived, or reads a webhook twice, doubles something: of these ways none is left out. */
function isTaken(each: FaultCase, oneOf: number): boolean {
  if (each.kind === 'webhooks') return each.way !== 'mixed' || each.seed % oneOf === 0;
  if (each.kind === 'write' && each.fault.endsWith('after')) return true;
  return each.index % oneOf === 0;
}

/** Two lanes count a little differently, so that a place in the list means nothing. */
function laneOf(name: string): number {
  return [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % lanes;
}

function outcomeOf(error: unknown): Outcome {
  return { harm: error instanceof Error ? (error.stack ?? error.message) : String(error), isDisturbed: true };
}
