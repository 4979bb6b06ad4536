import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pathOf } from '../../../src/domain/diff.js';
import type { Message } from '../../../src/domain/message.js';
import type { Patch } from '../../../src/domain/patch.js';
import { assembleThreads } from '../../../src/series/assemble-threads.js';
import { makePatch } from '../../../src/series/make-patch.js';
import { makeQuotedSeries } from '../../../src/series/quoted/make-quoted-series.js';
import { recoverQuotedPatches } from '../../../src/series/quoted/recover-quoted-patches.js';
import { messageOf, readOne } from '../../support/mails.js';
import { repository } from '../../support/repository.js';

const read = (path: string): Promise<Message> => readOne(join(repository, 'fixtures/replies', path));

function recover(messages: readonly Message[], known: readonly Patch[] = []): readonly Patch[] {
  return assembleThreads(messages).threads.flatMap(thread => recoverQuotedPatches(thread, known));
}

test('a patch two quotations deep in a saved page is recovered with title, author, message and verified hunk', async () => {
  const [patch, ...others] = recover([await read('quoted/nested-page.txt')]);
  expect(others).toEqual([]);
  expect(patch).toMatchObject({
    number: 2,
    title: 'cellar: read labels without faulting',
    author: { name: 'Nell Quince', email: 'nell@xxxxxxxxxxx' },
    commitMessage: expect.stringContaining('Page faults must be off.'),
    isQuoted: true,
    problems: [],
  });
  expect(patch?.messageId).toBe(`quoted.${patch?.patchId?.slice(0, 16)}@faultline.invalid`);
  const [file] = patch?.files ?? [];
  expect(file && pathOf(file)).toBe('lib/cellar.c');
  const added = file?.hunks.flatMap(hunk => hunk.lines).filter(line => line.kind === 'added');
  expect(added?.map(line => line.text.trim())).toContain('pagefault_disable();');
  expect(added).toHaveLength(6);
});

test('each line of a recovered patch knows its line in the mail that quotes it', async () => {
  const page = await read('quoted/nested-page.txt');
  const [patch] = recover([page]);
  const body = page.body.split('\n');
  const lines = patch?.files.flatMap(file => file.hunks.flatMap(hunk => hunk.lines)) ?? [];
  for (const line of lines) expect(body[line.mailLine - 1]).toContain(line.text.trim());
});

test('a hunk that was cut is a problem of the recovered patch; the others stay', async () => {
  const [patch] = recover([await read('quoted/bare-marks.eml')]);
  expect(patch?.files.map(file => file.hunks.length)).toEqual([1]);
  expect(patch?.problems.map(problem => problem.code)).toEqual(['diff-damaged']);
});

test('a patch whose own mail is at hand is not recovered from the replies that quote it', async () => {
  const patch = await read('thread/00-patch.eml');
  const reply = await read('thread/01-whole-hunk.eml');
  expect(recover([patch, reply], [makePatch(patch, 1)])).toEqual([]);
});

test('a diff that another reply proposes is at hand, too', async () => {
  const proposal = await read('thread/18-counter-proposal.eml');
  const answer = await read('thread/19-counter-answer.eml');
  expect(recover([proposal, answer])).toEqual([]);
});

test('of two quotations of one patch the fuller one counts', async () => {
  const page = await read('quoted/bare-marks.eml');
  const cut = await messageOf(
    'From: A <a@example.org>\nSubject: Re: [PATCH 1/2] cellar: count bottles\nMessage-ID: <cut@example.org>\n' +
      'In-Reply-To: <not-seen@example.org>',
    '> diff --git a/lib/cellar.c b/lib/cellar.c\n> --- a/lib/cellar.c\n> +++ b/lib/cellar.c\n> @@ -12,0 +13 @@\n> +\tx();\n',
  );
  const [patch, ...others] = recover([cut, page]);
  expect(others).toEqual([]);
  expect(patch?.files[0]?.hunks[0]?.oldStart).toBe(10);
});

test('a diff that an answer to a cover letter quotes is one patch, none of those that the cover announces', async () => {
  const answer = await messageOf(
    'From: A <a@example.org>\nSubject: Re: [PATCH v3 00/12] cellar: count all\nMessage-ID: <answer@example.org>\n' +
      'In-Reply-To: <not-seen@example.org>',
    '> diff --git a/lib/cellar.c b/lib/cellar.c\n> --- a/lib/cellar.c\n> +++ b/lib/cellar.c\n> @@ -12,0 +13 @@\n> +\tx();\n\nYes.\n',
  );
  const [thread] = assembleThreads([answer]).threads;
  const series = thread && recoverQuotedPatches(thread, []).map(patch => makeQuotedSeries(thread, patch));
  expect(series).toMatchObject([{ version: 3, total: 1, missing: [], state: 'complete', patches: [{ number: 1 }] }]);
});
