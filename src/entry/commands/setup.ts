import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { parseText } from '../options.js';
import { withMistakes } from '../serve/with-mistakes.js';
import type { Terminal } from '../terminal.js';

interface SetupOptions {
  readonly webhookUrl: string;
  readonly name?: string;
  readonly homepage?: string;
  readonly organization?: string;
  readonly output: string;
  readonly force?: boolean;
  readonly port: number;
}

/** `faultline setup`: registers the GitHub App. */
export function addSetupCommand(program: Command, terminal: Terminal): void {
  program
    .command('setup')
    .description(
      'register a GitHub App on github.com, or on GHE_HOST, by a page that is served here, and keep its credentials',
    )
    .requiredOption(
      '--webhook-url <url>',
      'where GitHub reaches faultline serve, such as https://faultline.example.com',
      parseText,
    )
    .option('--name <name>', 'of the App; names are unique on GitHub (faultline)', parseText)
    .option('--homepage <url>', 'what GitHub shows as the homepage of the App', parseText)
    .option('--organization <login>', 'the organization that is to own the App; else you do', parseLogin)
    .option('--output <file>', 'where the credentials go: variables of the environment', parseText, 'faultline.env')
    .option('--force', 'replace the file where it is there already')
    .option('--port <port>', 'where the page is served on 127.0.0.1; 0 is any that is free', parsePort, 0)
    .action((options: SetupOptions) => withMistakes(terminal, () => runSetup(options, terminal)));
}

async function runSetup(
  { output, force, organization, port, ...wishes }: SetupOptions,
  terminal: Terminal,
): Promise<void> {
  const { readEnvironment } = await import('../serve/read-environment.js');
  const { CredentialsFile } = await import('../../app/setup/credentials-file.js');
  const { SetupServer } = await import('../serve/setup-server.js');
  const { GHE_HOST, GHE_PROTOCOL } = process.env;
  const { githubUrl, apiUrl } = readEnvironment({ GHE_HOST, GHE_PROTOCOL });
  const appYml = readFileSync(new URL('../../../../app.yml', import.meta.url), 'utf8');
  const file = CredentialsFile.reserve(output, { mayReplace: force === true });
  try {
    const server = await SetupServer.open({ appYml, wishes, organization, port, githubUrl, apiUrl, file });
    terminal.print(`open ${server.url} in a browser on this machine, to register the App\n`);
    const outcome = await terminal.untilInterrupted(signal => Promise.race([server.done, abortOf(signal)]));
    await server.close();
    if (outcome === undefined) terminal.exitCode = 2;
    else if (!outcome.ok) throw outcome.error;
    else terminal.print(`${outcome.credentials.url} is registered, its credentials are in ${file.path}\n`);
  } finally {
    file.discard();
  }
}

function abortOf(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(undefined)));
}

function parseLogin(text: string): string {
  if (!/^[A-Za-z\d-]{1,100}$/.test(text)) throw new InvalidArgumentError('Give the name of an organization.');
  return text;
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('Give a number from 0 to 65535.');
  return Number(text);
}
