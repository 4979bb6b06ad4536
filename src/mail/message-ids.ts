import { limits } from '../domain/limits.js';

/**
 * The ids in a References or In-Reply-To header: between angle brackets wherever they stand (`<a><b>`, a comment after
 * them, garbage between them), else the words that look like ids (some mailers drop the brackets).
 *
 * @returns in order, unique, at most `limits.referencesMax`: of more, the first (the root) and the last ones are kept
 */
export function parseMessageIds(value: string): readonly string[] {
  const bracketed = [...value.matchAll(/<([^<>]{1,998})>/g)].map(match => tidyId(match[1] ?? ''));
  const found =
    bracketed.length > 0
      ? bracketed
      : value
          .split(/[\s,]+/)
          .filter(looksLikeId)
          .map(tidyId);
  const unique = [...new Set(found)].filter(id => id !== '');
  if (unique.length <= limits.referencesMax) return unique;
  return [...unique.slice(0, 1), ...unique.slice(1 - limits.referencesMax)];
}

/**
 * The one id of a Message-ID header, without brackets and comments; undefined where there is none.
 * A broken id (`a@b>`) is taken as it stands: replies refer to it by what is inside.
 */
export function parseMessageId(value: string): string | undefined {
  const inside = /<([^<>]{1,998})>/.exec(value)?.[1] ?? value.replace(/\([^)]*\)/g, '').replace(/[<>]/g, '');
  const id = tidyId(inside);
  return id === '' ? undefined : id.slice(0, 998);
}

function tidyId(id: string): string {
  return id.replace(/[\s\u0000-\u001f\u007f]+/g, '');
}

function looksLikeId(word: string): boolean {
  return word.length < 1000 && /^[^\s@()]+@[^\s@()]+$/.test(word);
}
