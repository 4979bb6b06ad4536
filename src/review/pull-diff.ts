import { readDiff } from '../diff/read-diff.js';
import type { FileDiff } from '../domain/diff.js';
import type { PullFile } from '../domain/pull-request.js';

/**
 * GitHub's own diff of a pull request, as far as it gives one: its new side is the head. A file without a patch (too large, binary) has no
 * hunks; it can be commented on as a whole.
 */
export function readPullDiff(files: readonly PullFile[]): readonly FileDiff[] {
  return files.flatMap(({ path, oldPath = path, patch }) => {
    const whole = { kind: 'modified', isBinary: false, header: [], hunks: [], isPartial: true, mailLine: 1 } as const;
    if (patch === undefined) return [{ ...whole, oldPath, newPath: path }];
    // GitHub gives the hunks alone; the names are told beside them, unquoted.
    const read = readDiff(`--- a/f\n+++ b/f\n${patch}\n`, { messageId: '', firstMailLine: 1 }).files;
    return read.map(file => ({ ...file, oldPath, newPath: path }));
  });
}
