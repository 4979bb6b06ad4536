import type { PatchTag, SeriesTriage, StageSource, StageVerdict, UnaddressedRemark } from '../domain/triage.js';
import { isoOf } from './dates.js';
import { remarkObject } from './remark-object.js';

/** A stage as JSON, with the keys in a fixed order. */
export function verdictObject({ stage, reason, since, source }: StageVerdict): Record<string, unknown> {
  return { stage, reason, since: isoOf(since), source: sourceObject(source) };
}

/** What triage says of a series, as JSON, with the keys in a fixed order. */
export function triageObject(triage: SeriesTriage): Record<string, unknown> {
  return {
    verdict: verdictObject(triage.verdict),
    staleAt: triage.staleAt === undefined ? undefined : verdictObject(triage.staleAt),
    patches: triage.patches.map(({ number, messageId, tags, applied }) => ({
      number,
      messageId,
      tags: tags.map(tagObject),
      applied: applied === undefined ? undefined : sourceObject(applied),
    })),
    unaddressed: triage.unaddressed.map(unaddressedObject),
  };
}

function sourceObject(source: StageSource): Record<string, unknown> {
  if (source.kind === 'commit') return { kind: source.kind, commitId: source.commitId };
  return source.kind === 'mail'
    ? { kind: source.kind, messageId: source.messageId }
    : { kind: source.kind, seriesId: source.seriesId };
}

function tagObject({ token, value, person, isBot, fromMessageId, version, isOwn }: PatchTag): Record<string, unknown> {
  const named = person === undefined ? undefined : { name: person.name, email: person.email };
  return { token, value, person: named, isBot, fromMessageId, version, isOwn };
}

function unaddressedObject({
  remark,
  speaker,
  patchMessageId,
  path,
  side,
  line,
}: UnaddressedRemark): Record<string, unknown> {
  return {
    remark: remarkObject(remark),
    speaker: { name: speaker.name, email: speaker.email },
    keptAt: { patchMessageId, path, side, line },
  };
}
