import type { CodeText } from '../domain/source.js';

// `.map = fn,`, `ops->map = &fn;` and GNU's old `map: fn,`; each alternative is linear in what it consumes.
const assigned =
  /(?:(?:->|\.)[ \t]*([A-Za-z_]\w*)[ \t]*=|^[ \t]*([A-Za-z_]\w*)[ \t]*:)[ \t]*&?[ \t]*([A-Za-z_]\w*)[ \t]*(?=[,;}\n]|$)/gm;

/**
 * The names that are put into a member of some structure, by the member: in an initialiser, or by an assignment. Which structure it is
 * is not told, so a call through a member of that name may be to another one's.
 */
export function findMemberTargets(code: CodeText): ReadonlyMap<string, ReadonlySet<string>> {
  const targets = new Map<string, Set<string>>();
  for (const [, member, oldStyle, target = ''] of code.lines.join('\n').matchAll(assigned)) {
    const name = member ?? oldStyle ?? '';
    const known = targets.get(name) ?? new Set();
    targets.set(name, known.add(target));
  }
  return targets;
}
