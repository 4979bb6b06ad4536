import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { repository } from '../support/repository.js';
import { makeTemporaryDirectory } from '../support/temporary.js';

const directory = makeTemporaryDirectory();

/** Each waits until a time, so that they come together. */
const script = (directory: string, at: number): string => `
import { Store } from ${JSON.stringify(pathToFileURL(join(repository, 'dist/src/store/store.js')).href)};
while (Date.now() < ${at});
const store = await Store.open(${JSON.stringify(directory)}, { mayMake: true });
await store.close();
`;

test('a store that several processes make at a time is made once, and refuses none of them', async () => {
  const at = Date.now() + 600;
  const ends = ['one', 'two', 'three'].map(async () => {
    const code = script(directory, at);
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'ignore', 'pipe'] });
    return text(child.stderr);
  });
  expect(await Promise.all(ends)).toEqual(['', '', '']);
});
