import type { CFunction } from '../../c/function-head.js';
import { limits } from '../../domain/limits.js';
import type { CallSite } from './code-model.js';
import type { Library, OtherCode } from './library.js';

/** A function of a file, on the new side. */
interface Callee {
  readonly fn: CFunction;
  readonly file: OtherCode;
}

interface Caller extends CallSite {
  readonly file: OtherCode;
}

/**
 * Says which callers hold page faults off, where all do that are known: at the call, or around every call of the function that calls.
 * Undefined where one does not, or where there is none. Callers in other files are asked for where those of the file itself do not decide it.
 */
export function whichCallersGuard(fn: CFunction, file: OtherCode, library: Library): string | undefined {
  const callers = findGuards({ fn, file }, library, 0);
  if (!callers || callers.length === 0) return undefined;
  const others = callers.filter(caller => caller.file.path !== file.path);
  if (others.length === 0) return 'every caller in this file holds page faults off';
  const names = [...new Set(others.map(caller => `${caller.fn.name}() in ${caller.file.path}`))];
  return `every caller holds page faults off: ${names.slice(0, namesShownMax).join(', ')}${names.length > namesShownMax ? ', …' : ''}`;
}

const namesShownMax = 3;

/** The callers of a function, where all of them hold page faults off or are called that way; else undefined. */
function findGuards({ fn, file }: Callee, library: Library, depth: number): readonly Caller[] | undefined {
  const { name } = fn;
  if (name === undefined || depth >= limits.helperDepthMax) return undefined;
  const isCovered = (caller: Caller): boolean =>
    caller.isGuarded || (findGuards(caller, library, depth + 1)?.length ?? 0) > 0;
  const own = sitesIn(file, name);
  if (!own.every(isCovered)) return undefined;
  const others = fn.isStatic ? [] : (library.callersOf(name, file.path, 'new') ?? []);
  const callers = others.flatMap(other => sitesIn(other, name));
  return callers.every(isCovered) ? [...own, ...callers] : undefined;
}

function sitesIn(file: OtherCode, name: string): readonly Caller[] {
  return file.code.callSitesOf(name).map(site => ({ ...site, file }));
}
