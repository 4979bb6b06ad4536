/** What the names of secrets end with, in any of the ways to write them. */
const secretEnds = /(?:secret|token|password|passwd|passphrase|privatekey|apikey|credentials?)$/;

/** The variables of the environment that hold secrets, by what a key that means one has in it; the first that fits. */
const variables: readonly (readonly [RegExp, string])[] = [
  [/privatekey/, 'PRIVATE_KEY or PRIVATE_KEY_PATH'],
  [/secret/, 'WEBHOOK_SECRET'],
  [/imap|mail|^pass(?:word|wd)$/, 'FAULTLINE_IMAP_PASSWORD'],
  [/database|store|postgres|pg|db/, 'DATABASE_URL'],
  [/token/, 'PRIVATE_KEY or PRIVATE_KEY_PATH'],
];

/** For a key that looks as if a secret stood behind it, what to do instead; else undefined. Paths and names of trees are no such keys. */
export function findSecretAdvice(key: string): string | undefined {
  const squeezed = key.toLowerCase().replace(/[-_. ]/g, '');
  if (key.includes('/') || !secretEnds.test(squeezed)) return undefined;
  const variable = variables.find(([words]) => words.test(squeezed))?.[1];
  return variable === undefined
    ? 'no secrets: they stand in the environment'
    : `no secrets: set ${variable} in the environment`;
}

/** Whether an address holds a password: `postgres://user:password@host/`, or in a parameter. */
export function hasPassword(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*:[^/]*@|.*[?&]password=)/i.test(address);
}

/** A text of a configuration as it may be shown: on one line, cut short, without what stands before the host of an address. */
export function showableText(text: string): string {
  const start = text.slice(0, readCharsMax);
  if (/PRIVATE KEY|\b(?:gh[a-z]|github_pat)_\w/.test(start)) return 'a secret';
  // Where the text is cut inside an address, its @ may be among what is gone.
  const hidden = text === start ? /(:\/\/)\S*@/g : /(:\/\/)\S*(?:@|$)/g;
  const line = start
    .replace(/\s+/g, ' ')
    .replace(hidden, '$1…@')
    .replace(/(\bpassword=)[^\s&]*/gi, '$1…')
    .trim();
  return line.length > shownCharsMax ? `${line.slice(0, shownCharsMax - 1)}…` : line;
}

/** So much of a text is looked at, and so much of it shown: a line of a terminal holds it beside the file and the path. */
const readCharsMax = 500;
const shownCharsMax = 100;
