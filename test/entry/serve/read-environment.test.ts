import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { addEnvironmentFile, readEnvironment } from '../../../src/entry/serve/read-environment.js';
import { EnvironmentMistakes } from '../../../src/entry/serve/with-mistakes.js';
import { makeTemporaryDirectory } from '../../support/temporary.js';
import { makePrivateKey } from '../../support/webhooks.js';

const directory = makeTemporaryDirectory();
const key = makePrivateKey();
const app = { APP_ID: '7', PRIVATE_KEY: key, WEBHOOK_SECRET: 'hush' };

function mistakesOf(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentMistakes)) throw error;
    return error.mistakes;
  }
}

test('with nothing set a server listens on loopback, for nobody', () => {
  expect(readEnvironment({ APP_ID: '', WEBHOOK_SECRET: ' ' })).toEqual({
    host: '127.0.0.1',
    port: 3000,
    webhookPath: '/api/github/webhooks',
    secrets: undefined,
    apiUrl: 'https://api.github.com',
    githubUrl: 'https://github.com',
    config: undefined,
    store: undefined,
    logLevel: 'info',
    logFormat: undefined,
  });
});

test('what is set is taken', () => {
  const { secrets, ...rest } = readEnvironment({
    ...app,
    HOST: '::',
    PORT: '0',
    WEBHOOK_PATH: '/hooks',
    GHE_HOST: 'github.example.com:8443',
    GHE_PROTOCOL: 'http',
    FAULTLINE_CONFIG: '/etc/faultline.yml',
    FAULTLINE_STORE: '/var/lib/faultline',
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
  });
  expect(secrets).toMatchObject({ appId: 7, webhookSecret: 'hush' });
  expect(rest).toEqual({
    host: '::',
    port: 0,
    webhookPath: '/hooks',
    apiUrl: 'http://github.example.com:8443/api/v3',
    githubUrl: 'http://github.example.com:8443',
    config: '/etc/faultline.yml',
    store: '/var/lib/faultline',
    logLevel: 'warn',
    logFormat: 'json',
  });
});

test('a private key comes as GitHub makes it, on one line, as base64, or in a file', () => {
  const file = join(directory, 'key.pem');
  writeFileSync(file, key);
  const { PRIVATE_KEY: _, ...rest } = app;
  const forms = [
    app,
    { ...rest, PRIVATE_KEY: key.trim().replaceAll('\n', '\\n') },
    { ...rest, PRIVATE_KEY: Buffer.from(key).toString('base64') },
    { ...rest, PRIVATE_KEY_PATH: file },
  ];
  const keys = forms.map(form => readEnvironment(form).secrets?.privateKey);
  expect(keys[0]).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(new Set(keys).size).toBe(1);
});

test('all mistakes are told at once, each in one line, and no secret in any', () => {
  const secret = 'a-secret-that-nobody-sees';
  const mistakes = mistakesOf({
    APP_ID: secret,
    PRIVATE_KEY: `-----BEGIN RSA PRIVATE KEY-----\n${secret}`,
    PORT: '65536',
    HOST: 'a host',
    WEBHOOK_PATH: 'hooks',
    GHE_HOST: 'https://github.example.com',
    GHE_PROTOCOL: 'ftp',
    LOG_LEVEL: 'loud',
    LOG_FORMAT: 'xml',
  });
  expect(mistakes).toEqual([
    'HOST is not as it should be: give an address to listen at, such as 127.0.0.1 or ::',
    'PORT is not as it should be: give a number from 0 to 65535',
    'WEBHOOK_PATH is not as it should be: give a path such as /api/github/webhooks',
    'GHE_HOST is not as it should be: give a host such as github.example.com',
    'GHE_PROTOCOL is not as it should be: give https or http',
    'LOG_LEVEL is not as it should be: give one of trace, debug, info, warn, error, fatal',
    'LOG_FORMAT is not as it should be: give json or pretty',
    'APP_ID is no number: give the number that GitHub shows on the page of the App',
    'WEBHOOK_SECRET is missing: give the secret that was set on the page of the App',
    'PRIVATE_KEY holds no private key: give the whole .pem file that GitHub made, as it is or as base64',
  ]);
  expect(mistakesOf({ WEBHOOK_SECRET: secret })).toEqual([
    'APP_ID is missing: give the number that GitHub shows on the page of the App',
    'PRIVATE_KEY and PRIVATE_KEY_PATH are missing: give the private key that GitHub made, or its file',
  ]);
  const publicKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(mistakesOf({ ...app, PRIVATE_KEY: publicKey })).toHaveLength(1);
  expect(mistakesOf({ ...app, PRIVATE_KEY_PATH: '/key.pem' })).toEqual([
    'PRIVATE_KEY and PRIVATE_KEY_PATH are both set: give one of them',
  ]);
  const { PRIVATE_KEY: _, ...rest } = app;
  expect(mistakesOf({ ...rest, PRIVATE_KEY_PATH: join(directory, 'none.pem') })).toEqual([
    'PRIVATE_KEY_PATH names no file that can be read: give the .pem file that GitHub made',
  ]);
});

test('a file adds what is not set', () => {
  const file = join(directory, 'faultline.env');
  writeFileSync(file, '# of the App\nAPP_ID=7\nWEBHOOK_SECRET=of-the-file\n');
  expect(addEnvironmentFile({ WEBHOOK_SECRET: 'hush' }, file)).toEqual({ APP_ID: '7', WEBHOOK_SECRET: 'hush' });
  expect(() => addEnvironmentFile({}, join(directory, 'none.env'))).toThrow(
    /^cannot read the environment from a file, /,
  );
});
