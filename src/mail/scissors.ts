const mark = /^(?:>8|8<|>%|%<)/;

/**
 * Whether a line is a scissors line as git's mailinfo defines it: it holds a scissors mark, is at least 8 characters
 * wide, and the perforation (marks, dashes and the blanks after them) fills more than a third of it, blanks being less
 * than half of the perforation.
 */
export function isScissors(line: string): boolean {
  const text = line.trim();
  if (text.length < 8 || text.length > 500 || !/>8|8<|>%|%</.test(text)) return false;
  let perforation = 0;
  let gap = 0;
  let isInPerforation = false;
  for (let index = 0; index < text.length; index++) {
    if (/\s/.test(text[index] ?? '')) {
      if (isInPerforation) gap += 1;
    } else if (mark.test(text.slice(index, index + 2))) {
      isInPerforation = true;
      perforation += 2;
      index += 1;
    } else {
      isInPerforation = text[index] === '-';
      if (isInPerforation) perforation += 1;
    }
  }
  perforation += gap;
  return text.length < perforation * 3 && gap * 2 < perforation;
}
