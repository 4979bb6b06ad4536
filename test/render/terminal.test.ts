import { describe, expect, test } from '@jest/globals';
import type { ReviewRun } from '../../src/domain/review.js';
import { columnsOf } from '../../src/render/layout.js';
import { renderTerminal } from '../../src/render/terminal.js';
import { finding, location, mailbox, patch, remark, review, run, series } from './make.js';
import { contextOf, scenarios } from './runs/scenarios.js';

const author = mailbox('Wen Marlow <wen@marlow.example>');
const plain = { ...contextOf([]), color: false, width: 100 };

function withFinding(over: Partial<Parameters<typeof finding>[0]>): ReviewRun {
  const one = series({
    id: 'a@b',
    title: 'a',
    author,
    patches: [patch({ messageId: 'a@b', number: 1, title: 'a', author })],
  });
  const made = finding({
    messageId: 'a@b',
    what: 'Lost.',
    location: location('a.c', 'new', 7, '\tx();', 'f'),
    fingerprint: 'ab',
    ...over,
  });
  return run([review({ series: one, findings: [made] })], 1);
}

describe('the terminal output', () => {
  test.each(scenarios)(
    'of the run "$name" has no control character but line ends, unless colours are asked for',
    ({ make }) => {
      const { run: made, messages } = make();
      const context = contextOf(messages);
      expect(renderTerminal(made, { ...context, color: false, width: 100 })).toMatch(/^[^\p{Cc}\p{Cf}]*$/mu);
      const colored = renderTerminal(made, { ...context, color: true, width: 100 });
      expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(renderTerminal(made, { ...context, color: false, width: 100 }));
    },
  );

  test.each([40, 50, 80, 100])('keeps code and prose within %i columns', width => {
    for (const { make } of scenarios.slice(0, 4)) {
      const { run: made, messages } = make();
      const lines = renderTerminal(made, { ...contextOf(messages), color: false, width }).split('\n');
      // Places and single words stay whole.
      const long = lines.filter(line => columnsOf(line) > width && !/-->|:::|^ +\S+$/.test(line));
      expect(long).toEqual([]);
    }
  });

  test('says of an empty run that there was nothing', () => {
    expect(renderTerminal(run([], 0), plain)).toBe('0 mails, 0 series, 0 patches: no findings\n');
  });

  test.each([
    ['file', 'seen in the whole file'],
    ['hunk', 'seen in the visible hunk only'],
  ] as const)('says in words that the evidence is the %s', (evidence, words) => {
    expect(renderTerminal(withFinding({ evidence }), plain)).toContain(words);
  });

  test('shows a line that no hunk has, at its number after the patch', () => {
    expect(renderTerminal(withFinding({}), plain)).toContain('\n    7 | x();\n      | ^^^^\n');
  });

  test('keeps the lines of a remark, up to six of them', () => {
    const said = remark({
      messageId: 'r@b',
      patchMessageId: 'a@b',
      comment: 'Two things:\n1. map\n2. copy:\n\tmemcpy(to, from, length);\n\n\n$ make\nok',
      state: 'commit-message',
      quotedFrom: 'Bo',
    });
    const one = series({ id: 'a@b', title: 'a', author, patches: [] });
    expect(renderTerminal(run([review({ series: one, remarks: [said] })], 1), plain)).toContain(
      [
        '      Bo:',
        '        Two things:',
        '        1. map',
        '        2. copy:',
        '                memcpy(to, from, length);',
        '',
        '        $ make',
        '        ...',
        '',
      ].join('\n'),
    );
  });

  test('makes no claim beyond what a finding may say', () => {
    for (const { make } of scenarios) {
      const { run: made, messages } = make();
      expect(renderTerminal(made, { ...contextOf(messages), color: false, width: 100 })).not.toMatch(/will deadlock/i);
    }
  });
});
