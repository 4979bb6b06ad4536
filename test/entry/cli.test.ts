import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rules } from '../../src/rules/registry.js';
import { readRepositoryFile, repository } from '../support/repository.js';
import { callMain, runCli } from '../support/run-cli.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const root = makeTemporaryDirectory();
const larder = join(repository, 'fixtures/threads/larder-kmap');
const clean = join(repository, 'fixtures/threads/tallow-clean.mbox');

test('review reads the sample threads as the README shows them', () => {
  const { status, stdout } = runCli(['review', larder, clean, join(repository, 'fixtures/threads/sorrel-page.txt')]);
  expect(status).toBe(0);
  expect(stdout).toContain('warning[kmap/lost-pagefault-disable]');
  expect(stdout).toContain('fs/larder/write.c:42 in larder_fill_page(), patch 2/2');
  expect(stdout).toContain('11 mails, 4 series, 6 patches: 1 warning');
  expect(stdout).not.toContain('\x1b');
});

test('review exits with 1 from the asked severity on', async () => {
  expect((await callMain(['review', larder])).status).toBe(0);
  expect(runCli(['review', '--fail-on', 'warning', larder]).status).toBe(1);
  expect((await callMain(['review', '--fail-on', 'note', clean])).status).toBe(0);
  expect((await callMain(['review', '--fail-on', 'never', larder])).status).toBe(0);
});

test('review writes to a file what it would print, and then prints nothing', async () => {
  const file = join(root, 'review.sarif');
  const printed = await callMain(['review', '--format', 'sarif', larder]);
  const written = await callMain(['review', '--format', 'sarif', '--output', file, larder]);
  expect(written).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(file, 'utf8')).toBe(printed.stdout);
  const { version } = JSON.parse(readRepositoryFile('package.json')) as { version: string };
  expect(JSON.parse(printed.stdout).runs[0].tool.driver.version).toBe(version);
});

test('what is printed is as wide as COLUMNS says, from 40 on', async () => {
  const widest = async (COLUMNS: string): Promise<number> => {
    const { stdout } = await callMain(['review', larder], '', { COLUMNS });
    // The place of a finding stays whole.
    const lines = stdout.split('\n').filter(line => !line.includes('-->'));
    return Math.max(...lines.map(line => line.length));
  };
  expect(await widest('60')).toBeLessThanOrEqual(60);
  expect(await widest('10')).toBe(await widest('40'));
  expect(await widest('40')).toBeLessThanOrEqual(40);
  expect(await widest('wide')).toBe(await widest('100'));
  expect(await widest('100')).toBeGreaterThan(60);
});

test('mails come through standard input as well', () => {
  const { status, stdout } = runCli(['threads', '-'], readFileSync(clean));
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ seriesId: '20240514053300.97-1-ravi.menon@example.org' });
});

test('rules lists every rule, and explain knows each', async () => {
  const listed = (await callMain(['rules'])).stdout.trimEnd().split('\n');
  expect(listed.map(line => line.split(' ')[0])).toEqual(rules.map(rule => rule.id));
  const asJson = (await callMain(['rules', '--format', 'json'])).stdout.trimEnd().split('\n');
  expect(asJson.map(line => JSON.parse(line))).toMatchObject(rules.map(({ id, summary }) => ({ id, summary })));
  expect((await callMain(['explain', 'kmap/lost-pagefault-disable'])).stdout).toContain('Silent when');
});

test('help and version go to stdout and are no failure', async () => {
  const { version } = JSON.parse(readRepositoryFile('package.json')) as { version: string };
  expect(await callMain(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  const { status, stdout } = await callMain(['review', '--help']);
  expect(stdout).toContain('Usage: faultline review');
  expect(status).toBe(0);
  expect((await callMain([])).status).toBe(2);
});
