/** RFC 2045, section 6.7: lines of at most 76 characters, no white space at a line's end. */
export function quotePrintable(text: string): string {
  const quote = (char: string): string => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return text
    .split('\n')
    .map(line => {
      const chars = [...line].map((char, index) => {
        const isBlank = char === ' ' || char === '\t';
        const isPlain = isBlank ? index < line.length - 1 : /[!-<>-~]/.test(char);
        return isPlain ? char : quote(char);
      });
      let written = '';
      let width = 0;
      for (const char of chars) {
        if (width + char.length > 75) {
          written += '=\n';
          width = 0;
        }
        written += char;
        width += char.length;
      }
      return written;
    })
    .join('\n');
}

/** RFC 3676, sections 4.2 and 4.4: blanks at the end of lines go, long lines are broken at a blank, what looks like a mark is stuffed. */
export function flow(text: string, deletesBlank: boolean): string {
  return text
    .split('\n')
    .flatMap(line => {
      if (line === '-- ') return [line];
      const pieces: string[] = [];
      let rest = line.replace(/ +$/, '');
      while (rest.length > 72) {
        const blank = rest.lastIndexOf(' ', 70);
        // A piece of blanks only would be lost: such a line is not broken there.
        if (blank < 1 || rest.slice(0, blank).trim() === '') break;
        pieces.push(rest.slice(0, blank + 1) + (deletesBlank ? ' ' : ''));
        rest = rest.slice(blank + 1);
      }
      return [...pieces, rest].map(piece => (/^(?: |>|From )/.test(piece) ? ` ${piece}` : piece));
    })
    .join('\n');
}

/** RFC 2045, section 6.8, of bytes. */
export function toBase64(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64').replace(/.{76}/g, '$&\n');
}

export function toCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

/** As a terminal shows them, in a line of a diff: the marker takes no column of the file. */
export function expandTabs(line: string): string {
  let column = -1;
  let expanded = '';
  for (const char of line) {
    const width = char === '\t' ? 8 - (column % 8) : 1;
    expanded += char === '\t' ? ' '.repeat(width) : char;
    column += width;
  }
  return expanded;
}
