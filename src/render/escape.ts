/**
 * Text of strangers, made safe for the place where it is shown. Everything that comes from a mail (names, titles,
 * paths, code, remarks, details of problems) passes one of these functions on its way out.
 */

// Controls (C0, C1, DEL), format characters (bidirectional overrides, zero width, tags, BOM), the two Unicode line
// separators, lone surrogates, and what fonts leave out (fillers, joiners, selectors of variants but the two for emoji).
// What a reader cannot see must not change what he sees (CVE-2021-42574).
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/gu;
const tabStop = 8;

/** Shows what cannot be seen, as less(1) does: `<U+202E>`. Tabs and line ends count as invisible. */
export function showInvisible(text: string): string {
  return text.replace(invisible, character => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** One line of prose: white space of any kind folded to single spaces, the invisible shown. */
export function safeLine(text: string): string {
  return showInvisible(text.replace(/\s+/g, ' ').trim());
}

/** One line of code: tabs expanded to stops of 8 columns as the kernel's style counts them, the invisible shown. */
export function safeCode(text: string): string {
  const withoutCarriageReturn = text.replace(/\r$/, '');
  let out = '';
  for (const part of withoutCarriageReturn.split(/(\t)/)) {
    out += part === '\t' ? ' '.repeat(tabStop - (out.length % tabStop)) : showInvisible(part);
  }
  return out.trimEnd();
}

/** One line of code with its tabs, for places that keep them (a quotation in a mail, a fenced block). */
export function safeCodeWithTabs(text: string): string {
  return text.replace(/\r$/, '').split('\t').map(showInvisible).join('\t');
}

/**
 * JSON in which every invisible character stands as `\uXXXX`: the same value to a reader of JSON, and nothing in it
 * can steer the terminal it is printed on. JSON.stringify() alone lets C1 controls and bidirectional overrides pass.
 */
export function safeJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent);
  return json.replace(invisible, character => (character === '\n' ? character : unicodeEscapes(character)));
}

function unicodeEscapes(character: string): string {
  let out = '';
  for (let index = 0; index < character.length; index++) {
    out += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return out;
}
