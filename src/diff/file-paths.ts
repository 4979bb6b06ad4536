import { limits } from '../domain/limits.js';

/** The two sides' paths; undefined where the file does not exist on that side. */
export interface PathPair {
  readonly old?: string | undefined;
  readonly new?: string | undefined;
}

/** `a/` and `b/`, and those of git's diff.mnemonicPrefix: index, worktree, commit, object, and 1, 2 of --no-index. */
const knownPrefix = /^[abiwco12]\//;

/** A kernel tree as it is unpacked: `linux-6.12.orig/`. The tree itself holds no such folder at its top. */
const kernelFolder = /^linux[^/]*\//;

/** What people add to the name of a file they keep: `mm/x.c.orig`, `mm/x.c~`, `mm/x.c%BASE`. */
const backupMark = /^[.~%,-][^/]*$/;

/**
 * Takes the prefixes from two names as they stand in a diff, `/dev/null` being undefined already.
 * Git's `a/`, `b/` go; two equal names were written without prefixes (`git diff --no-prefix`, cvs, `patch -p0`) and stay;
 * of `linux.orig/mm/x.c` and `linux/mm/x.c` the first folder goes; of `mm/x.c.orig` and `mm/x.c` the plain name is meant.
 */
export function stripPrefixes(names: PathPair): PathPair {
  const before = names.old === undefined ? undefined : squeeze(names.old);
  const after = names.new === undefined ? undefined : squeeze(names.new);
  if (before === undefined || after === undefined) {
    return { old: before && withoutPrefix(before), new: after && withoutPrefix(after) };
  }
  if (knownPrefix.test(before) && knownPrefix.test(after)) return { old: before.slice(2), new: after.slice(2) };
  const isUnpacked = kernelFolder.test(before) && kernelFolder.test(after);
  if (before === after && !isUnpacked) return { old: before, new: after };
  const restBefore = withoutFirstFolder(before);
  const restAfter = withoutFirstFolder(after);
  if (restBefore === restAfter || isUnpacked) return withoutBackupMark(restBefore, restAfter);
  return withoutBackupMark(before, after);
}

/** Says why a path may not be used to look into a tree or be shown, in words that follow "the path"; undefined when it may. */
export function findPathFault(path: string): string | undefined {
  if (path.length > limits.pathCharsMax) return `is longer than ${limits.pathCharsMax} characters`;
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return 'holds control characters';
  if (path.startsWith('/')) return 'is absolute';
  const folders = path.split('/');
  if (folders.includes('..') || folders.includes('.')) return 'leaves the tree';
  if (folders.includes('')) return 'names no file';
  return undefined;
}

function withoutPrefix(name: string): string {
  return name.replace(knownPrefix.test(name) ? knownPrefix : kernelFolder, '');
}

function withoutBackupMark(before: string, after: string): PathPair {
  const isBackup = before.startsWith(after) && backupMark.test(before.slice(after.length));
  return { old: isBackup ? after : before, new: after };
}

function squeeze(name: string): string {
  return name.replace(/\/{2,}/g, '/').replace(/^\.\/(?=.)/, '');
}

function withoutFirstFolder(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}
