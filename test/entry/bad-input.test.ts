import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runGit } from '../support/git.js';
import { hunk, mailOf } from '../support/hostile-mails.js';
import { type CliRun, callMain, cliPath, runCli } from '../support/run-cli.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { writeFileBelow } from '../support/write-file-below.js';

const root = makeTemporaryDirectory();
const mail = writeFileBelow(root, 'one.eml', mailOf('Subject: [PATCH] t', hunk(['-old', '+new'])));

/** Runs it, and holds that it ends as a usage error: nothing on stdout, one line on stderr, which is returned. */
async function refusal(words: readonly string[], input = ''): Promise<string> {
  return refusalOf(await callMain(words, input));
}

function refusalOf({ status, stdout, stderr }: CliRun): string {
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^faultline: [^\n]+, [^\n]+: [^\n]+\n$/);
  expect(status).toBe(2);
  return stderr;
}

test('what cannot be read is told in one line: what, where, and what to do', async () => {
  mkdirSync(join(root, 'empty'));
  const prose = writeFileBelow(root, 'prose.txt', 'Dear diary,\n\nnothing today.\n');
  expect(await refusal(['review', join(root, 'missing.eml')])).toContain('missing.eml: there is no such file');
  expect(await refusal(['review', join(root, 'empty')])).toContain('empty: no .eml');
  expect(await refusal(['review', prose])).toContain('prose.txt: this is not a mail');
  expect(await refusal(['review', '-'])).toContain('standard input: it is empty');
  expect(await refusal(['threads', '-'], 'not a mail')).toContain('standard input: this is not a mail');
  expect(await refusal(['replies', writeFileBelow(root, 'none.eml', '')])).toContain('none.eml: it is empty');
});

test('a process of its own says the same, in the same way', async () => {
  for (const [words, input] of [
    [['review', join(root, 'missing.eml')], ''],
    [['review', '-'], ''],
    [['threads', '-'], 'not a mail'],
    [['review', '--nonsense', mail], ''],
  ] as const) {
    const run = runCli(words, input);
    expect(refusalOf(run)).toBe(await refusal(words, input));
  }
});

test('what was asked wrongly is told in one line', async () => {
  mkdirSync(join(root, 'no-mirror'));
  expect(await refusal(['review', '--mirror', join(root, 'no-mirror'), mail])).toContain('no-mirror');
  expect(await refusal(['review', '--mirror', join(root, 'nowhere'), mail])).toContain('nowhere');
  expect(await refusal(['review', '--base', 'v6.1', mail])).toContain('v6.1');
  expect(await refusal(['review', '--rule', 'kmap/no-such', mail])).toContain('kmap/no-such');
  expect(await refusal(['explain', 'kmap/no-such'])).toContain('kmap/no-such');
  expect(await refusal(['review', '--output', join(root, 'no/such/folder.txt'), mail])).toContain('folder.txt');
  expect(await refusal(['review', '--message-id', 'no@such', mail])).toContain('no@such');
  expect(await refusal(['review', '--newest', 'ten', mail])).toContain("'ten'");
  expect(await refusal(['review', '--newest', '0', mail])).toContain("'0'");
  expect(await refusal(['review', '--since', 'yesterday', mail])).toContain("'yesterday'");
  expect(await refusal(['review', '--format', 'pdf', mail])).toContain("'pdf'");
  expect(await refusal(['review', '--fail-on', 'always', mail])).toContain("'always'");
  expect(await refusal(['review', '--nonsense', mail])).toContain("'--nonsense'");
  expect(await refusal(['revue', mail])).toContain("'revue'");
  expect(await refusal(['review'])).toContain('there is no store');
});

test('an empty value is refused, whatever it is of', async () => {
  expect(await refusal(['review', ''])).toContain("for argument 'path'");
  expect(await refusal(['review', '--rule', '', mail])).toContain('--rule');
  expect(await refusal(['review', '--mirror', '', mail])).toContain('--mirror');
  expect(await refusal(['review', '--output', '', mail])).toContain('--output');
  expect(await refusal(['threads', '--message-id', '<>', mail])).toContain('--message-id');
});

test('a day that no month has is refused', async () => {
  expect(await refusal(['review', '--since', '2024-02-31', mail])).toContain("'2024-02-31'");
  expect(await refusal(['review', '--since', '2023-02-29T10:00Z', mail])).toContain("'2023-02-29T10:00Z'");
  expect((await callMain(['review', '--since', '2024-02-29', mail])).status).toBe(0);
});

test('wrong usage points to the help of the command that was called', async () => {
  expect(await refusal(['threads', '--nonsense', mail])).toContain('see faultline threads --help');
  expect(await refusal(['revue', mail])).toContain('see faultline --help');
});

test('a rule that is nearly named is asked back', async () => {
  expect(await refusal(['explain', 'lost-pagefault-disable'])).toContain('did you mean kmap/lost-pagefault-disable?');
  expect(await refusal(['review', '--rule', 'kmap/unmap-oder', mail])).toContain('did you mean kmap/unmap-order?');
  expect(await refusal(['explain', 'something/else'])).not.toContain('did you mean');
});

