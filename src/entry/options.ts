import { type Command, InvalidArgumentError, Option } from 'commander';

/** What commands that work with the store understand alike. */
export interface StoreOptions {
  readonly store?: string;
}

/** What `review`, `threads` and `replies` understand alike. */
export interface MailOptions extends StoreOptions {
  readonly list?: string;
  readonly messageId?: string;
  readonly since?: number;
  readonly newest?: number;
}

/** Adds the paths and the options that choose mails. */
export function addMailOptions(command: Command): Command {
  return addStoreOption(command)
    .argument(
      '[path...]',
      'a mail, an mbox (also .gz), a maildir, a directory, a public-inbox archive, or - for stdin; without one: the store',
      collectTexts,
      [],
    )
    .option('--list <list>', 'of the store: only what was seen on this list', parseText)
    .option('--message-id <id>', 'only the thread that holds this mail', parseMessageId)
    .option(
      '--since <date>',
      'only mails that arrived then or later (2024-05-31, or with a time: 2024-05-31T12:00Z)',
      parseDate,
    )
    .option('--newest <n>', 'only the n newest mails', parseCount);
}

/** Adds `--store`. */
export function addStoreOption(command: Command): Command {
  return command.option(
    '--store <place>',
    'the store: a directory, or postgres://…; else FAULTLINE_STORE or DATABASE_URL, else the usual place for data of programs',
    parseText,
  );
}

/** Adds where the code before the patches is. */
export function addTreeOptions(command: Command): Command {
  return command
    .option('--mirror <dir>', 'a git repository (bare or not) with the code before the patches', parseText)
    .option('--base <rev>', 'where in the mirror to look for files that the index line does not name', parseText);
}

/** Adds `--format`, with the first of the choices as its default. */
export function addFormatOption(command: Command, choices: readonly string[]): Command {
  return command.addOption(new Option('--format <form>', 'how to print').choices(choices).default(choices[0]));
}

/** A whole number from 1 on; anything else is a usage error. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return Number(text);
}

/** Anything but nothing: an empty value is a variable of a script that was never set. */
export function parseText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Give a value, it is empty.');
  return text;
}

/** As parseText, for what may be given several times. */
export function collectTexts(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, parseText(text)];
}

/** ISO 8601, as milliseconds since the epoch; a date without a time begins at midnight UTC. */
function parseDate(text: string): number {
  const [, day] = /^(\d{4}-\d\d-\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  const time = day !== undefined && isDay(day) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('Give a date such as 2024-05-31.');
  return time;
}

/** Date.parse takes the 31st of every month, and counts on into the next one. */
function isDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** The brackets of a header are taken off. */
export function parseMessageId(text: string): string {
  return parseText(text.replace(/^<|>$/g, ''));
}
