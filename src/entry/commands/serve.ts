import type { Command } from 'commander';
import { addStoreOption, parseText, type StoreOptions } from '../options.js';
import { withMistakes } from '../serve/with-mistakes.js';
import type { Terminal } from '../terminal.js';

interface ServeOptions extends StoreOptions {
  readonly config?: string;
  readonly envFile?: string;
}

/** `faultline serve`: the GitHub App. */
export function addServeCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('serve')
    .description('serve the GitHub App: take its webhooks, read the lists, post what was found')
    .option('--config <file>', 'the settings of the server; else FAULTLINE_CONFIG', parseText)
    .option(
      '--env-file <file>',
      'variables of the environment that are not set yet, as faultline setup writes them',
      parseText,
    )
    .addHelpText('after', environmentHelp);
  addStoreOption(command).action((options: ServeOptions) => withMistakes(terminal, () => runServe(options, terminal)));
}

async function runServe({ envFile, ...options }: ServeOptions, terminal: Terminal): Promise<void> {
  const { addEnvironmentFile, readEnvironment } = await import('../serve/read-environment.js');
  // Those of the store and of mailboxes are looked for where all commands find them.
  if (envFile !== undefined) Object.assign(process.env, addEnvironmentFile(process.env, envFile));
  const environment = readEnvironment(process.env);
  const { openServerParts } = await import('../../app/github/server-parts.js');
  const { serve } = await import('../serve/serve.js');
  const request = { environment, ...options, openParts: openServerParts, print: terminal.print };
  await terminal.untilInterrupted(signal => serve(request, signal));
}

const environmentHelp = `
Environment:
  APP_ID            the number of the App, as GitHub shows it
  PRIVATE_KEY       its private key (PEM, or that as base64), or PRIVATE_KEY_PATH, the file of it
  WEBHOOK_SECRET    its webhook secret
  HOST, PORT        where to listen (127.0.0.1, 3000)
  WEBHOOK_PATH      where webhooks come (/api/github/webhooks)
  GHE_HOST          the host of a GitHub Enterprise Server, and GHE_PROTOCOL (https)
  FAULTLINE_CONFIG  the settings of the server (faultline.yml here, where it is)
  FAULTLINE_STORE   the store, or DATABASE_URL, a PostgreSQL database
  FAULTLINE_IMAP_PASSWORD, of the mailboxes among the sources
  LOG_LEVEL         trace, debug, info, warn, error or fatal (info), and LOG_FORMAT, json or pretty

GET /healthz says whether the process lives, GET /readyz whether it works. SIGTERM ends it when what is begun is done.
`;
