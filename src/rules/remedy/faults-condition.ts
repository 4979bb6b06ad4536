import type { FunctionPair } from '../function-pair.js';
import type { Loss } from '../loss/find-losses.js';
import type { State } from '../walk/state.js';

/** A condition that can be asked before and behind an access with the same answer. */
export interface Condition {
  /** As C; empty for none. */
  readonly text: string;
  /** The variables and members in it. */
  readonly names: readonly string[];
}

/**
 * The conditions under which accesses had page faults off before the patch and had them on otherwise, that still can be asked in the new function;
 * first none at all, where they never had them on.
 */
export function findConditions(pair: FunctionPair, losses: readonly Loss[]): Condition[] {
  const { model } = pair.new ?? {};
  const known = new Set([...(model?.params ?? []), ...(model?.body ?? []).map(({ text }) => text)]);
  const [first = [], ...others] = losses.map(({ before }) => conditionsOf(pair.old?.walk.events.get(before) ?? []));
  const common = first.filter(({ text }) => others.every(list => list.some(other => other.text === text)));
  return common.filter(({ names }) => names.every(name => known.has(name)));
}

function conditionsOf(states: readonly State[]): Condition[] {
  const whenOff = states.filter(isOff);
  const whenOn = states.filter(state => !isOff(state));
  const conditions = [...(whenOff[0]?.atoms ?? [])]
    .filter(
      ([atom, holds]) =>
        whenOff.every(({ atoms }) => atoms.get(atom) === holds) &&
        whenOn.every(({ atoms }) => atoms.get(atom) === !holds),
    )
    .flatMap(([atom, holds]) => readAtom(atom, holds) ?? []);
  return whenOn.length === 0 ? [{ text: '', names: [] }, ...conditions] : conditions;
}

function isOff({ faultsOff }: State): boolean {
  return faultsOff.length > 0;
}

/** Anything but a variable, a member or a flag of one may be no condition that can be asked twice. */
function readAtom(atom: string, holds: boolean): Condition | undefined {
  const [, object, flag] = /^([A-Za-z_]\w*(?:(?:->|\.)\w+)*)(?:&(\w+))?$/.exec(atom) ?? [];
  if (object === undefined) return undefined;
  const text = flag === undefined ? object : `${object} & ${flag}`;
  const names = object.split(/\W+/);
  if (holds) return { text, names };
  return { text: flag === undefined ? `!${text}` : `!(${text})`, names };
}
