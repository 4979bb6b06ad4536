import { type Command, Option } from 'commander';
import { quietMinutesDefault } from '../../app/awaited-series.js';
import { type FailOn, failOnLevels, hasFailed } from '../../app/fail-on.js';
import { openOutput } from '../../app/output-file.js';
import { type ReviewFormat, reviewFormats } from '../../app/review-formats.js';
import { limits } from '../../domain/limits.js';
import {
  addFormatOption,
  addMailOptions,
  addTreeOptions,
  collectTexts,
  type MailOptions,
  parseCount,
  parseText,
} from '../options.js';
import { packageVersion } from '../package-version.js';
import type { Terminal } from '../terminal.js';

interface ReviewOptions extends MailOptions {
  readonly mirror?: string;
  readonly base?: string;
  readonly rule?: readonly string[];
  readonly format: ReviewFormat;
  readonly output?: string;
  readonly quiet?: number;
  readonly jobs?: number;
  readonly failOn: FailOn;
}

/** `faultline review PATH...`: reads mails, assembles series, reviews every patch, prints. */
export function addReviewCommand(program: Command, terminal: Terminal): void {
  const command = program.command('review').description('review every patch of the mails and print what was found');
  addTreeOptions(addFormatOption(addMailOptions(command), reviewFormats))
    .option('--rule <id>', 'only this rule (may be given more than once)', collectTexts)
    .option(
      '--quiet <minutes>',
      `of the store: how long a series with holes is waited for (${quietMinutesDefault} minutes)`,
      parseCount,
    )
    .option('--jobs <n>', `review in so many threads, ${limits.jobsMax} at most; for archives`, parseCount)
    .option('--output <file>', 'write to this file, not to stdout', parseText)
    .addOption(new Option('--fail-on <level>', 'exit 1 from this severity on').choices(failOnLevels).default('error'))
    .action(async (paths: string[], { format, output, failOn, rule, quiet, ...options }: ReviewOptions) => {
      const write = output === undefined ? undefined : openOutput(output);
      const { reviewMails } = await import('../../app/review-mails.js');
      const { renderRun } = await import('../../app/render-run.js');
      const reviewed = await reviewMails({ ...options, paths, ruleIds: rule, quietMinutes: quiet }, terminal.report);
      const text = renderRun(reviewed, format, terminal.screen, packageVersion());
      if (write === undefined) terminal.print(text);
      else write(text);
      terminal.exitCode = hasFailed(reviewed.run, failOn) ? 1 : 0;
    });
}
