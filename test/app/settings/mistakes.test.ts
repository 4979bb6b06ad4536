import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeFailure } from '../../../src/app/describe-failure.js';
import { parseMirrorSettings, parseServerSettings } from '../../../src/app/settings/parse-settings.js';
import { SettingsError } from '../../../src/app/settings/settings-error.js';
import type { SettingsMistake } from '../../../src/domain/mirror-settings.js';
import { describeMistake } from '../../../src/render/settings-words.js';
import { expectGolden } from '../../support/golden.js';
import { readRepositoryFile, repository } from '../../support/repository.js';

const folder = 'fixtures/settings/mistakes';
const names = readdirSync(join(repository, folder)).sort();

test.each(names)('%s: every line that is marked is told, and no other', name => {
  const text = readRepositoryFile(`${folder}/${name}`);
  const marked = text.split('\n').flatMap((line, index) => (line.endsWith('# mistake') ? [index + 1] : []));
  expect(marked).not.toEqual([]);
  expect(mistakesIn(name).map(mistake => mistake.line)).toEqual(marked);
});

test('what is said of each mistake', () => {
  const told = names.flatMap(name => mistakesIn(name).map(mistake => `${describeMistake(mistake)}\n`));
  expectGolden('settings/mistakes.txt', told.join(''));
});

test('no secret is repeated in what is said of it', () => {
  const secrets = names.filter(name => readRepositoryFile(`${folder}/${name}`).includes('mulberry'));
  expect(secrets.length).toBeGreaterThan(1);
  expect(JSON.stringify(secrets.map(mistakesIn))).not.toContain('mulberry');
});

test('a private key and a token are not shown wherever they stand', () => {
  const pem = '-----BEGIN RSA PRIVATE KEY-----';
  const { mistakes } = parseMirrorSettings(`threshold: ${pem} MIIE\nfail-on: ghp_0123456789\n`, 'faultline.yml');
  expect(mistakes.map(({ found }) => found)).toEqual(['a secret', 'a secret']);
});

test.each([
  'postgres://keeper:mulberry@db.example.org/faultline',
  'postgres://db.example.org/faultline?user=keeper&password=mulberry',
  `postgres://keeper:mulberry${'x'.repeat(600)}@db.example.org/faultline`,
])('the password of %s is refused and not shown', address => {
  const { mistakes } = parseServerSettings(`store: ${address}\n`, 'faultline.yml', '/');
  expect(mistakes.map(({ expected }) => expected)).toEqual([expect.stringContaining('DATABASE_URL')]);
  expect(mistakes[0]?.found).not.toContain('mulberry');
});

test('a server that finds ten mistakes tells all of them before it ends', () => {
  const text = readRepositoryFile('fixtures/settings/ten-mistakes.yml');
  const { mistakes } = parseServerSettings(text, 'faultline.yml', '/etc/faultline');
  expect(mistakes).toHaveLength(10);
  expectGolden('settings/ten-mistakes.txt', `${describeFailure(new SettingsError('faultline.yml', mistakes))}\n`);
});

test('a mistake names its file, line and path', () => {
  expect(mistakesIn('server-names.yml')[1]).toEqual({
    file: 'server-names.yml',
    line: 5,
    path: 'repositories.orchard/linux.post[0]',
    found: 'chek',
    expected: 'check, review or issue',
  });
});

test('what stands in a file is told on one line and cut short', () => {
  const { mistakes } = parseMirrorSettings(`threshold: "${'wide\\n '.repeat(500)}"\n`, 'faultline.yml');
  expect(mistakes.map(({ found }) => found.length)).toEqual([100]);
});

function mistakesIn(name: string): readonly SettingsMistake[] {
  const text = readRepositoryFile(`${folder}/${name}`);
  const parsed = name.startsWith('server-') ? parseServerSettings(text, name, '/') : parseMirrorSettings(text, name);
  expect(parsed.settings).toBeUndefined();
  return parsed.mistakes;
}
