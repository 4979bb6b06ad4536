const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 5322 section 4.3, hours from UTC; every other name means UTC, as the RFC says. */
const zones: Readonly<Record<string, number>> = {
  edt: -4,
  est: -5,
  cdt: -5,
  cst: -6,
  mdt: -6,
  mst: -7,
  pdt: -7,
  pst: -8,
  cest: 2,
  cet: 1,
  bst: 1,
  ist: 5.5,
  jst: 9,
};

const datePattern =
  /(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]*[ -](\d{4}|\d{2})[ ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([+-]\d{4}|[A-Za-z]+)?/;
/** "Mon Oct 24 2022 - 15:57:29 EST", as some archives print it, and asctime's "Mon Oct 24 15:57:29 2022". */
const archivePattern = /([A-Za-z]{3}) +(\d{1,2}) (\d{4}) - (\d{2}):(\d{2}):(\d{2})\s*([+-]\d{4}|[A-Za-z]+)?/;
const asctimePattern = /([A-Za-z]{3}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:([A-Za-z]{3,4}|[+-]\d{4}) )?(\d{4})/;

/**
 * The time of a Date: header (RFC 5322 with its obsolete forms) or of an archive page.
 *
 * @returns milliseconds since the epoch; undefined where the header is unreadable or says something that no mail can
 *   have been sent at (before 1970, after 2100), never "now"
 */
export function parseMailDate(value: string): number | undefined {
  const text = value.slice(0, 200).replace(/\s+/g, ' ').trim();
  const mail = datePattern.exec(text);
  if (mail) return makeTime(mail[3], mail[2], mail[1], [mail[4], mail[5], mail[6]], mail[7]);
  const archive = archivePattern.exec(text);
  if (archive) return makeTime(archive[3], archive[1], archive[2], [archive[4], archive[5], archive[6]], archive[7]);
  const asctime = asctimePattern.exec(text);
  if (asctime) return makeTime(asctime[7], asctime[1], asctime[2], [asctime[3], asctime[4], asctime[5]], asctime[6]);
  return undefined;
}

type Text = string | undefined;

function makeTime(year: Text, month: Text, day: Text, clock: readonly Text[], zone: Text): number | undefined {
  const monthIndex = months.indexOf((month ?? '').toLowerCase());
  const [hour = 0, minute = 0, second = 0] = clock.map(part => Number(part ?? '0'));
  const offsetMinutes = readZone(zone ?? '');
  if (monthIndex < 0 || hour > 24 || minute > 59 || second > 60 || offsetMinutes === undefined) return undefined;
  const days = Number(day);
  const date = Date.UTC(readYear(Number(year)), monthIndex, days, hour, minute, second);
  if (days < 1 || days > 31 || Number.isNaN(date)) return undefined;
  const time = date - offsetMinutes * 60_000;
  return time < 0 || time > Date.UTC(2100, 0) ? undefined : time;
}

/** RFC 5322 section 4.3: two digits below 50 are of this century, other short years count from 1900. */
function readYear(year: number): number {
  if (year >= 1000) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

/** Minutes east of UTC; undefined for an offset that no place on earth has. */
function readZone(zone: string): number | undefined {
  const offset = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (!offset) return (zones[zone.toLowerCase()] ?? 0) * 60;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  if (minutes > 14 * 60) return undefined;
  return offset[1] === '-' ? -minutes : minutes;
}
