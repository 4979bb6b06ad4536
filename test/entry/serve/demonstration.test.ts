import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { repository } from '../../support/repository.js';
import { ServerProcess } from '../../support/server-process.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const directory = makeTemporaryDirectory();
const started: ServerProcess[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) {
    server.signal('SIGKILL');
    await server.ended();
  }
});

async function start(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await ServerProcess.start(words, environment);
  started.push(server);
  return server;
}

test('a server that nobody has configured shows what it would post about the sample mails', async () => {
  const server = await start([], {});
  expect(server.output).toContain('Nothing is sent.');
  await server.waitFor(/### warning `[0-9a-f]{8}`: `kmap\/lost-pagefault-disable`/);
  await server.waitFor(/```diff\n@@[\s\S]*\+\s+pagefault_disable\(\);/);
  const ready = await fetch(`${server.url}/readyz`);
  expect([ready.status, await ready.text()]).toEqual([200, 'ok\n']);
  server.signal('SIGTERM');
  expect(await server.ended()).toBe(0);
});

test('`npm start` is that server, and the signal that ends npm ends it well', async () => {
  const { PATH, HOME } = process.env;
  const env: NodeJS.ProcessEnv = { PATH, HOME, PORT: '0', LOG_FORMAT: 'json' };
  const npm = spawn('npm', ['-s', 'start'], { cwd: repository, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of npm.stdout.setEncoding('utf8')) {
    const isShown = output.includes('pagefault_disable();');
    output += chunk;
    if (!isShown && output.includes('pagefault_disable();')) npm.kill('SIGTERM');
  }
  if (npm.exitCode === null) await once(npm, 'exit');
  expect(npm.exitCode).toBe(0);
  expect(output).toContain('"msg":"ended"');
});

test('a line of the log holds no key twice', async () => {
  const server = await start([], {});
  const [line = ''] = server.output.split('\n').filter(each => each.startsWith('{'));
  const keys = [...line.matchAll(/[{,]"(\w+)":/g)].map(([, key]) => key);
  expect(keys).toEqual([...new Set(keys)]);
  expect(JSON.parse(line)).toMatchObject({ name: 'faultline' });
});

test('a file of variables counts for all that reads the environment', async () => {
  const file = join(directory, 'faultline.env');
  const config = join(directory, 'faultline.yml');
  writeFileSync(config, 'repositories: {}\n');
  writeFileSync(file, `FAULTLINE_CONFIG=${config}\nDATABASE_URL=postgres://127.0.0.1:9/nothing\n`);
  const refused = ServerProcess.start(['--env-file', file]);
  await expect(refused).rejects.toThrow(/127\.0\.0\.1:9/);
});
