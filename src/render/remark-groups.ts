import type { DiffLine } from '../domain/diff.js';
import { groupBy } from '../domain/group-by.js';
import type { Patch } from '../domain/patch.js';
import type { Remark } from '../domain/remark.js';
import type { Review } from '../domain/review.js';
import type { Series } from '../domain/series.js';
import { fileAt, placeOf } from './code-frame.js';
import type { RenderContext } from './context.js';
import { safeCode } from './escape.js';
import { wrapLine } from './layout.js';
import { ofSeriesWords, patchWords, placeWords } from './words.js';

/** What people said about one place. */
export interface RemarkGroup {
  /** `fs/a.c:12`, or in words where the remark has no exact place. Not yet escaped. */
  readonly where: string;
  /** The line of the patch that is spoken of. */
  readonly line?: DiffLine | undefined;
  readonly remarks: readonly Remark[];
}

/** Characters of a name that are shown. */
const nameCharsMax = 60;
/** Lines of a remark that are shown; who wants the rest reads the mail. */
const remarkLinesMax = 6;
/** Characters of a remark that are looked at for each line that is shown of it. */
const lineCharsMax = 700;

/** The remarks of a review (no tags, elisions, courtesies), those about one line together, in the order of the patches. */
export function remarkGroupsOf(review: Review): readonly RemarkGroup[] {
  const placed = review.remarks
    .filter(remark => remark.kind === 'remark')
    .map(remark => {
      const patch = review.series.patches.find(each => each.messageId === remark.patchMessageId);
      return { remark, patch, where: whereOf(review.series, patch, remark) };
    });
  const groups = groupBy(placed, ({ remark, where }) => `${remark.patchMessageId}\0${remark.side ?? ''}\0${where}`);
  return [...groups.values()]
    .flatMap(group => {
      const [first] = group;
      if (first === undefined) {
        return [];
      }
      const { patch, remark, where } = first;
      const line = patch === undefined ? undefined : lineOf(patch, remark);
      return [{ where, line, remarks: group.map(each => each.remark), number: patch?.number ?? 0 }];
    })
    .sort((one, other) => one.number - other.number || (one.line?.mailLine ?? 0) - (other.line?.mailLine ?? 0));
}

/** Who made a remark: the name in the attribution line of a quotation, else the author of the mail. Not yet escaped. */
export function speakerOf(context: RenderContext, remark: Remark): string {
  const from = context.messageOf(remark.messageId)?.from;
  const name = [remark.quotedFrom, from?.name, from?.email].find(each => each !== undefined && each !== '');
  return (name ?? 'somebody').slice(0, nameCharsMax);
}

/**
 * The first lines of what was said, as they were set: lists, code and shell sessions live by their lines. Wrapped to so
 * many columns, made safe for a terminal; the last is `...` where there is more.
 */
export function firstLinesOf(remark: Remark, columns: number, linesMax = remarkLinesMax): readonly string[] {
  const text = remark.comment
    .trimEnd()
    .slice(0, linesMax * lineCharsMax)
    .replace(/\n\s*\n/g, '\n\n');
  const lines = text.split('\n').flatMap(line => wrapLine(safeCode(line), columns));
  return lines.length <= linesMax ? lines : [...lines.slice(0, linesMax), '...'];
}

function whereOf(series: Series, patch: Patch | undefined, remark: Remark): string {
  const words = patch === undefined ? 'the series' : patchWords(series, patch.number);
  const { path, side = 'new', line } = remark;
  if (remark.state === 'exact' && path !== undefined && line !== undefined) {
    return `${placeWords({ path, side, line })}${patch === undefined ? '' : ofSeriesWords(series, patch.number)}`;
  }
  if (remark.state === 'commit-message') {
    return `commit message of ${words}`;
  }
  return remark.state === 'ambiguous'
    ? `${words}, the quoted line stands there more than once`
    : `${words}, line not found`;
}

function lineOf(patch: Patch, { path, side, line }: Remark): DiffLine | undefined {
  if (path === undefined || side === undefined || line === undefined) {
    return undefined;
  }
  const place = placeOf(fileAt(patch.files, path)?.hunks ?? [], side, line);
  return place?.hunk.lines[place.index];
}
