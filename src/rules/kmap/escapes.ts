import { declares } from '../../c/dereference.js';
import { addressKey, type Call } from '../../c/expression.js';
import { deferringCalls, type HandOver, handOverCalls } from '../../kernel/hand-overs.js';
import type { FunctionPair, FunctionSide } from '../function-pair.js';
import { makeRule, type Report } from '../rule.js';
import type { FunctionModel } from '../walk/function-model.js';
import type { LiveMapping } from '../walk/state.js';

/** An address of a mapping that goes where the mapping is not valid. */
interface Escape {
  readonly mapping: LiveMapping;
  /** Where it goes. */
  readonly line: number;
  readonly words: string;
  /** The same with a kmap() mapping was as wrong before. */
  readonly isWrongForAll: boolean;
  /** Whether the mapping's user is another thread is not known. */
  readonly isUncertain?: boolean | undefined;
}

export const escapes = makeRule({
  id: 'kmap/escapes',
  stage: 'trial',
  severity: { file: 'warning', hunk: 'warning' },
  confidence: { file: 'medium', hunk: 'low' },
  summary: 'The address of a local mapping goes to somebody for whom the mapping is not valid.',
  why:
    'A kmap_local_page() mapping is valid in the thread that made it and nowhere else, an atomic one on its CPU until it is unmapped; kmap() ' +
    'addresses were valid everywhere. And no mapping of a page in high memory has a physical address that virt_to_page(), sg_set_buf() or ' +
    'dma_map_single() could reckon from it.',
  remedy:
    'Hand over the page (sg_set_page(), dma_map_page(), a member for the page) and map it where it is used; or allocate memory that is always ' +
    'mapped and use page_address().',
  staysSilentWhen: [
    'the same call got the address of such a mapping before the patch',
    'the address is one of page_address(), or of a copy',
    'the object in which the address is stored is given to no known call that lets another thread go on with it',
  ],
  mayBeWrongWhen: ['the page is never one of high memory', 'the other thread never uses the stored address'],
  rebuttal: 'why the address stays valid where it goes, or that the page is never in high memory',
  example: 'work-item',
  references: ['Documentation/mm/highmem.rst', 'include/linux/scatterlist.h: sg_set_buf()'],
  check: (pair: FunctionPair): Report[] => {
    const { old, new: now } = pair;
    if (!now?.walk.isComplete || old?.walk.isComplete === false) return [];
    const before = old ? findEscapes(old).filter(isKnownBefore) : [];
    const after = findEscapes(now).filter(({ mapping }) => mapping.kind !== 'global');
    // As many as before: variables were renamed, no more.
    const added = after.length > before.length ? after : [];
    const known = new Set(before.map(({ words }) => words));
    return [...added, ...findKept(pair)]
      .filter(({ words }) => !known.has(words))
      .flatMap(each => makeReport(pair, each));
  },
});

/** What a kmap() mapping may do is no mistake that stood there before. */
function isKnownBefore({ mapping, isWrongForAll }: Escape): boolean {
  return mapping.kind !== 'global' || isWrongForAll;
}

/** The mappings alive at a call that hands their address over, or lets another thread go on with the object that holds it. */
function findEscapes({ walk, model }: FunctionSide): Escape[] {
  const found: Escape[] = [];
  for (const [node, states] of walk.arrivals) {
    const live = states.flatMap(state => state.live.filter(({ isFromBefore }) => !isFromBefore));
    if (live.length === 0) continue;
    for (const call of node.expression?.calls ?? []) {
      const direct = handOverCalls[call.name];
      found.push(...((direct && findHandedOver(call, direct, live)) ?? findDeferred(call, live, model) ?? []));
    }
  }
  return found;
}

