import { addressKey } from '../../c/expression.js';
import { enclosing } from '../../c/statement.js';
import { unmapCalls } from '../../kernel/mappings.js';
import type { FunctionModel } from './function-model.js';
import type { FaultsOff, LiveMapping, State } from './state.js';
import { unmapArgument } from './unmap-argument.js';
import type { Walk } from './walk.js';

/**
 * What must have held where a visible stretch of a function begins, since the stretch ends it without having begun it: a mapping whose
 * address nothing in sight writes, page faults that nothing in sight turned off.
 */
export function findEntryState(model: FunctionModel, walk: Walk): Pick<State, 'faultsOff' | 'live'> {
  const faultsOff: FaultsOff[] = [];
  const written = new Set(model.graph.nodes.flatMap(node => node.expression?.written ?? []));
  const opens: LiveMapping[] = [];
  for (const [call, states] of walk.unmaps) {
    const unmap = unmapCalls[call.name];
    const address = addressKey(unmapArgument(call));
    const isOpen =
      unmap?.takes === 'address' &&
      address !== undefined &&
      !written.has(address) &&
      // Under a condition it tells nothing of the other branch.
      states.every(({ mapping, atoms }) => !mapping && atoms.size === (atoms.get(enclosing) ? 1 : 0));
    if (isOpen) opens.push({ kind: unmap.kind, family: unmap.family, call, address, page: '', isFromBefore: true });
  }
  // Where two calls would tell two kinds, the kind depends on something that is not in sight.
  const isCertain = (mapping: LiveMapping): boolean =>
    opens.every(
      ({ address, kind, family }) =>
        address !== mapping.address || (kind === mapping.kind && family === mapping.family),
    );
  const live = opens.filter(
    (mapping, index) => isCertain(mapping) && opens.findIndex(({ address }) => address === mapping.address) === index,
  );
  for (const mapping of live)
    if (mapping.kind === 'atomic') faultsOff.push({ call: mapping.call, by: 'mapping', mapping });
  for (const [call, states] of walk.enables) {
    const isOpen = states.every(state => state.faultsOff.every(source => source.by !== 'call'));
    if (isOpen && !faultsOff.some(source => source.by === 'call')) faultsOff.push({ call, by: 'call' });
  }
  return { faultsOff, live };
}
