// Tells every change of fixtures/rules, and of the shared corpus where it is at hand, in every other way and holds the reviews against
// each other. `robustness.js [EVERY]`: of all pairs of a case and a telling one of EVERY is taken; without it all are. Exit 1 over a fault.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTellings } from './check-tellings.js';
import { hasCorpus, readCorpusCases } from './corpus-cases.js';
import { fixtureCases } from './fixture-cases.js';

const every = Number(process.argv[2] ?? 1);
const scratch = mkdtempSync(join(tmpdir(), 'faultline-robustness-'));
try {
  const say = (text: string): unknown => process.stdout.write(`${text}\n`);
  const sets = [{ name: 'fixtures', cases: fixtureCases }];
  if (hasCorpus) sets.push({ name: 'corpus', cases: readCorpusCases(scratch) });
  else say('skipped: the shared corpus, for want of ../shared');
  for (const { name, cases } of sets) {
    const sum = { cases: 0, equal: 0, found: 0, faults: 0 };
    mkdirSync(join(scratch, name));
    for await (const outcome of checkTellings(cases, join(scratch, name), () => every)) {
      sum.cases += outcome.cases;
      sum.equal += outcome.equal;
      sum.found += outcome.found;
      sum.faults += outcome.faults.length;
      for (const fault of outcome.faults) say(`${outcome.name}: ${fault}`);
    }
    say(
      `${name}: ${sum.cases} reviews with the mirror, ${sum.equal} as the plain case; ${sum.cases} by the hunks alone with ${sum.found} findings; ${sum.faults} faults`,
    );
    if (sum.faults > 0) process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
