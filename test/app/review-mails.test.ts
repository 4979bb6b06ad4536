import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hasFailed } from '../../src/app/fail-on.js';
import { listReplies, listThreads } from '../../src/app/list-mails.js';
import { renderRun } from '../../src/app/render-run.js';
import { type ReviewRequest, reviewMails } from '../../src/app/review-mails.js';
import { hunk, mailOf } from '../support/hostile-mails.js';
import { printed } from '../support/printed.js';
import { repository } from '../support/repository.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const root = makeTemporaryDirectory();
const samples = join(repository, 'fixtures/threads');
const page = join(samples, 'sorrel-page.txt');
const screen = { color: false, width: 100 };
const lastOfV2 = '20240508154002.5150-3-tove@example.com';

async function json(request: ReviewRequest): Promise<string> {
  return renderRun(await reviewMails(request, () => undefined), 'json', screen);
}

async function run(request: ReviewRequest) {
  return (await reviewMails(request, () => undefined)).run;
}

test('the sample threads give the flagship finding on v1 and nothing else', async () => {
  const { reviews, counts } = await run({ paths: [samples, page] });
  expect(reviews.flatMap(review => review.findings)).toMatchObject([
    {
      ruleId: 'kmap/lost-pagefault-disable',
      severity: 'warning',
      evidence: 'hunk',
      patchNumber: 2,
      location: { path: 'fs/larder/write.c', side: 'new', line: 42, functionName: 'larder_fill_page' },
      proof: [{ location: { side: 'old', line: 42 } }, { location: { side: 'new', line: 43 } }],
    },
  ]);
  expect(reviews.map(review => [review.series.title, review.series.version])).toEqual([
    ['larder: no more kmap_atomic()', 1],
    ['larder: no more kmap_atomic()', 2],
    ['misc: tallow: replace kmap_atomic() with kmap_local_page()', 1],
    ['drm/sorrel: turn page faults off in the fast read', 1],
  ]);
  expect(counts).toMatchObject({ mails: 11, series: 4, patches: 6, findings: 1, problems: 0 });
});

test('a patch that only a quotation holds is a series, and the remarks on it have their lines', async () => {
  const { reviews } = await run({ paths: [page] });
  expect(reviews).toMatchObject([
    {
      series: { id: expect.stringMatching(/^quoted\.[0-9a-f]{16}@faultline\.invalid$/), state: 'complete' },
      findings: [],
      remarks: [
        { kind: 'remark', state: 'exact', path: 'drivers/gpu/sorrel/sorrel_gem.c', side: 'new', line: 24 },
        { kind: 'remark', state: 'exact', path: 'drivers/gpu/sorrel/sorrel_gem.c', side: 'new', line: 30 },
      ],
    },
  ]);
});

test('neither the order of the paths nor the number of threads changes a byte', async () => {
  const files = [join(samples, 'larder-kmap'), join(samples, 'tallow-clean.mbox'), page];
  const alone = await json({ paths: files });
  expect(await json({ paths: files })).toBe(alone);
  expect(await json({ paths: files.toReversed() })).toBe(alone);
  expect(await json({ paths: files, jobs: 3 })).toBe(alone);
});

test('only the thread of one mail, only the newest mails, only mails from a day on', async () => {
  const titles = async (request: Omit<ReviewRequest, 'paths'>): Promise<readonly string[]> =>
    (await run({ paths: [samples], ...request })).reviews.map(({ series }) => `${series.title} v${series.version}`);
  const larder = ['larder: no more kmap_atomic() v1', 'larder: no more kmap_atomic() v2'];
  const tallow = 'misc: tallow: replace kmap_atomic() with kmap_local_page() v1';
  expect(await titles({ messageId: lastOfV2 })).toEqual(larder);
  expect(await titles({ since: Date.parse('2024-05-10') })).toEqual([tallow]);
  expect(await titles({ newest: 2 })).toEqual([tallow]);
  expect(await titles({ newest: 5 })).toEqual([larder[1], tallow]);
  expect(await titles({ since: Date.parse('2030-01-01') })).toEqual([]);
});

