import { readDiff } from '../diff/read-diff.js';
import type { Message } from '../domain/message.js';
import type { Patch } from '../domain/patch.js';
import { type PatchText, parsePatchText } from '../mail/patch-text.js';

/**
 * Makes the patch that a message carries. Damage of its diff is a Problem of the patch; a message without a diff gives
 * a patch without files.
 *
 * @param number 1-based place in the series
 * @param text the message taken apart already, where the caller has it
 */
export function makePatch(message: Message, number: number, text: PatchText = parsePatchText(message)): Patch {
  const { files, patchId, problems } = readDiff(text.diff, { messageId: message.id, firstMailLine: text.diffLine });
  return {
    messageId: message.id,
    number,
    title: text.title,
    author: text.author,
    commitMessage: text.commitMessage,
    trailers: text.trailers,
    notes: text.notes,
    baseCommit: text.baseCommit,
    changeId: text.changeId,
    prerequisitePatchIds: text.prerequisitePatchIds,
    files,
    patchId,
    isQuoted: false,
    problems,
  };
}
