import type { Series } from '../domain/series.js';
import type { LastWord, SeriesTriage, StageRecord, StageVerdict } from '../domain/triage.js';
import { type Family, FamilyIndex } from './family.js';
import { judgeStage } from './judge-stage.js';
import { findLandings } from './landings.js';
import { tagsOf } from './tags.js';
import { findUnaddressed } from './unaddressed.js';

export interface TriageSettings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A series without a word for so many days is stale. */
  readonly staleAfterDays: number;
}

/** A release takes nine or ten weeks: what nobody has mentioned for longer missed one. */
export const staleAfterDaysDefault = 90;

/** What is kept of a series' progress, whatever time it is now. */
export function recordOf({ verdict, staleAt, lastWord, unaddressed }: SeriesTriage): StageRecord {
  return { judged: staleAt ?? verdict, lastWord, unaddressedCount: unaddressed.length };
}

/** Says of each series of a family how far it has come. In the order of `family.series`; nothing but what is given is looked at. */
export function triageFamily(family: Family, settings: TriageSettings): SeriesTriage[] {
  const index = new FamilyIndex(family, settings.now);
  return family.series.map(series => triageSeries(index, series, settings));
}

function triageSeries(index: FamilyIndex, series: Series, settings: TriageSettings): SeriesTriage {
  const landings = findLandings(index, series);
  const patches = series.patches.map(patch => ({
    number: patch.number,
    messageId: patch.messageId,
    tags: tagsOf(index, series, patch),
    applied: landings.get(patch.number)?.source,
  }));
  const judged = judgeStage(index, series, patches, landings);
  const lastWord = findLastWord(index, series);
  return {
    seriesId: series.id,
    ...judgeAge(judged, lastWord, settings),
    lastWord,
    patches,
    unaddressed: findUnaddressed(index, series),
  };
}

const dayMs = 86_400_000;

/** What time makes of a stage: a series that somebody still has to do something about, and about which nobody has said a word for too long, is stale. */
export function judgeAge(
  judged: StageVerdict,
  last: LastWord,
  { now, staleAfterDays }: TriageSettings,
): Pick<SeriesTriage, 'verdict' | 'staleAt'> {
  if (judged.stage === 'applied' || judged.stage === 'superseded') return { verdict: judged };
  if (last.at === undefined || now - last.at < staleAfterDays * dayMs) return { verdict: judged };
  const waiting = judged.stage === 'changes-requested' ? 'its author has not come back' : 'no word from anybody';
  const verdict: StageVerdict = {
    stage: 'stale',
    reason: `${waiting} for ${Math.floor((now - last.at) / dayMs)} days`,
    since: last.at,
    source: { kind: 'mail', messageId: last.messageId },
  };
  return { verdict, staleAt: judged };
}

/** Of a person; a program's report keeps nothing going. */
function findLastWord(index: FamilyIndex, series: Series): LastWord {
  const posts = series.patches.map(({ messageId }) => ({ messageId, at: index.timeOf(messageId) }));
  const words = index
    .answersTo(series)
    .filter(answer => !answer.isBot)
    .map(({ message, since }) => ({ messageId: message.id, at: since }));
  const start = { messageId: series.cover?.messageId ?? series.id, at: index.postedAt(series) };
  return [...posts, ...words].reduce((last, each) => ((each.at ?? 0) > (last.at ?? 0) ? each : last), start);
}
