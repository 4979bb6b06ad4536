import type { DiffLine } from '../domain/diff.js';
import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import { fileAt, placeOf } from './code-frame.js';
import type { RenderContext } from './context.js';
import { ofSeriesWords, patchWords } from './words.js';

/** What people said about one place. */
export interface RemarkGroup {
  /** `fs/a.c:12`, or in words where the remark has no exact place. Not yet escaped. */
  readonly where: string;
  /** The line of the patch that is spoken of. */
  readonly line?: DiffLine | undefined;
  readonly remarks: readonly Remark[];
}

/** The remarks of a review (no tags, elisions, courtesies), those about the same line together, in order of appearance. */
export function remarkGroupsOf(review: Review): readonly RemarkGroup[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of review.remarks.filter(each => each.kind === 'remark')) {
    const where = whereOf(review, remark);
    const key = `${remark.patchMessageId}\0${remark.side ?? ''}\0${where}`;
    const group = groups.get(key) ?? [];
    group.push(remark);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(remarks => {
    const [first] = remarks;
    return first === undefined ? [] : [{ where: whereOf(review, first), line: lineOf(review, first), remarks }];
  });
}

/** Who made a remark: the name in the attribution line of a quotation, else the author of the mail. Not yet escaped. */
export function speakerOf(context: RenderContext, remark: Remark): string {
  const from = context.messageOf(remark.messageId)?.from;
  return [remark.quotedFrom, from?.name, from?.email].find(name => name !== undefined && name !== '') ?? 'somebody';
}

function whereOf(review: Review, remark: Remark): string {
  const patch = review.series.patches.find(each => each.messageId === remark.patchMessageId);
  const words = patch === undefined ? 'the series' : patchWords(review.series, patch.number);
  if (remark.state === 'exact' && remark.path !== undefined && remark.line !== undefined) {
    return `${remark.path}:${remark.line}${patch === undefined ? '' : ofSeriesWords(review.series, patch.number)}`;
  }
  if (remark.state === 'commit-message') {
    return `commit message of ${words}`;
  }
  return remark.state === 'ambiguous'
    ? `${words}, the quoted line stands there more than once`
    : `${words}, line not found`;
}

function lineOf(review: Review, remark: Remark): DiffLine | undefined {
  const { path, side, line } = remark;
  const patch = review.series.patches.find(each => each.messageId === remark.patchMessageId);
  if (patch === undefined || path === undefined || side === undefined || line === undefined) {
    return undefined;
  }
  const place = placeOf(fileAt(patch.files, path)?.hunks ?? [], side, line);
  return place?.hunk.lines[place.index];
}
