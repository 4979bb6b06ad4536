/** Who is quoted from here on, as the line before a quotation says: `On Mon, A wrote:`. */
export interface Attribution {
  /** How many lines it takes, counted back from the last one. */
  readonly lineCount: number;
  /** The name; the address where it gives no name. */
  readonly name: string;
}

/** Mail programs fold an attribution line; none of those seen came to more lines than this. */
const foldedLinesMax = 4;
const attributionCharsMax = 400;

const verbs =
  'wrote|writes|said|says|schrieb|schreef|skrev|skrifaði|kirjoitti|napisał(?:\\(?a\\)?)?|napsal(?:\\(?a\\)?)?|' +
  'a écrit|escribió|escreveu|ha scritto|scrisse|a scris|yazdı|írta|пишет|писал\\(?а?\\)?|написал\\(?а?\\)?|' +
  '写道|寫道|写了|のメッセージ|書きました|작성';
/** `… wrote:`, also with a date behind the verb (`A wrote on Tue, 1 Jan:`). */
const endsWithVerb = new RegExp(
  `(?:^|[\\s)>.,"\\u3000])(?:${verbs})(?:\\s+on\\s[^:]{4,30}[\\d:]{4,8}[^:]{0,40})?\\s*[:：]?$`,
  'iu',
);
/** German puts the verb before the name, or splits it: `Am … schrieb A:`, `Am … hat A geschrieben:`. */
const german = /^Am\s.{6,80}?\s(?:schrieb|hat)\s(.+?)(?:\sgeschrieben)?\s*:$/su;
const opener = /^(?:On|Am|Le|El|Il|Em|Op|Den|Dne|Em|At|in|W dniu|Quoting|В|在|于|20\d\d|\d{1,2}[./ ])/iu;
const hasDateOrAddress = /\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b|\S@\S/u;
const shortName = /^\p{Lu}[^:]{0,40}\s(?:wrote|writes)\s*:$/u;

/**
 * Reads the attribution that ends with the last of these lines, in the languages of the clients that post to kernel lists.
 * Returns undefined where the lines are ordinary words: a sentence that merely ends in "said:" has neither date nor address.
 */
export function readAttribution(linesAbove: readonly string[]): Attribution | undefined {
  const last = linesAbove.at(-1)?.trim() ?? '';
  if (last.length > attributionCharsMax || !/[:：]$|wrote$/u.test(last)) return undefined;
  let found: Attribution | undefined;
  for (let lineCount = 1; lineCount <= Math.min(foldedLinesMax, linesAbove.length); lineCount += 1) {
    const lines = linesAbove.slice(-lineCount).map(line => line.trim());
    const text = lines.join(' ');
    if (lines[0] === '' || text.length > attributionCharsMax) break;
    const isAttribution = isAttributionText(text);
    const opens = opener.test(lines[0] ?? '');
    if (isAttribution && (found === undefined || opens)) found = { lineCount, name: nameIn(text) };
    if (isAttribution && opens) break;
  }
  return found;
}

function isAttributionText(text: string): boolean {
  if (german.test(text)) return true;
  if (!endsWithVerb.test(text)) return false;
  return hasDateOrAddress.test(text) || shortName.test(text);
}

const address = /<[^<>]*>?|\[mailto:[^\]]*\]|\([^()]*@[^()]*\)/gu;
const clock =
  /\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:(?:UTC|GMT|[A-Z]{3,4})?\s*[+-]\d{4}|[A-Z]{3,4}(?=[\s,]))?(?:\s*\([^()]*\))?/gu;

/** The name is what is left of the text without its verb, its address and everything up to the time of day. */
function nameIn(text: string): string {
  const verbFirst = german.exec(text)?.[1] ?? /^(?:Quoting)\s(.+?)\s*:$/u.exec(text)?.[1];
  const named = verbFirst ?? text.replace(endsWithVerb, '');
  const withoutAddress = named.replace(address, ' ');
  const clocks = verbFirst === undefined ? [...withoutAddress.matchAll(clock)].at(-1) : undefined;
  const tail = clocks === undefined ? afterDate(withoutAddress) : withoutAddress.slice(clocks.index + clocks[0].length);
  const name = tidy(tail) || tidy(withoutAddress.slice(0, clocks?.index));
  return name || tidy(/[^\s<>[\]():,]+@[^\s<>[\](),]+/u.exec(named)?.[0] ?? '');
}

function afterDate(text: string): string {
  const dated = /^.*\b(?:19|20)\d\d\b[-/.\d]*,?/su.exec(text);
  return dated === null ? text : text.slice(dated[0].length);
}

function tidy(name: string): string {
  const dated = /^[^,]*\d.*,(?=[^,]*\p{L})/su.exec(name);
  return (dated === null ? name : name.slice(dated[0].length))
    .replace(/\s+/gu, ' ')
    .replace(/^[\s,;:*"'()-]*(?:上午|下午)/u, '')
    .replace(/^[\s,;:*"'()-]+|[\s,;:*"'(-]+$/gu, '')
    .replace(/^(?:by|from)\s/iu, '');
}
