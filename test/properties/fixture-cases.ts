import { rules } from '../../src/rules/registry.js';
import { enclosingFunction } from '../support/enclosing-function.js';
import { pairFixtures } from '../support/rule-fixtures.js';
import { readMarkers } from '../support/rule-markers.js';
import type { PropertyCase } from './property-case.js';

const ruleIds = rules.map(rule => rule.id);

/** The pairs of C files in `fixtures/rules/`, without their markers. */
export const fixtureCases: readonly PropertyCase[] = pairFixtures.map(fixture => {
  const [old, now] = [readMarkers(fixture.old, ruleIds), readMarkers(fixture.new, ruleIds)];
  const path = `drivers/${fixture.ruleId}/${fixture.name}.c`;
  // git heads a hunk with the function's name before the change.
  const gone = namesIn(old.code).filter(name => !namesIn(now.code).includes(name));
  const excused = [old, now].flatMap(({ code, markers }) =>
    markers
      .filter(({ word }) => word.endsWith('ruleid'))
      .flatMap(({ ruleId, line }) =>
        [...withCallers(code, enclosingFunction(code, line)), ...gone].map(name => `${ruleId} ${name}`),
      ),
  );
  return {
    name: `${fixture.ruleId}/${fixture.name}`,
    before: new Map([[path, asBytes(old.code)]]),
    path,
    after: asBytes(now.code),
    excused,
    telling: ['pagefault_disable', '(pagefault)'],
  };
});

/** A function, and those that call it: what goes wrong between the two may be said of either. */
function withCallers(code: string, name: string | undefined): readonly (string | undefined)[] {
  const lines = [...code.split('\n').entries()].filter(([, text]) => name && text.includes(`${name}(`));
  return [name, ...lines.map(([index]) => enclosingFunction(code, index + 1))];
}

function namesIn(code: string): readonly string[] {
  return Array.from(code.matchAll(/^\w.*?(\w+)\(/gm), ([, name = '']) => name);
}

function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
