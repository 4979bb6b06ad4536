import { unquotePath } from './unquote-path.js';

/** `2003-05-01 10:00:00.0 +0100`, `Thu May  1 10:00:00 2003`, `(revision 12)`: what diff, cvs and svn print after a name. */
const stampAfterName = /\t.*$| (?:\d{4}-\d\d-\d\d \d\d:\d\d|\(revision \d|\(working copy\)).*$/s;

/** The date that diff prints for a file that does not exist, in any time zone. */
const epochStamp = /\t(?:\S+ )?(?:1970-01-01|1969-12-31|Jan +1 [0-9:]+ 1970|Dec 31 [0-9:]+ 1969)/;

/**
 * Reads the name of a `--- ` or `+++ ` line (the text after the marker), prefixes kept.
 * Gives undefined for a side that does not exist: `/dev/null`, or the date of the epoch.
 */
export function readSideName(text: string): string | undefined {
  if (epochStamp.test(text)) return undefined;
  const quoted = unquotePath(text);
  const name = quoted === undefined ? text.replace(stampAfterName, '').trimEnd() : quoted.path;
  return name === '/dev/null' ? undefined : name;
}

/** Reads the name of a `rename from` or `copy to` line: no prefix, perhaps quoted. */
export function readPlainName(text: string): string {
  return unquotePath(text)?.path ?? text;
}

/**
 * Reads the two names of a `diff --git` line (the text after it), prefixes kept. Names with spaces are not quoted,
 * so the place where the second begins is where both come out equal but for their first folder, as git does it.
 * Gives undefined where there is no such place.
 */
export function readGitNames(text: string): { readonly old: string; readonly new: string } | undefined {
  const quoted = unquotePath(text);
  if (quoted !== undefined) {
    const second = quoted.rest.trimStart();
    return { old: quoted.path, new: readPlainName(second) };
  }
  const quoteStart = text.indexOf(' "');
  if (quoteStart > 0) return { old: text.slice(0, quoteStart), new: readPlainName(text.slice(quoteStart + 1)) };
  return splitInHalf(text) ?? splitAtOnlySpace(text) ?? splitAtEqualRest(text);
}

function splitInHalf(text: string): { readonly old: string; readonly new: string } | undefined {
  const middle = (text.length - 1) / 2;
  const before = text.slice(0, middle);
  const after = text.slice(middle + 1);
  const isSame = before === after || (before[1] === '/' && after[1] === '/' && before.slice(2) === after.slice(2));
  return text[middle] === ' ' && isSame ? { old: before, new: after } : undefined;
}

function splitAtOnlySpace(text: string): { readonly old: string; readonly new: string } | undefined {
  const space = text.indexOf(' ');
  if (space <= 0 || space === text.length - 1 || text.includes(' ', space + 1)) return undefined;
  return { old: text.slice(0, space), new: text.slice(space + 1) };
}

/** More spaces than any path has; a line of spaces only must not be tried at each. */
const spacesMax = 64;

/** `linux.orig/a file linux/a file`: the halves differ in length. */
function splitAtEqualRest(text: string): { readonly old: string; readonly new: string } | undefined {
  const folderEnd = text.indexOf('/');
  let space = text.indexOf(' ', folderEnd);
  for (let count = 0; space !== -1 && count < spacesMax; count += 1) {
    const rest = text.slice(folderEnd, space);
    if (text.length > space + rest.length && text.endsWith(rest)) {
      const after = text.slice(space + 1);
      if (after.slice(after.indexOf('/')) === rest) return { old: text.slice(0, space), new: after };
    }
    space = text.indexOf(' ', space + 1);
  }
  return undefined;
}
