import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { blobIdOf } from '../diff/blob-id.js';
import { printDiff } from '../diff/print-diff.js';
import type { RuleDoc } from '../domain/rule.js';
import type { RuleExample } from '../domain/rule-example.js';
import { readMessage } from '../mail/read-message.js';
import { reviewSeries } from '../review/review-series.js';
import { assembleSeries } from '../series/assemble-series.js';
import { assembleThreads } from '../series/assemble-threads.js';
import type { Tree } from '../tree/tree.js';

/** The fixtures lie beside dist/, in a checkout as in the installed package. */
const fixtures = new URL('../../../fixtures/rules/', import.meta.url);

/** What a fixture says about its next line, for the tests: no part of its code. */
const marker = /^[ \t]*\/\* [a-z]+: [\w-]+\/[\w-]+ \*\/\n/gm;

/** The example that a rule names, reviewed with the whole file at hand as any mail is. */
export async function readExample({ id, example }: Pick<RuleDoc, 'id' | 'example'>): Promise<RuleExample> {
  const [old, now] = ['.old.c', '.c'].map(end => readFileSync(new URL(`${id}/${example}${end}`, fixtures), 'utf8'));
  const [, caption = ''] = /^\/\* (.*) \*\/\n/.exec(now ?? '') ?? [];
  const [before, after] = [old, now].map(text => text?.replace(/^.*\n/, '').replace(marker, '') ?? '') as [
    string,
    string,
  ];
  const diff = printDiff({ path: `${example}.c`, before, after });
  const mail = `From: author@example.org\nMessage-ID: <example@example.org>\nSubject: [PATCH] ${caption}\n\n${diff}`;
  const message = await readMessage({ bytes: Buffer.from(mail), origin: example });
  const [series] = assembleSeries(assembleThreads([message]).threads);
  assert(series, `${example} is no patch`);
  const { findings } = await reviewSeries(series, { tree: treeOf(before), ruleIds: [id], remarks: [] });
  assert(findings.length > 0, `${id} finds nothing in its example`);
  return { caption, series, findings };
}

/** A tree that has this one file, by whatever name. */
function treeOf(text: string): Tree {
  const bytes = Buffer.from(text);
  const reading = { ok: true, blob: { id: blobIdOf(bytes), bytes } } as const;
  return {
    objectFormat: 'sha1',
    readBlob: async () => reading,
    readPath: async () => reading,
    findWords: async () => ({ ok: false, reason: 'is one file alone' }),
    close: async () => undefined,
  };
}
