import { type Command, Option } from 'commander';
import type { ListFormat } from '../../app/list-view.js';
import { type ProblemCode, problemCodes } from '../../domain/problem.js';
import { type SeriesStage, seriesStages } from '../../domain/triage.js';
import {
  addFormatOption,
  addStoreOption,
  addTreeOptions,
  parseCount,
  parseMessageId,
  parseText,
  type StoreOptions,
} from '../options.js';
import type { Terminal } from '../terminal.js';

interface ViewOptions extends StoreOptions {
  readonly format: ListFormat;
}

interface ProblemOptions extends ViewOptions {
  readonly kind?: ProblemCode;
}

interface SeriesOptions extends ViewOptions {
  readonly list?: string;
  readonly stage?: SeriesStage;
  readonly staleAfter?: number;
}

interface ShowOptions extends ViewOptions {
  readonly mirror?: string;
  readonly base?: string;
}

/** The commands that look into the store: `series`, `show`, `status` and `problems`. */
export function addStoreCommands(program: Command, terminal: Terminal): void {
  const series = program
    .command('series')
    .description('list the series in the store and how far each has come, the newest first')
    .option('--list <list>', 'only what was seen on this list', parseText)
    .addOption(new Option('--stage <stage>', 'only series that have come so far').choices(seriesStages))
    .option('--stale-after <days>', 'without a word for so many days a series is stale', parseCount);
  addStoreOption(addFormatOption(series, ['terminal', 'json'])).action(
    async ({ format, staleAfter, ...options }: SeriesOptions) => {
      const view = { format, screen: terminal.screen };
      const { listStoredSeries } = await import('../../app/list-series.js');
      await listStoredSeries({ ...options, staleAfterDays: staleAfter }, view, terminal);
    },
  );
  const show = program
    .command('show')
    .description('show one series: its thread, patches, remarks at their lines, tags, stage and findings')
    .argument('<message-id>', 'of one of its mails', parseMessageId);
  addStoreOption(addTreeOptions(addFormatOption(show, ['terminal', 'json']))).action(
    async (messageId: string, { format, ...options }: ShowOptions) => {
      const { showSeries } = await import('../../app/show-series.js');
      await showSeries({ ...options, messageId }, { format, screen: terminal.screen }, terminal);
    },
  );
  const status = program.command('status').description('tell what the store holds, and how its sources fare');
  addStoreOption(addFormatOption(status, ['terminal', 'json'])).action(async ({ format, store }: ViewOptions) => {
    const { showStatus } = await import('../../app/show-store.js');
    await showStatus(store, { format, screen: terminal.screen }, terminal);
  });
  const problems = program
    .command('problems')
    .description('list what could not be read of the mails in the store, one a line')
    .addOption(new Option('--kind <code>', 'only this kind').choices(problemCodes));
  addStoreOption(addFormatOption(problems, ['terminal', 'json'])).action(
    async ({ format, kind, store }: ProblemOptions) => {
      const { showProblems } = await import('../../app/show-store.js');
      await showProblems(store, kind, { format, screen: terminal.screen }, terminal);
    },
  );
}
