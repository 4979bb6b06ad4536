import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { OperationalError } from '../../domain/operational-error.js';
import { EnvironmentMistakes } from './with-mistakes.js';

/** By what the server is known to GitHub. Never printed and never logged. */
export interface AppSecrets {
  readonly appId: number;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

export type LogLevel = (typeof logLevels)[number];
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** What the environment says of a server. Secrets come from nowhere else, and are read nowhere else. */
export interface ServerEnvironment {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly webhookPath: string;
  /** Undefined where nothing of it is set: then no webhooks come, and nothing can be posted. */
  readonly secrets: AppSecrets | undefined;
  /** Where GitHub's API is, without a slash at its end. */
  readonly apiUrl: string;
  /** Where people read GitHub, without a slash at its end. */
  readonly githubUrl: string;
  /** The file with the settings of the server. */
  readonly config: string | undefined;
  readonly store: string | undefined;
  readonly logLevel: LogLevel;
  /** Undefined: lines for people where they look at it, else JSON. */
  readonly logFormat: 'json' | 'pretty' | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** The variables that are read here. */
export const environmentNames = [
  'APP_ID',
  'PRIVATE_KEY',
  'PRIVATE_KEY_PATH',
  'WEBHOOK_SECRET',
  'HOST',
  'PORT',
  'WEBHOOK_PATH',
  'GHE_HOST',
  'GHE_PROTOCOL',
  'FAULTLINE_CONFIG',
  'FAULTLINE_STORE',
  'LOG_LEVEL',
  'LOG_FORMAT',
] as const;
type Environment = Readonly<Partial<Record<(typeof environmentNames)[number], string>>>;

/** Adds the variables of a file as `faultline setup` writes it; those that are set already stay. Throws an OperationalError where it cannot be read. */
export function addEnvironmentFile(variables: Variables, file: string): Variables {
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...variables };
  } catch (error) {
    const remedy = 'give a file as faultline setup writes it, or leave --env-file away';
    throw new OperationalError('cannot read the environment from a file', file, remedy, error);
  }
}

/** Throws EnvironmentMistakes, with all there are. */
export function readEnvironment(given: Variables): ServerEnvironment {
  // A variable of a script that was never set is empty.
  const variables: Environment = Object.fromEntries(
    environmentNames.map(name => [name, given[name]]).filter(([, value]) => value?.trim()),
  );
  const mistakes: string[] = [];
  const read = <Value>(
    name: keyof Environment,
    usual: Value,
    parse: (text: string) => Value | undefined,
    expected: string,
  ): Value => {
    const text = variables[name];
    if (text === undefined) return usual;
    const value = parse(text.trim());
    if (value === undefined) mistakes.push(`${name} is not as it should be: give ${expected}`);
    return value ?? usual;
  };
  const host = read('HOST', '127.0.0.1', matching(/^[\w.:-]+$/), 'an address to listen at, such as 127.0.0.1 or ::');
  const port = read('PORT', 3000, parsePort, 'a number from 0 to 65535');
  const webhookPath = read(
    'WEBHOOK_PATH',
    '/api/github/webhooks',
    matching(/^(?:\/[\w.-]+)+$/),
    'a path such as /api/github/webhooks',
  );
  const gheHost = read('GHE_HOST', '', matching(/^[a-z\d.-]+(?::\d{1,5})?$/i), 'a host such as github.example.com');
  const gheProtocol = read('GHE_PROTOCOL', 'https', oneOf(['https', 'http']), 'https or http');
  const logLevel = read('LOG_LEVEL', 'info', oneOf(logLevels), `one of ${logLevels.join(', ')}`);
  const logFormat = read<ServerEnvironment['logFormat']>(
    'LOG_FORMAT',
    undefined,
    oneOf(['json', 'pretty']),
    'json or pretty',
  );
  const secrets = readSecrets(variables, mistakes);
  if (mistakes.length > 0) throw new EnvironmentMistakes(mistakes);
  return {
    host,
    port,
    webhookPath,
    secrets,
    apiUrl: gheHost === '' ? 'https://api.github.com' : `${gheProtocol}://${gheHost}/api/v3`,
    githubUrl: gheHost === '' ? 'https://github.com' : `${gheProtocol}://${gheHost}`,
    config: variables.FAULTLINE_CONFIG,
    store: variables.FAULTLINE_STORE,
    logLevel,
    logFormat,
  };
}

function readSecrets(variables: Environment, mistakes: string[]): AppSecrets | undefined {
  const { APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, WEBHOOK_SECRET } = variables;
  if ([APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, WEBHOOK_SECRET].every(value => value === undefined)) return undefined;
  const appId = /^[1-9]\d{0,14}$/.test(APP_ID?.trim() ?? '') ? Number(APP_ID) : undefined;
  if (appId === undefined) {
    const found = APP_ID === undefined ? 'is missing' : 'is no number';
    mistakes.push(`APP_ID ${found}: give the number that GitHub shows on the page of the App`);
  }
  if (WEBHOOK_SECRET === undefined)
    mistakes.push('WEBHOOK_SECRET is missing: give the secret that was set on the page of the App');
  const privateKey = readPrivateKey(PRIVATE_KEY, PRIVATE_KEY_PATH, mistakes);
  if (appId === undefined || privateKey === undefined || WEBHOOK_SECRET === undefined) return undefined;
  return { appId, privateKey, webhookSecret: WEBHOOK_SECRET };
}

function readPrivateKey(text: string | undefined, path: string | undefined, mistakes: string[]): string | undefined {
  if (text !== undefined && path !== undefined) {
    mistakes.push('PRIVATE_KEY and PRIVATE_KEY_PATH are both set: give one of them');
    return undefined;
  }
  if (path !== undefined) {
    try {
      return normalizeKey(readFileSync(path, 'utf8'), 'PRIVATE_KEY_PATH', mistakes);
    } catch {
      // Whatever the reason is: it may hold a piece of the file.
      mistakes.push('PRIVATE_KEY_PATH names no file that can be read: give the .pem file that GitHub made');
      return undefined;
    }
  }
  if (text !== undefined) return normalizeKey(text, 'PRIVATE_KEY', mistakes);
  mistakes.push('PRIVATE_KEY and PRIVATE_KEY_PATH are missing: give the private key that GitHub made, or its file');
  return undefined;
}

/** A key as GitHub gives it, also with its line ends written as `\n`, or all of it as base64: files of variables take one line each. */
function normalizeKey(text: string, name: string, mistakes: string[]): string | undefined {
  const unfolded = text.trim().replaceAll('\\n', '\n');
  const pem = unfolded.startsWith('-----BEGIN') ? unfolded : Buffer.from(unfolded, 'base64').toString('utf8');
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    // What OpenSSL says of it helps nobody.
  }
  mistakes.push(`${name} holds no private key: give the whole .pem file that GitHub made, as it is or as base64`);
  return undefined;
}

function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function matching(pattern: RegExp): (text: string) => string | undefined {
  return text => (pattern.test(text) ? text : undefined);
}

function oneOf<Choice extends string>(choices: readonly Choice[]): (text: string) => Choice | undefined {
  return text => choices.find(choice => choice === text);
}
