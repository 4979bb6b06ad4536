import type { Mailbox, Message } from '../domain/message.js';

/** A program that writes to lists. */
export interface Bot {
  /** For people. */
  readonly name: string;
  /** Matches its address. */
  readonly email?: RegExp;
  /** Matches its display name, where people share its address or it has many. */
  readonly displayName?: RegExp;
  /** Matches what its mails say of themselves, where it writes in the name of a person. */
  readonly words?: RegExp;
  /** What it sends, and why that is no person's review. */
  readonly reason: string;
}

/** The programs that are known by their address or name. Seen in archives of vger, lore and kernel.org, 2007 to 2026. */
export const knownBots: readonly Bot[] = [
  {
    name: 'kernel test robot',
    email: /^(?:lkp|fengguang\.wu\+bot)@intel\.com$/i,
    // Its people send its reports from their own addresses under its name, once misspelt; only these words are the robot's.
    displayName: /^(?:kernel|kbuild) test r(?:obot|boot)$/i,
    reason: 'builds and boots what is posted, and reports what breaks',
  },
  {
    name: 'syzbot',
    email: /^(?:syzbot(?:\+[\w.-]*)?@syzkaller\.appspotmail\.com|bot\+[0-9a-f]+@syzkaller\.appspotmail\.com)$/i,
    displayName: /^syzbot(?: ci)?$/i,
    reason: 'reports crashes that its fuzzing found, and the outcome of tests it was asked for',
  },
  {
    name: 'patchwork-bot',
    email: /^patchwork-bot(?:\+[\w.-]*)?@kernel\.org$/i,
    reason: 'says that a maintainer took a patch: his decision, not a review',
  },
  {
    name: 'pr-tracker-bot',
    email: /^pr-tracker-bot@kernel\.org$/i,
    reason: 'says that a pull request was merged',
  },
  {
    name: 'tip-bot',
    email: /^tip-?bot2?@/i,
    displayName: /^tip-bot2? for /i,
    reason: 'shows a commit of the tip tree; the name in its From: is the author of the patch',
  },
  {
    name: "powerpc's notifier",
    email: /^patch-notifications@ellerman\.id\.au$/i,
    reason: 'says in the name of the maintainer that a series was taken',
  },
  {
    name: 'kernelci',
    email: /^(?:bot|kernelci[\w.+-]*)@kernelci\.org$/i,
    displayName: /^kernelci(?:[. -]org)? bot$/i,
    reason: 'reports builds and boots',
  },
  {
    name: 'sashiko',
    email: /^sashiko(?:-bot|-reviews)?@(?:kernel\.org|lists\.linux\.dev)$/i,
    reason: 'a language model that reviews what is posted',
  },
  {
    name: "BPF's CI",
    email: /^bot\+bpf-ci@kernel\.org$/i,
    reason: 'runs tests and a language model over what is posted',
  },
  {
    name: 'bugzilla',
    email: /^bugzilla(?:-daemon)?@/i,
    reason: 'passes on what somebody wrote into a bug report',
  },
  {
    name: 'regzbot',
    displayName: /^regzbot\b/i,
    reason: 'tracks regressions',
  },
  {
    name: 'Patchew',
    email: /^no-?reply@patchew\.org$/i,
    reason: 'runs builds and checkpatch over what is posted',
  },
  {
    name: '0-day Robot',
    email: /^(?:robot@bytheb\.org|checkpatch@dpdk\.org)$/i,
    displayName: /^0-?day robot$/i,
    reason: 'runs checkpatch and builds over what is posted',
  },
  {
    name: "Linaro's CI",
    email: /^(?:ci_notify|lkft)@linaro\.org$/i,
    reason: 'reports builds and tests',
  },
  {
    name: "a patchwork's CI",
    email: /^patchwork@(?:\S+\.)?(?:freedesktop\.org|media-ci\.org)$/i,
    reason: 'runs builds and tests over what is posted',
  },
  {
    name: "the stable tree's bot",
    words: /^\[? ?This is an automated (?:e-?mail|message)\b/im,
    reason: 'tries patches on stable trees, in the name of a person',
  },
  {
    name: "Greg KH's patch email bot",
    words: /^greg k-h's patch email bot$/im,
    reason: 'answers patches that lack something with one of its texts, in the name of a person',
  },
  {
    name: 'mailer daemon',
    email: /^(?:mailer-daemon|postmaster)@/i,
    reason: 'says that a mail could not be delivered',
  },
];

/**
 * An address that calls itself a robot's: `foo-bot@`, `bot+foo@`, `no-reply@`. Whole words only: James.Bottomley, trapexit and
 * talbot are people.
 */
const robotAddress = /^(?:(?:[\w.]+-)*(?:ro)?bot\d?|(?:ro)?bot[+-][\w.+-]*|no-?_?reply[\w.+-]*)@/i;

/** `foo bot`, `Buildbot`: the last word of the display name. */
const robotName = /(?:^|[\s-])(?:build|test|gitlab|github-)?(?:bot|robot)$/i;

/** Why a sender is a program and no person; undefined for a person. */
export function botReasonOf(sender: Mailbox): string | undefined {
  const { name, email } = sender;
  const known = knownBots.find(bot => bot.email?.test(email) || (name !== '' && bot.displayName?.test(name)));
  if (known !== undefined) return `${known.name} ${known.reason}`;
  if (robotAddress.test(email)) return 'its address is that of a robot';
  return robotName.test(name) ? 'its name is that of a robot' : undefined;
}

/** Whether a program wrote a mail: a known one, or one that says so in the head or the text of the mail. */
export function isBotMail(message: Message): boolean {
  if (message.isAutoSubmitted || botReasonOf(message.from) !== undefined) return true;
  const text = message.body.slice(0, wordsCharsMax);
  return knownBots.some(bot => bot.words?.test(text));
}

/** Robots say what they are at the top or below a short text. */
const wordsCharsMax = 4_000;
