import { limits } from '../domain/limits.js';

/** The trailers of a commit that may name the mail it came from. */
export const linkKeys: readonly string[] = ['Link', 'Message-Id', 'Patchwork-Link'];

/**
 * The Message-ID that a trailer names: alone (`Message-Id: <a@b>`), or as a part of the path of an archive's address (lore, lkml.kernel.org/r/,
 * msgid.link, patchwork), where `@` and other signs may be encoded.
 */
export function findMessageId(value: string): readonly string[] {
  const text = value.trim();
  const isAddress = /^https?:\/\//i.test(text);
  const parts = isAddress
    ? text
        .split(/[/?#\s]/)
        .slice(3)
        .map(decode)
    : [text.replace(/^<|>.*$/g, '')];
  const id = parts.find(part => /^[^\s<>@]{1,500}@[^\s<>@]{1,300}$/.test(part));
  return id === undefined ? [] : [id];
}

/** Signs of ASCII only: an id has no others. */
function decode(part: string): string {
  return part.replace(/%[2-7][0-9a-f]/gi, code => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

/**
 * The Message-IDs that the trailers of a whole commit message name, as git takes trailers for such (git-interpret-trailers): the last
 * paragraph but the subject, where all of it are trailers, or a fourth of it with a Signed-off-by among them.
 */
export function findLinkedIds(message: string): readonly string[] {
  const paragraphs = message
    .slice(0, limits.bodyCharsMax)
    .replace(/\r\n/g, '\n')
    .trimEnd()
    .split(/\n(?:[ \t]*\n)+/);
  const lines = paragraphs.length < 2 ? [] : unfold(paragraphs.at(-1) ?? '');
  const trailers = lines.flatMap(readTrailer);
  const isSigned = lines.some(line => /^(?:Signed-off-by: |\(cherry picked from commit )/.test(line));
  const isBlock = trailers.length === lines.length || (isSigned && trailers.length * 4 >= lines.length);
  if (!isBlock) return [];
  const links = trailers.filter(({ key }) => linkKeys.some(known => known.toLowerCase() === key.toLowerCase()));
  return links.slice(0, limits.commitLinksMax).flatMap(({ value }) => findMessageId(value));
}

/** Joins the lines that begin with a blank to those before them. */
function unfold(paragraph: string): readonly string[] {
  return paragraph.replace(/\n[ \t]+/g, ' ').split('\n');
}

function readTrailer(line: string): readonly { readonly key: string; readonly value: string }[] {
  const colon = line.indexOf(':');
  const key = line.slice(0, Math.max(colon, 0));
  return /^[A-Za-z0-9-]+$/.test(key) ? [{ key, value: line.slice(colon + 1).slice(0, limits.headerCharsMax) }] : [];
}
