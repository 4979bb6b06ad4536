// Scripts whose characters take two columns on a terminal (Unicode Standard Annex 11, roughly), and emoji.
const wide = /[\p{scx=Han}\p{scx=Hangul}\p{scx=Hiragana}\p{scx=Katakana}\p{Emoji_Presentation}\uFF01-\uFF60]/u;
const combining = /[\p{Mn}\p{Me}]/u;

/** How many columns of a terminal a line takes, roughly: wide scripts count two, combining marks none. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) {
    return text.length;
  }
  let columns = 0;
  for (const character of text) {
    columns += wide.test(character) ? 2 : combining.test(character) ? 0 : 1;
  }
  return columns;
}

/** Characters for each column: marks that combine take none, and text of nothing else would have no end. */
const charsPerColumn = 4;

/** The line, or its beginning and `...` where it is longer than so many columns. */
export function cutTo(text: string, columnsMax: number): string {
  const charsMax = charsPerColumn * columnsMax;
  if (text.length <= charsMax && columnsOf(text) <= columnsMax) {
    return text;
  }
  let out = '';
  let columns = 0;
  for (const character of text) {
    columns += columnsOf(character);
    if (columns > columnsMax - 3 || out.length > charsMax) {
      break;
    }
    out += character;
  }
  return `${out.trimEnd()}...`;
}

/** The text, or its beginning and `...` where it is longer than so many characters, for places that count those. */
export function cutToChars(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const cut = text.slice(0, charsMax - 3);
  // Half of a character that takes two is none.
  return `${cut.replace(/[\uD800-\uDBFF]$/, '').trimEnd()}...`;
}

/** Addresses of pages are longer than any line and must stay whole; a longer word is no word. */
const wordColumnsMax = 400;

/** Breaks prose between words into lines of at most so many columns; a longer word stands on a line of its own. */
export function wrap(text: string, columnsMax: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const each of text.split(' ')) {
    const word = cutTo(each, wordColumnsMax);
    const width = columnsOf(word);
    if (line !== '' && columns + 1 + width > columnsMax) {
      lines.push(line);
      line = word;
      columns = width;
    } else {
      line = line === '' ? word : `${line} ${word}`;
      columns += (columns === 0 ? 0 : 1) + width;
    }
  }
  return [...lines, line];
}

/** More than this in front of a line is no indentation that helps. */
const indentColumnsMax = 16;

/** As wrap(), of one line of somebody's text: its parts keep its indentation. */
export function wrapLine(text: string, columnsMax: number): readonly string[] {
  const [spaces = ''] = /^ */.exec(text) ?? [];
  const indent = ' '.repeat(Math.min(spaces.length, indentColumnsMax));
  const words = text.slice(spaces.length);
  if (indent.length + columnsOf(words) <= columnsMax) {
    return [`${indent}${words}`];
  }
  return wrap(words, columnsMax - indent.length).map(line => `${indent}${line}`);
}

/** `1 patch`, `2 patches`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