function findHandedOver(call: Call, { argument, to }: HandOver, live: readonly LiveMapping[]): Escape[] | undefined {
  const tokens = call.args[argument] ?? [];
  const name = addressKey(tokens);
  // What is read through the address is not the address.
  if (name === undefined || tokens[0]?.text === '*' || tokens[0]?.text === '&') return undefined;
  const mapping = live.find(({ address }) => address === name);
  if (!mapping) return undefined;
  const words = {
    physical: `${call.name}() reckons a physical address from ${name}, which only memory that is always mapped has`,
    device: `${call.name}() lets a device use ${name}, which has a physical address only where the page is always mapped`,
    thread: `${call.name}() gives ${name} to another thread or CPU`,
  }[to];
  return [{ mapping, line: call.line, words, isWrongForAll: to !== 'thread' }];
}

/** `req->buf = addr; queue_work(wq, &req->work)` */
function findDeferred(call: Call, live: readonly LiveMapping[], model: FunctionModel): Escape[] | undefined {
  const index = deferringCalls[call.name];
  const [, object] = /^(\w+)(?:$|->|\.)/.exec(addressKey(call.args[index ?? -1] ?? []) ?? '') ?? [];
  if (object === undefined) return undefined;
  const mapping = live.find(
    ({ address = '' }) => isMemberOf(address, object) || isStoredIn(address, object, call, model),
  );
  if (!mapping) return undefined;
  const words = `${call.name}() lets another thread go on with ${object}, which holds the address`;
  return [{ mapping, line: call.line, words, isWrongForAll: false }];
}

function isMemberOf(key: string, object: string): boolean {
  return key.startsWith(`${object}->`) || key.startsWith(`${object}.`);
}

function isStoredIn(address: string, object: string, call: Call, { graph }: FunctionModel): boolean {
  return graph.nodes.some(({ expression, line }) => {
    const { tokens = [], replaced = [] } = expression ?? {};
    const equals = tokens.findIndex(({ text }) => text === '=');
    return (
      line <= call.line &&
      replaced.some(key => isMemberOf(key, object)) &&
      tokens[equals + 1]?.text !== '*' &&
      addressKey(tokens.slice(equals + 1)) === address
    );
  });
}

/** A mapping that was global, and that the function leaves in an object or a variable of the file. */
function findKept({ old, new: now }: FunctionPair): Escape[] {
  if (!old || !now?.model.isWhole) return [];
  const wasGlobal = new Set(
    old.walk.exits.flatMap(({ live }) => live.filter(({ kind }) => kind === 'global').map(({ address }) => address)),
  );
  const kept = new Map<string, Escape>();
  for (const { live, node } of now.walk.exits) {
    for (const mapping of live) {
      const { address, kind } = mapping;
      if (address === undefined || kind === 'global' || !wasGlobal.has(address) || isLocal(address, now.model))
        continue;
      const words = `${address} keeps the address when the function returns`;
      kept.set(address, { mapping, line: node.line, words, isWrongForAll: false, isUncertain: !/^\w+$/.test(address) });
    }
  }
  return [...kept.values()];
}

function isLocal(address: string, { params, graph }: FunctionModel): boolean {
  if (!/^\w+$/.test(address)) return !address.includes('->');
  return params.includes(address) || graph.nodes.some(({ expression }) => declares(expression?.tokens ?? [], address));
}

function makeReport(pair: FunctionPair, { mapping, line, words, isUncertain }: Escape): Report[] {
  const place = [mapping.call.line, line].find(candidate => pair.lines.toOld(candidate) === undefined);
  if (place === undefined) return [];
  const { name } = mapping.call;
  const extent = mapping.kind === 'local' ? 'in the thread that made it' : 'on its CPU';
  return [
    {
      side: 'new',
      line: place,
      what: `The mapping of ${name}() is valid ${extent} only: ${words}.`,
      proof: [
        { side: 'new', line: mapping.call.line, words: `mapped by ${name}()` },
        { side: 'new', line, words },
      ],
      withheldFor: isUncertain ? 'whether another thread uses that object is not known here' : undefined,
    },
  ];
}
