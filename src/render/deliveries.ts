import type { Delivery, DeliveryContent, DeliveryState } from '../domain/delivery.js';
import { fullNameOf } from '../domain/repository.js';
import type { Screen } from '../domain/screen.js';
import { isoOf, minuteWords } from './dates.js';
import { safeCode, safeJson, safeLine } from './escape.js';
import { count } from './layout.js';
import { makePalette } from './palette.js';

/** A delivery with what its repository and its parent have to do with it. */
export interface ShownDelivery {
  readonly delivery: Delivery;
  readonly repository?:
    | { readonly owner: string; readonly name: string; readonly trouble?: string | undefined }
    | undefined;
  readonly parent?: { readonly state: DeliveryState; readonly isPosted: boolean } | undefined;
}

/** One line of `faultline deliveries --format json`: without the texts, the keys in a fixed order. `now`: milliseconds since the epoch. */
export function renderDeliveryLine(shown: ShownDelivery, now: number): string {
  return `${safeJson(objectOf(shown, now))}\n`;
}

/** One delivery whole, for programs. */
export function renderDeliveryObject(shown: ShownDelivery, now: number): string {
  return `${safeJson({ ...objectOf(shown, now), content: shown.delivery.content }, 2)}\n`;
}

/** A line for what it is, and one below for its address, or why it is not there. */
export function renderDeliveryRow(shown: ShownDelivery, now: number, screen: Screen): string {
  const { delivery } = shown;
  const palette = makePalette(screen.color);
  const plain = (text: string) => text;
  const paints = { failed: palette.severity.error, withheld: palette.dim, sent: palette.added, planned: plain };
  const paint = delivery.state === 'sending' ? palette.severity.warning : paints[delivery.state];
  const head = [
    paint(delivery.state.padEnd(8)),
    minuteWords(delivery.sentAt ?? delivery.plannedAt),
    palette.strong(repositoryWords(shown)),
    `${delivery.content.kind}, ${safeLine(delivery.subject)}`,
  ].join('  ');
  const reason = reasonOf(shown, now);
  const lines = [
    palette.dim(safeLine(delivery.key)),
    ...(delivery.receipt === undefined ? [] : [safeLine(delivery.receipt.url)]),
    ...(reason === undefined ? [] : [safeLine(reason)]),
  ];
  return [head, ...lines.map(line => `          ${line}`), ''].join('\n');
}

/** One delivery with its texts, as they are sent but for what a terminal would not show. */
export function renderDelivery(shown: ShownDelivery, now: number, screen: Screen): string {
  const text = textOf(shown.delivery.content).split('\n').map(safeCode).join('\n');
  return `${renderDeliveryRow(shown, now, screen)}\n${text}\n`;
}

function repositoryWords({ repository, delivery }: ShownDelivery): string {
  return safeLine(repository === undefined ? `repository ${delivery.repositoryId}` : fullNameOf(repository));
}

function objectOf(shown: ShownDelivery, now: number): Readonly<Record<string, unknown>> {
  const { delivery, repository } = shown;
  return {
    key: delivery.key,
    repository: repository === undefined ? undefined : fullNameOf(repository),
    repositoryId: delivery.repositoryId,
    kind: delivery.content.kind,
    subject: delivery.subject,
    parent: delivery.parent,
    state: delivery.state,
    reason: reasonOf(shown, now),
    url: delivery.receipt?.url,
    isOutdated: delivery.isOutdated,
    attempts: delivery.attempts,
    plannedAt: isoOf(delivery.plannedAt),
    sentAt: isoOf(delivery.sentAt),
    notBefore: delivery.notBefore > now ? isoOf(delivery.notBefore) : undefined,
  };
}

/** Why it is not there, or not as it is wanted; undefined where nothing is to be said. Of text of strangers, not escaped. */
function reasonOf({ delivery, repository, parent }: ShownDelivery, now: number): string | undefined {
  const { state, trouble } = delivery;
  if (state === 'sent') return undefined;
  if (state === 'withheld') return delivery.withheld;
  if (state === 'failed') return trouble;
  const times = delivery.attempts === 0 ? '' : `, ${count(delivery.attempts, 'attempt')} so far`;
  const until = delivery.notBefore > now ? `not before ${minuteWords(delivery.notBefore)} UTC${times}` : undefined;
  const parts = [
    state === 'sending' ? 'sent, and not known whether it arrived' : undefined,
    repository === undefined ? 'its repository is not known' : undefined,
    repository?.trouble === undefined ? undefined : `nothing is sent there: ${repository.trouble}`,
    parentWords(delivery, parent),
    trouble === repository?.trouble ? undefined : trouble,
    until,
  ];
  return parts.filter(part => part !== undefined).join('; ') || undefined;
}

function parentWords({ parent, receipt, content }: Delivery, upper: ShownDelivery['parent']): string | undefined {
  if (parent === undefined || receipt !== undefined || upper?.isPosted) return undefined;
  if (upper === undefined)
    return content.kind === 'review-comment' ? undefined : `waits for ${parent}, which is not planned`;
  if (content.kind !== 'review-comment') return `waits for ${parent}, which is ${upper.state}`;
  return upper.state === 'planned' || upper.state === 'sending' ? `goes with ${parent}` : undefined;
}

function textOf(content: DeliveryContent): string {
  switch (content.kind) {
    case 'check-run':
      return [
        `${content.name}: ${content.conclusion}, ${content.title}`,
        content.summary,
        content.text,
        ...content.annotations.map(
          ({ path, line, level, title, message }) => `${path}:${line}: ${level}: ${title}\n${message}`,
        ),
      ].join('\n\n');
    case 'issue':
      return `${content.title}\n${content.labels.join(', ')}\n\n${content.body}`;
    case 'review-comment':
      return `${content.path}${content.line === undefined ? '' : `:${content.line}`}\n\n${content.body}`;
    case 'reaction':
      return content.reaction;
    default:
      return content.body;
  }
}
