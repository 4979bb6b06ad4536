import type { Exchange, HookResult } from '../github/failures.js';

export const writeFaults = ['502 after', 'cut after', '502 before', 'cut before', 'secondary limit'] as const;
export const webhookWays = ['doubled', 'mixed', 'dropped', 'lost', 'redelivered'] as const;

/** One way of disturbing the story. Indices count from 0. */
export type FaultCase =
  | { readonly kind: 'write'; readonly index: number; readonly fault: (typeof writeFaults)[number] }
  /** No answer to what only reads. */
  | { readonly kind: 'read'; readonly index: number }
  /** The process is killed when a request has come, or before its answer goes. */
  | { readonly kind: 'kill'; readonly index: number; readonly phase: Exchange['phase'] }
  /** It is killed behind a commit of its database. */
  | { readonly kind: 'commit'; readonly index: number }
  | { readonly kind: 'webhooks'; readonly way: (typeof webhookWays)[number]; readonly seed: number };

/** How much there is of each in an undisturbed run. */
export interface StoryCounts {
  readonly writes: number;
  readonly reads: number;
  readonly commits: number;
}

const seeds = 20;

/** Every way there is. */
export function listCases({ writes, reads, commits }: StoryCounts): readonly FaultCase[] {
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
  return [
    ...upTo(writes).flatMap(index => writeFaults.map(fault => ({ kind: 'write' as const, index, fault }))),
    ...upTo(reads).map(index => ({ kind: 'read' as const, index })),
    ...upTo(writes + reads).flatMap(index =>
      (['before', 'after'] as const).map(phase => ({ kind: 'kill' as const, index, phase })),
    ),
    ...upTo(commits).map(index => ({ kind: 'commit' as const, index })),
    ...webhookWays.flatMap(way =>
      upTo(way === 'mixed' ? seeds : 1).map(seed => ({ kind: 'webhooks' as const, way, seed })),
    ),
  ];
}

export function nameOf(each: FaultCase): string {
  switch (each.kind) {
    case 'write':
      return `write ${each.index + 1}: ${each.fault}`;
    case 'read':
      return `reading ${each.index + 1}: 502`;
    case 'kill':
      return `killed ${each.phase} request ${each.index + 1}`;
    case 'commit':
      return `killed behind commit ${each.index + 1}`;
    case 'webhooks':
      return `webhooks ${each.way}${each.way === 'mixed' ? `, ${each.seed + 1}` : ''}`;
  }
}

/** Queries are posted too. */
export function isRead({ route }: Pick<Exchange, 'route'>): boolean {
  return route.startsWith('GET ') || route === 'POST /graphql';
}

/** A hook that does something at one of the requests of a kind, `phase` of it. */
export function atRequest(
  {
    index,
    phase,
    counts = () => true,
  }: Pick<Exchange, 'phase'> & {
    readonly index: number;
    readonly counts?: (exchange: Exchange) => boolean;
  },
  act: () => HookResult | Promise<HookResult>,
): (exchange: Exchange) => HookResult | Promise<HookResult> {
  let seen = 0;
  return exchange => {
    if (exchange.phase !== phase || !counts(exchange)) return undefined;
    seen += 1;
    return seen === index + 1 ? act() : undefined;
  };
}
