import { limits } from '../../domain/limits.js';
import { findMessageId } from '../../tree/commit-links.js';

/** An address as people write it: bare, in brackets, or as the target of a link of markdown. */
const address = /https?:\/\/[^\s<>"'`()[\]{}|\\]{1,1000}/gi;
/** The field of a mail's head, as some quote it, also in a list of markdown. */
const field = /^[ \t>*-]{0,8}message-id:[ \t]*<?([^\s<>]{1,800})>?/gim;

/**
 * The Message-IDs that the text of a pull request, or of a commit, names: as part of the address of an archive or of patchwork, or in a
 * `Message-ID:` field. In their order, each once, at most `limits.messageIdsNamedMax`.
 */
export function findMessageIds(text: string): readonly string[] {
  const bounded = text.slice(0, limits.bodyCharsMax);
  const found = [
    ...[...bounded.matchAll(address)].map(match => ({ index: match.index, value: withoutEnd(match[0]) })),
    ...[...bounded.matchAll(field)].map(match => ({ index: match.index, value: `<${match[1]}>` })),
  ];
  const ids = found.sort((a, b) => a.index - b.index).flatMap(({ value }) => findMessageId(value));
  return [...new Set(ids)].slice(0, limits.messageIdsNamedMax);
}

/** Without what ends the sentence around an address. */
function withoutEnd(url: string): string {
  let end = url.length;
  while (/[.,;:!?*_~]/.test(url[end - 1] ?? '')) end -= 1;
  return url.slice(0, end);
}
