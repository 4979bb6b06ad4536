import type { Patch } from '../domain/patch.js';
import type { Problem } from '../domain/problem.js';
import type { CoverLetter, Series, SeriesState } from '../domain/series.js';
import type { Draft } from './draft.js';
import { makePatch } from './make-patch.js';
import type { Post } from './read-post.js';

/** Makes the series that a draft stands for. Predecessor and follow-up trailers come later: they need all series. */
export function makeSeries(draft: Draft): Series {
  const posts = [...draft.patches.values()].sort((a, b) => a.number - b.number);
  const patches = posts.map(post => makePatch(post.message, post.number, post.text));
  const first = draft.cover ?? posts[0];
  if (first === undefined) throw new Error('a draft holds at least one post');
  const total = Math.max(draft.total ?? 0, posts.at(-1)?.number ?? 0);
  const missing = findMissing(total, draft);
  const subjects = draft.cover ? [draft.cover, ...posts] : posts;
  return {
    id: first.message.id,
    threadRootId: draft.thread.rootId,
    version: draft.version ?? 1,
    total,
    title: first.text.title,
    author: draft.cover ? draft.cover.message.from : first.text.author,
    cover: draft.cover && makeCover(draft.cover),
    patches,
    missing,
    state: stateOf(patches, missing),
    isResend: subjects.some(post => post.subject.isResend),
    isRfc: subjects.some(post => post.subject.isRfc),
    treeHint: subjects.map(post => post.subject.treeHint).find(hint => hint !== undefined),
    baseCommit: subjects.map(post => post.text.baseCommit).find(commit => commit !== undefined),
    changeId: subjects.map(post => post.text.changeId).find(id => id !== undefined),
    trailers: [],
    problems: findProblems(first, total, missing, patches),
  };
}

function makeCover(post: Post): CoverLetter {
  return { messageId: post.message.id, title: post.text.title, text: post.message.body };
}

function findMissing(total: number, draft: Draft): readonly number[] {
  return Array.from({ length: total }, (_, index) => index + 1).filter(number => !draft.patches.has(number));
}

function stateOf(patches: readonly Patch[], missing: readonly number[]): SeriesState {
  if (missing.length > 0) return 'incomplete';
  return patches.some(patch => patch.files.length === 0) ? 'unreadable' : 'complete';
}

function findProblems(
  first: Post,
  total: number,
  missing: readonly number[],
  patches: readonly Patch[],
): readonly Problem[] {
  const make = (code: Problem['code'], messageId: string, detail: string): Problem => ({
    code,
    where: messageId,
    messageId,
    detail,
  });
  const unreadable = patches
    .filter(patch => patch.files.length === 0 && patch.problems.length === 0)
    .map(patch => make('diff-damaged', patch.messageId, `Patch ${patch.number} holds no diff that can be read.`));
  if (missing.length === 0) return unreadable;
  const numbers = missing.length > 20 ? `${missing.slice(0, 20).join(', ')}, …` : missing.join(', ');
  const detail = `${missing.length} of its ${total} patches are not at hand: ${numbers}.`;
  return [make('series-incomplete', first.message.id, detail), ...unreadable];
}
