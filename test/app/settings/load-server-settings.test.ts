import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { findServerFile, loadServerSettings } from '../../../src/app/settings/load-server-settings.js';
import { SettingsError } from '../../../src/app/settings/settings-error.js';
import { OperationalError } from '../../../src/domain/operational-error.js';
import { repository } from '../../support/repository.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';

const folder = makeTemporaryDirectory();
const fixtures = join(repository, 'fixtures/settings');

test('the file is the one that is asked for, else the one that the environment names, else none', () => {
  const environment = { FAULTLINE_CONFIG: '/etc/faultline.yml' };
  expect(findServerFile('mine.yml', environment)).toBe(resolve('mine.yml'));
  expect(findServerFile(undefined, environment)).toBe('/etc/faultline.yml');
  expect(findServerFile(undefined, { FAULTLINE_CONFIG: '' })).toBeUndefined();
});

test('paths are taken from the folder of the file', async () => {
  expect((await loadServerSettings(join(fixtures, 'server.yml'))).store).toBe(join(fixtures, 'store'));
});

test('a file with mistakes ends the start with all of them', async () => {
  const failure = loadServerSettings(join(fixtures, 'ten-mistakes.yml'));
  await expect(failure).rejects.toThrow(SettingsError);
  await expect(failure).rejects.toThrow(/^10 mistakes in the configuration/);
});

test('a file that is not there, or is a directory, ends the start with a line', async () => {
  await expect(loadServerSettings(join(folder, 'none.yml'))).rejects.toThrow(OperationalError);
  await expect(loadServerSettings(folder)).rejects.toThrow(/^the configuration cannot be read/);
});
