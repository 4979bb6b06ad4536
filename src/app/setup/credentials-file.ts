import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { OperationalError } from '../../domain/operational-error.js';
import type { AppCredentials } from './exchange-code.js';

/** GitHub Enterprise Server, where the App is not on github.com. */
export interface EnterpriseHost {
  readonly host: string;
  readonly protocol: string;
}

/**
 * The file that takes the credentials of an App, which GitHub gives away once. So it is seen to before the App is registered that there is a
 * place for them: a file beside it, which takes its name only when all is in it. Nobody else may read either.
 */
export class CredentialsFile {
  /** Absolute. */
  readonly path: string;
  readonly #mayReplace: boolean;
  readonly #draft: string;
  readonly #descriptor: number;
  #isWritten = false;

  private constructor(path: string, mayReplace: boolean, draft: string) {
    this.path = path;
    this.#mayReplace = mayReplace;
    this.#draft = draft;
    this.#descriptor = openSync(draft, 'wx', 0o600);
  }

  /** Throws an OperationalError where there is such a file already and it must not be replaced, or where none can be written. */
  static reserve(file: string, { mayReplace }: { readonly mayReplace: boolean }): CredentialsFile {
    const path = resolve(file);
    if (!mayReplace && existsSync(path)) throw alreadyThere(path);
    try {
      return new CredentialsFile(path, mayReplace, join(dirname(path), `.${basename(path)}.${process.pid}`));
    } catch (error) {
      const remedy = 'give --output in a directory that you may write to';
      throw new OperationalError('the credentials cannot be written', path, remedy, error);
    }
  }

  /** Throws an OperationalError where they cannot take the file's name; it tells where they are instead. */
  write(credentials: AppCredentials, enterprise: EnterpriseHost | undefined): void {
    this.#isWritten = true;
    writeFileSync(this.#descriptor, textOf(credentials, enterprise));
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    try {
      if (this.#mayReplace) renameSync(this.#draft, this.path);
      else {
        // Unlike a renaming, a link replaces nothing that has come there in the meantime.
        linkSync(this.#draft, this.path);
        rmSync(this.#draft);
      }
    } catch (error) {
      const remedy = `they are in ${this.#draft}: move them yourself`;
      throw new OperationalError('the credentials cannot take their place', this.path, remedy, error);
    }
  }

  /** Gives the place up, unless credentials have come to it. */
  discard(): void {
    if (this.#isWritten) return;
    closeSync(this.#descriptor);
    rmSync(this.#draft, { force: true });
  }
}

function alreadyThere(path: string): OperationalError {
  return new OperationalError(
    'there are credentials already',
    path,
    'give another --output, or --force to replace them',
  );
}

/** Variables of the environment, one a line, as shells, systemd, containers and node read them alike: the key as base64. */
function textOf(
  { appId, name, url, privateKey, webhookSecret }: AppCredentials,
  enterprise: EnterpriseHost | undefined,
): string {
  const lines = [
    `# The GitHub App ${name.replace(/[^\x20-\x7e]/g, '?')}, ${url}`,
    '# Whoever has this file can act as the App. faultline serve --env-file reads it.',
    `APP_ID=${appId}`,
    `WEBHOOK_SECRET=${/^[\w-]+$/.test(webhookSecret) ? webhookSecret : `'${webhookSecret}'`}`,
    `PRIVATE_KEY=${Buffer.from(privateKey).toString('base64')}`,
    ...(enterprise === undefined ? [] : [`GHE_HOST=${enterprise.host}`, `GHE_PROTOCOL=${enterprise.protocol}`]),
  ];
  return `${lines.join('\n')}\n`;
}
