const dayMs = 86_400_000;

/** What a Date can hold; a mail may claim any number. */
const timeMax = 8.64e15;

/** `2025-03-04 08:00` in UTC; `no date` where there is none. */
export function minuteWords(time: number | undefined): string {
  return isoOf(time)?.slice(0, 16).replace('T', ' ') ?? 'no date';
}

/** `2025-03-04` in UTC; `no date` where there is none. */
export function dayWords(time: number | undefined): string {
  return isoOf(time)?.slice(0, 10) ?? 'no date';
}

/** As ISO 8601 in UTC, for programs; undefined where there is none. */
export function isoOf(time: number | undefined): string | undefined {
  return time === undefined || !(Math.abs(time) <= timeMax) ? undefined : new Date(time).toISOString();
}

/** How long ago, in at most four columns: `0d`, `13d`, `9w`, `3y`; `?` for no date. */
export function ageWords(time: number | undefined, now: number): string {
  if (time === undefined) return '?';
  const days = Math.max(0, Math.floor((now - time) / dayMs));
  if (days < 21) return `${days}d`;
  return days < 2 * 365 ? `${Math.floor(days / 7)}w` : `${Math.min(999, Math.floor(days / 365))}y`;
}
