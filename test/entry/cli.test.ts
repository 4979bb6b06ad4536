import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rules } from '../../src/rules/registry.js';
import { readRepositoryFile, repository } from '../support/repository.js';
import { runCli } from '../support/run-cli.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const root = makeTemporaryDirectory();
const larder = join(repository, 'fixtures/threads/larder-kmap');
const clean = join(repository, 'fixtures/threads/tallow-clean.mbox');

test('`npm start` reviews the sample threads and ends well', () => {
  const output = execFileSync('npm', ['-s', 'start'], { cwd: repository, encoding: 'utf8', stdio: 'pipe' });
  expect(output).toContain('warning[kmap/lost-pagefault-disable]');
  expect(output).toContain('fs/larder/write.c:42 in larder_fill_page(), patch 2/2');
  expect(output).toContain('11 mails, 4 series, 6 patches: 1 warning');
  expect(output).not.toContain('\x1b');
});

test('review exits with 1 from the asked severity on', () => {
  expect(runCli(['review', larder]).status).toBe(0);
  expect(runCli(['review', '--fail-on', 'warning', larder]).status).toBe(1);
  expect(runCli(['review', '--fail-on', 'note', clean]).status).toBe(0);
  expect(runCli(['review', '--fail-on', 'never', larder]).status).toBe(0);
});

test('review writes to a file what it would print, and then prints nothing', () => {
  const file = join(root, 'review.sarif');
  const printed = runCli(['review', '--format', 'sarif', larder]);
  const written = runCli(['review', '--format', 'sarif', '--output', file, larder]);
  expect(written).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(file, 'utf8')).toBe(printed.stdout);
  const { version } = JSON.parse(readRepositoryFile('package.json')) as { version: string };
  expect(JSON.parse(printed.stdout).runs[0].tool.driver.version).toBe(version);
});

test('what is printed is as wide as COLUMNS says, from 40 on', () => {
  const widest = (COLUMNS: string): number => {
    const { stdout } = runCli(['review', larder], '', { COLUMNS });
    // The place of a finding stays whole.
    const lines = stdout.split('\n').filter(line => !line.includes('-->'));
    return Math.max(...lines.map(line => line.length));
  };
  expect(widest('60')).toBeLessThanOrEqual(60);
  expect(widest('10')).toBe(widest('40'));
  expect(widest('40')).toBeLessThanOrEqual(40);
  expect(widest('wide')).toBe(widest('100'));
  expect(widest('100')).toBeGreaterThan(60);
});

test('mails come through standard input as well', () => {
  const { status, stdout } = runCli(['threads', '-'], readFileSync(clean));
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ seriesId: '20240514053300.97-1-ravi.menon@example.org' });
});

test('rules lists every rule, and explain knows each', () => {
  const listed = runCli(['rules']).stdout.trimEnd().split('\n');
  expect(listed.map(line => line.split(' ')[0])).toEqual(rules.map(rule => rule.id));
  const asJson = runCli(['rules', '--format', 'json']).stdout.trimEnd().split('\n');
  expect(asJson.map(line => JSON.parse(line))).toMatchObject(rules.map(({ id, summary }) => ({ id, summary })));
  expect(runCli(['explain', 'kmap/lost-pagefault-disable']).stdout).toContain('Silent when');
});

test('help and version go to stdout and are no failure', () => {
  const { version } = JSON.parse(readRepositoryFile('package.json')) as { version: string };
  expect(runCli(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  const { status, stdout } = runCli(['review', '--help']);
  expect(stdout).toContain('Usage: faultline review');
  expect(status).toBe(0);
  expect(runCli([]).status).toBe(2);
});
