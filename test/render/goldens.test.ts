import { describe, expect, test } from '@jest/globals';
import { renderEmail } from '../../src/render/email.js';
import { renderJson } from '../../src/render/json.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { renderSarif } from '../../src/render/sarif.js';
import { renderTerminal } from '../../src/render/terminal.js';
import { rules } from '../../src/rules/registry.js';
import { expectGolden } from '../support/golden.js';
import { contextOf, scenarios } from './runs/scenarios.js';

// Each golden is what a person or a program gets; read them like a product, not like a snapshot.
describe.each(scenarios)('$name', ({ name, make }) => {
  const { run, messages } = make();
  const context = contextOf(messages);

  test('says of each finding what its rule can say', () => {
    const findings = run.reviews.flatMap(each => [...each.findings, ...each.withheld.map(item => item.finding)]);
    for (const { ruleId, evidence, stage, severity, confidence } of findings) {
      const rule = rules.find(each => each.id === ruleId);
      expect({ stage, severity, confidence }).toEqual({
        stage: rule?.stage,
        severity: rule?.severity[evidence],
        confidence: rule?.confidence[evidence],
      });
    }
  });

  test('reads well in a terminal', () => {
    expectGolden(`reviews/${name}/terminal.txt`, renderTerminal(run, { ...context, color: false, width: 100 }));
  });

  test('reads well in a narrow terminal with colours', () => {
    expectGolden(`reviews/${name}/terminal-80.ansi`, renderTerminal(run, { ...context, color: true, width: 80 }));
  });

  test('reads well as markdown', () => {
    expectGolden(`reviews/${name}/review.md`, renderMarkdown(run, context));
  });

  test('is a mail that a maintainer would get', () => {
    expectGolden(`reviews/${name}/reply.mbox`, renderEmail(run, context));
  });

  test('is JSON', () => {
    const json = renderJson(run);
    expectGolden(`reviews/${name}/review.json`, json);
    expect(JSON.parse(json)).toHaveProperty('counts', run.counts);
  });

  test('is SARIF', () => {
    expectGolden(`reviews/${name}/review.sarif`, renderSarif(run, rules));
  });
});
