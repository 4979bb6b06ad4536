import type { Series } from '../domain/series.js';
import type { StageSource } from '../domain/triage.js';
import { isSamePerson } from '../mail/same-person.js';
import type { FamilyIndex, SeriesAnswer } from './family.js';
import { readOwnWords } from './own-words.js';
import {
  agreesToChange,
  announcesVersion,
  asksForVersion,
  asksToDrop,
  excusesFromVersion,
  isNak,
} from './request-words.js';

/** That a series will not go in as it is: somebody refuses it or asks for another version, or its author announces one. */
export interface ChangeRequest {
  /** `refused`, `announced` and `withdrawn` also undo what a maintainer said before. */
  readonly kind: 'refused' | 'asked' | 'announced' | 'agreed' | 'withdrawn';
  readonly source: StageSource;
  readonly at: number;
  readonly since: number | undefined;
  readonly reason: string;
}

/** The requests that nothing has settled since: not the same person's tag, not a maintainer's "no need to resend". */
export function findOpenRequests(index: FamilyIndex, series: Series): readonly ChangeRequest[] {
  let open: { readonly request: ChangeRequest; readonly answer: SeriesAnswer }[] = [];
  for (const answer of index.answersTo(series)) {
    if (answer.isBot) continue;
    const sentences = readOwnWords(answer.message).sentences;
    if (!answer.isByAuthor && sentences.some(excusesFromVersion)) {
      open = open.filter(({ request }) => request.kind === 'refused');
      continue;
    }
    if (givesTag(series, answer))
      open = open.filter(({ answer: asked }) => !isSamePerson(asked.message.from, answer.message.from));
    const found = sentences.flatMap(sentence => {
      const kind = kindOf(sentence, answer, series);
      return kind === undefined ? [] : [{ kind, sentence }];
    })[0];
    if (found === undefined) continue;
    const { message, at, since } = answer;
    const reason = `${index.nameOf(message)}: "${found.sentence}"`;
    const source = { kind: 'mail', messageId: message.id } as const;
    open.push({ answer, request: { kind: found.kind, source, at, since, reason } });
  }
  return open.map(({ request }) => request);
}

function kindOf(sentence: string, answer: SeriesAnswer, series: Series): ChangeRequest['kind'] | undefined {
  if (answer.isByAuthor) {
    if (announcesVersion(sentence, series.version)) return 'announced';
    if (asksToDrop(sentence) || isNak(sentence)) return 'withdrawn';
    return agreesToChange(sentence) ? 'agreed' : undefined;
  }
  if (isNak(sentence)) return 'refused';
  return asksToDrop(sentence) || asksForVersion(sentence) ? 'asked' : undefined;
}

function givesTag(series: Series, { message }: SeriesAnswer): boolean {
  return series.trailers.some(
    ({ token, fromMessageId }) => fromMessageId === message.id && /^(?:reviewed|acked)-by$/i.test(token),
  );
}
