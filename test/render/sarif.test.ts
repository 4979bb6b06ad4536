import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { renderSarif } from '../../src/render/sarif.js';
import { rules } from '../../src/rules/registry.js';
import { filesOf, finding, location, mailbox, patch, review, run, series } from './make.js';
import { scenarios } from './runs/scenarios.js';

const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// The schema is of draft 4, of which it uses nothing that later drafts read otherwise but these two names at its root; one of its
// patterns is no regular expression in Unicode mode.
const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isValidSarif = ajv.compile(schema);

describe('a SARIF log', () => {
  test.each(scenarios)('of the run "$name" is valid against the official schema', ({ make }) => {
    isValidSarif(JSON.parse(renderSarif(make().run, rules)));
    expect(isValidSarif.errors).toBeNull();
  });

  test('of a run without mails and rules is valid, too', () => {
    isValidSarif(JSON.parse(renderSarif(run([], 0), [])));
    expect(isValidSarif.errors).toBeNull();
  });

  test('is held against a schema that can say no', () => {
    expect(isValidSarif({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });
});

describe('a SARIF result', () => {
  const author = mailbox('Wen Marlow <wen@marlow.example>');
  const one = series({ id: 'a@b', title: 'a', author, patches: [] });
  const odd = finding({
    messageId: 'a@b',
    what: 'See [the words](https://evil.example).',
    location: location('a b/50%#?/ä\ud800:1.c', 'new', 7, 'x', 'f'),
    fingerprint: 'ab',
  });
  const resultOf = (made: ReturnType<typeof review>) =>
    JSON.parse(renderSarif(run([made], 1), rules)).runs[0].results[0];

  test('names its file by a percent-encoded relative URI', () => {
    const { artifactLocation } = resultOf(review({ series: one, findings: [odd] })).locations[0].physicalLocation;
    expect(artifactLocation.uri).toBe('a%20b/50%25%23%3F/%C3%A4%EF%BF%BD%3A1.c');
  });

  test('has no link that a stranger wrote', () => {
    expect(resultOf(review({ series: one, findings: [odd] })).message.text).toBe(
      'See \\[the words\\](https://evil.example).',
    );
  });

  test('that was withheld is suppressed, with the reason', () => {
    const withheld = [{ finding: odd, reason: 'a person has said so' }];
    expect(resultOf(review({ series: one, withheld })).suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'a person has said so' },
    ]);
  });

  describe('about a removed line', () => {
    const files = filesOf(`--- a/a.c
+++ b/a.c
@@ -10,4 +10,2 @@ void f(void)
 one
-off();
-copy();
 two
@@ -30,2 +28,2 @@ void g(void)
 three
-off();
+on();
@@ -40,2 +38,1 @@ void h(void)
 four
-off();
`);
    const patches = [patch({ messageId: 'a@b', number: 1, title: 'a', author, files })];
    const locationAt = (line: number) => {
      const lost = finding({
        messageId: 'a@b',
        what: 'Lost.',
        location: location('a.c', 'old', line, 'off();', 'f'),
        fingerprint: 'ab',
      });
      return resultOf(review({ series: { ...one, patches }, findings: [lost] })).locations[0];
    };

    test.each([
      ['the line below the removed ones', 11, 11],
      ['the line that was put in its place', 31, 29],
      ['the last line of the hunk, where nothing follows', 41, 38],
    ])('stands at %s', (_words, oldLine, newLine) => {
      const { physicalLocation, properties } = locationAt(oldLine);
      expect(physicalLocation.region).toEqual({ startLine: newLine });
      expect(properties).toEqual({ side: 'old', oldLine, oldText: 'off();' });
    });
  });
});