test('of many mails the newest are kept, wherever they stand', async () => {
  const mails = Array.from({ length: 50 }, (_, index) => {
    const date = `Date: ${new Date(index * 1e9).toUTCString()}`;
    const header = `Subject: [PATCH] n${index}\nMessage-ID: <m${index}@x>`;
    return `From mboxrd@z Thu Jan  1 00:00:00 1970\n${mailOf(header, hunk(['-a', '+b'])).replace(/^Date: .*/m, date)}\n`;
  });
  const path = writeFileBelow(root, 'newest-first.mbox', mails.toReversed().join(''));
  const { reviews } = await run({ paths: [path], newest: 3 });
  expect(reviews.map(({ series }) => series.title)).toEqual(['n47', 'n48', 'n49']);
});

test('only the asked rules speak', async () => {
  const count = async (ruleIds: readonly string[]): Promise<number> =>
    (await run({ paths: [samples], ruleIds })).counts.findings;
  expect(await count(['kmap/lost-pagefault-disable'])).toBe(1);
  expect(await count(['kmap/unmap-order', 'kmap/deprecated'])).toBe(0);
});

test('a run fails from the asked severity on', async () => {
  const withWarning = await run({ paths: [samples] });
  expect(hasFailed(withWarning, 'error')).toBe(false);
  expect(hasFailed(withWarning, 'warning')).toBe(true);
  expect(hasFailed(withWarning, 'note')).toBe(true);
  expect(hasFailed(withWarning, 'never')).toBe(false);
});

test('threads are one JSON object a line, and words on request', async () => {
  const request = { paths: [samples] };
  const lines = (await printed(words => listThreads(request, { format: 'json', screen }, words))).trimEnd().split('\n');
  expect(lines.map(line => JSON.parse(line))).toMatchObject([
    {
      version: 1,
      state: 'complete',
      trailers: [{ token: 'Reviewed-by', fromMessageId: '87le4n3jzd.fsf@hal.example.org' }],
    },
    { version: 2, state: 'complete', predecessorId: '20240506071231.4821-1-tove@example.com' },
    { version: 1, state: 'complete', patches: [{ files: ['drivers/misc/tallow.c'] }] },
  ]);
  expect(await printed(words => listThreads(request, { format: 'terminal', screen }, words))).toContain(
    '(v2, 2 patches, ',
  );
});

test('replies are one JSON object a line, and words on request', async () => {
  const request = { paths: [join(samples, 'larder-kmap')] };
  const lines = (await printed(words => listReplies(request, { format: 'json', screen }, words))).trimEnd().split('\n');
  const [names, fill] = lines.map(line => JSON.parse(line));
  const exact = { kind: 'remark', state: 'exact', path: 'fs/larder/write.c', side: 'new' };
  expect(names).toMatchObject({ ...exact, line: 18, comment: expect.stringContaining('Fine: nothing but') });
  expect(fill).toMatchObject({ ...exact, line: 43, comment: expect.stringContaining('Who turns page faults') });
  expect(await printed(words => listReplies(request, { format: 'terminal', screen }, words))).toContain(
    'fs/larder/write.c',
  );
});

test('a lost patch that two threads quote is one series, with the remarks of both', async () => {
  const quotation = hunk(['-\told_name(page, offset);', '+\tnew_name(page, offset);', ' \tfinish_page(page);']);
  const quoted = quotation.trimEnd().replace(/^/gm, '> ');
  const answer = (id: string, subject: string): string =>
    mailOf(
      `Subject: Re: [PATCH] ${subject}\nMessage-ID: <${id}@x>\nIn-Reply-To: <lost-${id}@x>`,
      `On Tue, 7 May 2024, A wrote:\n${quoted}\n\nWhat does ${id} say of this line?\n`,
    );
  writeFileBelow(root, 'quoted/1.eml', answer('one', 'rename a call'));
  writeFileBelow(root, 'quoted/2.eml', answer('two', 'fwd: calls with new names'));
  const { reviews } = await run({ paths: [join(root, 'quoted')] });
  expect(reviews).toMatchObject([
    {
      remarks: [
        { messageId: 'one@x', line: 2 },
        { messageId: 'two@x', line: 2 },
      ],
    },
  ]);
});
