import type { SeriesTriage, StageSource } from '../domain/triage.js';

/** `changes requested`. */
export function stageWords(stage: SeriesTriage['verdict']['stage']): string {
  return stage.replace('-', ' ');
}

/** `stale`, `stale, was under review`. */
export function standWords({ verdict, staleAt }: Pick<SeriesTriage, 'verdict' | 'staleAt'>): string {
  return staleAt === undefined
    ? stageWords(verdict.stage)
    : `${stageWords(verdict.stage)}, was ${stageWords(staleAt.stage)}`;
}

/** `mail <a@b>`, `series <a@b>`, `commit 0123456789ab`. Not yet escaped. */
export function sourceWords(source: StageSource): string {
  if (source.kind === 'commit') return `commit ${source.commitId.slice(0, 12)}`;
  return source.kind === 'mail' ? `mail <${source.messageId}>` : `series <${source.seriesId}>`;
}
