import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openMailSource } from '../../src/sources/open-mail-source.js';
import { makeMail, readEvents, TestMemory, textsOf } from '../contracts/mail-source.js';
import { makeTemporaryDirectory } from '../support/temporary.js';
import { TestEpoch } from '../support/test-epoch.js';
import { writeFileBelow } from '../support/write-file-below.js';

const root = makeTemporaryDirectory();
const options = { cloneFolder: join(root, 'clones') };

test('a location is opened as what it is', async () => {
  const epoch = new TestEpoch(join(root, 'list/git/0.git'));
  epoch.add(makeMail('a'));
  writeFileBelow(root, 'mails/a.eml', makeMail('a'));
  mkdirSync(join(root, 'maildir/new'), { recursive: true });
  const ids: string[] = [];
  for (const location of ['list', 'list/git/0.git', 'mails', 'maildir', 'mails/a.eml']) {
    ids.push((await openMailSource(join(root, location), options)).id.replace(root, ''));
  }
  expect(ids).toEqual([
    'git:/list',
    'git:/list/git/0.git',
    'directory:/mails',
    'directory:/maildir',
    'file:/mails/a.eml',
  ]);
  expect((await openMailSource('https://example.org/list/', options)).id).toBe('git:https://example.org/list');
  const remote = await openMailSource(`file://${root}/list`, options);
  expect(textsOf(await readEvents(remote, new TestMemory()))).toHaveLength(1);
});

test('a pipe is read once', async () => {
  const pipe = join(root, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const source = await openMailSource(pipe, options);
  const [events] = await Promise.all([readEvents(source, new TestMemory()), writeFile(pipe, makeMail('piped'))]);
  expect(textsOf(events)).toEqual([makeMail('piped').toString('latin1')]);
});

test('a location that is none says so', async () => {
  await expect(openMailSource(join(root, 'nowhere'), options)).rejects.toThrow('check the path');
  await expect(openMailSource('gopher://example.org/list', options)).rejects.toThrow(
    'no source is reached in this way',
  );
});
