/** What no sender that stuffs would leave: a space before something that is neither space, `>` nor `From `. */
const unstuffed = /^ (?! |>|From )[^\n]/m;

/**
 * Undoes the space-stuffing of format=flowed (RFC 3676 section 4.4) and leaves the line breaks alone: in a patch every
 * line is a line. Some mailers say flowed and do not stuff; a line that proves it (a space and then text) leaves the
 * whole text as it is, because taking a space from it would turn context lines into damage.
 */
export function unstuffFlowed(text: string, deletesBlank: boolean): string {
  const unflowed = deletesBlank ? dropBreakBlanks(text) : text;
  if (unstuffed.test(unflowed)) return unflowed;
  return unflowed.replace(/^ /gm, '');
}

/** The text keeps its own blank before a break, which shows where lines can be joined; a break inside a word shows no more. */
function dropBreakBlanks(text: string): string {
  return text.replace(/ ( \n)/g, '$1');
}
