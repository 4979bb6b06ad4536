import { runGit } from './git.js';

/** A patch as it is sent to a list. */
export interface ListedPatch {
  readonly id: string;
  readonly title: string;
  /** `2/3`; undefined: it is alone. */
  readonly number?: string;
  readonly version?: number;
  readonly inReplyTo?: string;
  /** `linux-larder`. */
  readonly list?: string;
  /** Milliseconds since the epoch. */
  readonly sentAt?: number;
}

/** The mail of the commit of a git repository. */
export function writePatchMail(directory: string, sha: string, patch: ListedPatch): string {
  const { id, title, number = '', version = 1, inReplyTo, list = 'linux-larder', sentAt = Date.now() } = patch;
  const words = ['PATCH', version === 1 ? '' : `v${version}`, number].filter(word => word !== '').join(' ');
  return [
    'From: Tove Lindqvist <tove@example.com>',
    `To: ${list}@lists.example.org`,
    `Date: ${new Date(sentAt).toUTCString().replace('GMT', '+0000')}`,
    `List-Id: <${list}.lists.example.org>`,
    `Subject: [${words}] ${title}`,
    `Message-ID: <${id}>`,
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: <${inReplyTo}>`]),
    '',
    'Nothing here has to stay on one CPU.',
    '',
    'Signed-off-by: Tove Lindqvist <tove@example.com>',
    '---',
    runGit(directory, ['show', '--format=', '--full-index', sha]),
  ].join('\n');
}
