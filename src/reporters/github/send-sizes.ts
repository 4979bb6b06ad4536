import type { DeliveryContent } from '../../domain/delivery.js';
import { limits } from '../../domain/limits.js';

/** The marker's line, and some. */
const markerChars = 100;

/**
 * What of a content is longer than GitHub takes, for people; undefined where all of it fits. Whoever plans a delivery keeps to the bounds;
 * what did not is not cut here, as half of a fence or a table would be worse than nothing.
 */
export function tooLongOf(content: DeliveryContent): string | undefined {
  const long = partsOf(content).find(([, text, charsMax]) => text.length > charsMax);
  if (long === undefined) return undefined;
  const [part, text, charsMax] = long;
  return `${part} is too long: ${text.length} characters, GitHub takes ${charsMax}`;
}

function partsOf(content: DeliveryContent): readonly (readonly [string, string, number])[] {
  const { postCharsMax, postTitleCharsMax } = limits;
  if (content.kind === 'reaction') return [];
  if (content.kind === 'check-run')
    return [
      ['the title', content.title, postTitleCharsMax],
      ['the summary', content.summary, postCharsMax],
      ['the text', content.text, postCharsMax],
      ...content.annotations.flatMap(({ title, message }) => [
        ['the title of an annotation', title, postTitleCharsMax] as const,
        // This one is measured in bytes (64 KB).
        ['an annotation', message, postCharsMax / 4] as const,
      ]),
    ];
  const body = ['the text', content.body, postCharsMax - markerChars] as const;
  return content.kind === 'issue' ? [['the title', content.title, postTitleCharsMax], body] : [body];
}
