import type { Screen } from '../domain/screen.js';
import type { SeriesView } from '../domain/series-view.js';
import type { PatchTag, PatchTriage } from '../domain/triage.js';
import { type RenderContext, withAdvice } from './context.js';
import { dayWords, isoOf } from './dates.js';
import { safeJson, safeLine } from './escape.js';
import { reviewObject } from './json.js';
import { makePalette } from './palette.js';
import { patchLine } from './series-text.js';
import { sourceWords, standWords } from './stage-words.js';
import { renderFinding } from './terminal-finding.js';
import { renderLimits } from './terminal-limits.js';
import { type Canvas, labelled, seriesHeader } from './terminal-parts.js';
import { renderRemarks } from './terminal-remarks.js';
import { renderThread } from './thread-tree.js';
import { triageObject } from './triage-object.js';

/** Longer lines of prose tire the eye. */
const widthMax = 110;

/** `faultline show`: one series with its stage, patches, tags, thread, remarks and findings. Ends with a line end. */
export function renderShow(view: SeriesView, options: RenderContext & Screen): string {
  const canvas: Canvas = {
    context: options,
    palette: makePalette(options.color),
    width: Math.min(widthMax, options.width),
  };
  const { review } = view;
  const sections = [
    [...seriesHeader(canvas, review.series), ...renderStand(canvas, view)],
    renderPatches(canvas, view),
    ...view.threads.map(thread => section(canvas, 'thread', renderThread(canvas, thread, review.series))),
    renderRemarks(canvas, review),
    renderUnaddressed(canvas, view),
    ...(view.isJudged ? renderFindings(canvas, view) : [['  no rule has looked at it yet']]),
    renderLimits(canvas, review),
  ];
  return `${sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** `faultline show --format json`: the same as one JSON object. Ends with a line end. */
export function renderShowJson(view: SeriesView): string {
  const value = {
    ...reviewObject(view.review),
    isJudged: view.isJudged,
    triage: triageObject(view.triage),
    listIds: view.listIds,
    otherVersions: view.otherVersions.map(({ seriesId, version, isResend, title }) => ({
      seriesId,
      version,
      isResend,
      title,
    })),
    threads: view.threads.map(thread => ({
      rootId: thread.rootId,
      messages: thread.nodes.map(({ id, message, parentId, depth }) => ({
        messageId: id,
        isSeen: message !== undefined,
        parentId,
        depth,
        from: message === undefined ? undefined : { name: message.from.name, email: message.from.email },
        sentAt: isoOf(message?.sentAt),
        subject: message?.subject,
      })),
    })),
  };
  return `${safeJson(value, 2)}\n`;
}

function section({ palette }: Canvas, title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${palette.strong(title)}`, ...lines];
}

function renderStand(canvas: Canvas, { triage, listIds, otherVersions, review }: SeriesView): readonly string[] {
  const { verdict, staleAt } = triage;
  const line = (label: string, words: string) => labelled(canvas, '  ', label, words, canvas.palette.strong);
  const was = staleAt === undefined ? [] : line(`before ${dayWords(verdict.since)}`, staleAt.reason);
  return [
    ...line(standWords(triage), verdict.reason),
    ...was,
    canvas.palette.dim(`    since ${dayWords(verdict.since)}, ${safeLine(sourceWords(verdict.source))}`),
    ...otherVersions.flatMap(other => {
      const title = other.title === review.series.title ? '' : `, ${other.title}`;
      return line(`v${other.version}${other.isResend ? ' (resent)' : ''}`, `<${other.seriesId}>${title}`);
    }),
    ...(listIds.length === 0 ? [] : line(listIds.length === 1 ? 'list' : 'lists', listIds.join(', '))),
  ];
}

function renderPatches(canvas: Canvas, { review, triage }: SeriesView): readonly string[] {
  const { series } = review;
  return series.patches.flatMap(patch => {
    const known = triage.patches.find(each => each.messageId === patch.messageId);
    return [
      patchLine(series, patch, canvas.width),
      ...(known === undefined ? [] : renderTags(canvas, known, series.version)),
    ];
  });
}

const tagIndent = '        ';

function renderTags(canvas: Canvas, patch: PatchTriage, version: number): readonly string[] {
  const applied =
    patch.applied === undefined
      ? []
      : labelled(canvas, tagIndent, 'applied', sourceWords(patch.applied), canvas.palette.added);
  const lines = patch.tags.flatMap(tag => {
    const words = `${tag.value}${originWords(tag, version)}`;
    return labelled(canvas, tagIndent, tag.token.slice(0, tokenCharsMax), words, text => text);
  });
  return [...lines, ...applied];
}

const tokenCharsMax = 40;

/** Where a tag comes from, where that is not the patch itself. */
function originWords(tag: PatchTag, version: number): string {
  const marks = [
    tag.isBot ? 'by a program' : '',
    tag.version === version ? (tag.isOwn ? '' : 'in a reply') : `on v${tag.version}`,
  ].filter(mark => mark !== '');
  return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
}

/** The remarks on the version before, at the lines of this one. */
function renderUnaddressed(canvas: Canvas, { triage, review, otherVersions }: SeriesView): readonly string[] {
  const remarks = triage.unaddressed.map(({ remark, speaker, ...place }) => ({ ...remark, ...place }));
  const before = otherVersions.findLast(other => other.seriesId === review.series.predecessorId);
  const title = `not answered and not followed${before === undefined ? '' : `, said of v${before.version}`}`;
  return renderRemarks(canvas, { ...review, remarks }, title);
}

function renderFindings(canvas: Canvas, { review }: SeriesView): readonly (readonly string[])[] {
  const findings = withAdvice(canvas.context, review.findings);
  return findings.length === 0 ? [['  no findings']] : findings.map(each => renderFinding(canvas, review.series, each));
}