test('a base that the mirror has not got is refused before anything is read', async () => {
  const mirror = join(root, 'mirror');
  runGit(root, ['init', '-q', mirror]);
  runGit(mirror, ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '-q', '--allow-empty', '-m', 'x']);
  for (const base of ['nosuch', '--all', '', 'HEAD^{tree}']) {
    expect(await refusal(['review', '--mirror', mirror, `--base=${base}`, mail])).toContain(base);
  }
  expect((await callMain(['review', '--mirror', mirror, '--base', 'HEAD', mail])).status).toBe(0);
});

test('a run that ends badly leaves no output behind, and leaves what was there', async () => {
  const output = join(root, 'never.txt');
  await refusal(['review', '--output', output, join(root, 'missing.eml')]);
  expect(existsSync(output)).toBe(false);
  const old = writeFileBelow(root, 'old.txt', 'of yesterday');
  await refusal(['review', '--output', old, join(root, 'missing.eml')]);
  expect(readFileSync(old, 'utf8')).toBe('of yesterday');
});

const onLinux = existsSync('/dev/full') ? test : test.skip;
onLinux('a full disk behind stdout is told in one line', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [cliPath, 'review', mail], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(stderr).toMatch(/^faultline: cannot write the result, standard output: ENOSPC[^\n]+\n$/);
  expect(status).toBe(2);
});

test('one unreadable file among others is a problem of the run, not its end', async () => {
  const { status, stdout, stderr } = await callMain(['review', '--format', 'json', join(root, 'missing.eml'), mail]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const { problems, counts } = JSON.parse(stdout) as { problems: object[]; counts: object };
  expect(problems).toMatchObject([{ code: 'source-unreadable', where: join(root, 'missing.eml') }]);
  expect(counts).toMatchObject({ mails: 1, series: 1, problems: 1 });
});

test('a file that may not be read is a problem', async () => {
  const locked = writeFileBelow(root, 'locked.eml', mailOf('Subject: t', 'text'));
  chmodSync(locked, 0);
  const mayReadAll = process.getuid?.() === 0;
  expect((await callMain(['review', locked])).status).toBe(mayReadAll ? 0 : 2);
});

test.each(['terminal', 'json', 'sarif', 'markdown', 'email'])(
  'nothing of a mail steers the terminal in the form %s',
  async format => {
    const evil = '\x1b]0;title\x07\x1b[2J\u009b31m\u202e';
    const conversion = [
      ` ${evil}`,
      '-\tp = kmap_atomic(page);',
      '+\tp = kmap_local_page(page);',
      ' \tcopy_to_user(u, p, 1);',
      '-\tkunmap_atomic(p);',
      '+\tkunmap_local(p);',
    ];
    const header = `From: ${evil} <evil@example.com>\nSubject: [PATCH] ${evil}\nContent-Type: text/plain; charset=utf-8`;
    const path = writeFileBelow(root, `evil-${format}.eml`, mailOf(header, `${evil}\n---\n${hunk(conversion)}`));
    const { stdout, stderr } = await callMain(['review', '--format', format, path]);
    expect(stdout).toContain('kmap_local_page');
    expect(stdout + stderr).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  },
);

test('nothing of a path or an option steers the terminal', async () => {
  expect((await refusal(['review', join(root, '\x1b[2Jno')])).trimEnd()).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  expect((await refusal(['review', '--message-id', '\x1b[2J@x', mail])).trimEnd()).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  expect((await refusal(['review', '--\x1b[2J', mail])).trimEnd()).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
});

test('paths that leave the tree or hold control characters are problems', async () => {
  const diffs = [hunk(['-a', '+b'], '../../etc/passwd'), hunk(['-a', '+b'], 'x\x1b[2J.c'), hunk(['-a', '+b'], 'ok.c')];
  const path = writeFileBelow(root, 'paths.eml', mailOf('Subject: [PATCH] paths', diffs.join('')));
  const { status, stdout } = await callMain(['review', '--format', 'json', path]);
  expect(status).toBe(0);
  const { reviews } = JSON.parse(stdout) as { reviews: { problems: object[] }[] };
  expect(reviews[0]?.problems).toMatchObject([{ code: 'path-unsafe' }, { code: 'path-unsafe' }]);
  const [series] = (await callMain(['threads', path])).stdout.split('\n');
  expect(JSON.parse(series ?? '')).toMatchObject({ patches: [{ files: ['ok.c'] }] });
});

test('a reader that goes away early is no error', () => {
  const many = Array.from({ length: 2_000 }, (_, index) => {
    const header = `Subject: [PATCH] t\nMessage-ID: <m${index}@example.com>`;
    return `From mboxrd@z Thu Jan  1 00:00:00 1970\n${mailOf(header, hunk(['-a', '+b']))}\n`;
  });
  const path = writeFileBelow(root, 'many.mbox', many.join(''));
  const command = `"${process.execPath}" "${cliPath}" threads "${path}" 2>&1 | head -n 1`;
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim().split('\n')).toHaveLength(1);
});
