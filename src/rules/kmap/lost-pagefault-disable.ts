import { addressKey, type Call, squeeze } from '../../c/expression.js';
import { groupBy } from '../../domain/group-by.js';
import { plainAddressCalls } from '../../kernel/mappings.js';
import { pageCopyCalls } from '../../kernel/page-copies.js';
import { expectsFaultsOff } from '../../kernel/user-access.js';
import { replacementOf } from '../changed-lines.js';
import type { Exposure } from '../code/exposures.js';
import { type FunctionPair, newLineOf } from '../function-pair.js';
import { type CutRegion, findCutRegions } from '../loss/find-cut-regions.js';
import { findLosses, type Loss } from '../loss/find-losses.js';
import { findOuterHold } from '../loss/find-outer-hold.js';
import type { Correction } from '../remedy/correction.js';
import { turnFaultsOffAgain } from '../remedy/faults-off-again.js';
import { makeRule, type Report } from '../rule.js';
import { isFaultsOffAssertion } from '../walk/function-model.js';
import type { ReportedPlace } from '../walk/site.js';
import { type FaultsOff, type LiveMapping, makerOf } from '../walk/state.js';
import type { UnmapState } from '../walk/walk.js';

export const lostPagefaultDisable = makeRule({
  id: 'kmap/lost-pagefault-disable',
  stage: 'on',
  severity: { file: 'error', hunk: 'warning' },
  confidence: { file: 'high', hunk: 'medium' },
  summary: 'A user access that ran with page faults off can take a page fault after this patch.',
  why:
    'kmap_atomic() turns page faults off as a side effect, and so does every other atomic mapping; the kmap_local_*() calls do not. ' +
    'A copy to or from user memory under such a mapping failed fast, and much of the code around such copies falls back when it does. ' +
    'Without the side effect the copy can take the fault on the spot, and with it mmap_lock and whatever else the handler needs. ' +
    'If a caller holds that lock, lockdep reports the recursion, and it can deadlock once a writer queues between the two readers; ' +
    'the fallback is no longer reached the way it was written for.',
  remedy:
    'Put pagefault_disable() before the access and pagefault_enable() after it, on every exit path, under the same condition where the ' +
    'atomic mapping was conditional; or use a call that turns faults off itself, such as copy_from_user_nofault(), where its return value fits.',
  staysSilentWhen: [
    'the access had page faults on before the patch: nothing is lost',
    'pagefault_disable(), guard(pagefault)() or another atomic mapping still encloses the access',
    'the patch turns page faults off around the access under a condition of its own',
    'every caller holds page faults off (those in other files with a mirror only), or a function that is called before may turn them off',
    'only the hunks are visible, and one of them shows that page faults are turned off in a region that may enclose this one',
    'only the hunk is visible, it copies through an iterator, and does not show the whole function',
    'the patch turns page faults off in another place, or an earlier patch of the series does in the same folder',
    'a later patch of the series turns page faults off where the function is called',
    'an explicit pagefault_disable() goes and only the hunk is visible: the author saw it go, and may have moved it to a caller',
    'the access was moved out of the mapping, or a function that is not known maps now',
    "another function does the access now: that is the author's choice",
    'a helper that is not in sight ended the mapping',
    'the call turns page faults off itself, or never touches user addresses',
    'the function has set_fs(KERNEL_DS): its user addresses are kernel addresses',
    'the function asks after the kind of the iterator that it copies through',
  ],
  mayBeWrongWhen: [
    'a caller in another file holds page faults off, and who calls the function there was not looked at: then the finding says so',
    'the iterator or the address is never a user one, and only code elsewhere knows',
    'only the hunk is visible and the disable stands outside of it',
    'only the hunk is visible, and a function whose name speaks of a user copy turns page faults off itself',
  ],
  rebuttal:
    'the place that keeps page faults off around this access on every path (file, function, line), or with what rules out that the address is a user one',
  example: 'inatomic-copy',
  references: [
    'Documentation/mm/highmem.rst',
    'include/linux/highmem-internal.h',
    'include/linux/uaccess.h',
    'commit 5dc21f0c0b1c ("mm/shmem: ensure proper fallback if page faults")',
  ],
  check: (pair: FunctionPair): Report[] => {
    const losses = findLosses(pair).filter(loss => canClaim(pair, loss));
    const regions = findCutRegions(pair);
    if (losses.length + regions.length === 0) return [];
    const elsewhere = whyWithheld(pair);
    // Callers may stand in other files: they are looked for last.
    const callers = elsewhere === undefined ? pair.whichCallersGuard() : undefined;
    const standing = { withheldFor: elsewhere ?? callers?.held, unseen: callers?.unseen };
    const placed = losses.flatMap(loss => {
      const place = findPlace(pair, loss);
      return place ? [{ loss, place }] : [];
    });
    const reports = new Map<string, Report>();
    for (const [key, group] of groupBy(placed, ({ place }) => `${place.side}${place.line}`)) {
      const [first] = group;
      if (!first) continue;
      const corrections = (): Correction[] =>
        turnFaultsOffAgain(
          pair,
          group.map(({ loss }) => loss),
        );
      reports.set(key, { ...makeReport(first.loss, first.place), ...standing, corrections });
    }
    for (const region of regions) {
      const key = `new${region.mapping.call.line}`;
      if (!reports.has(key)) reports.set(key, { ...reportRegion(region), ...standing });
    }
    return [...reports.values()];
  },
});

/** Whether all that decides is in sight. */
function canClaim(pair: FunctionPair, loss: Loss): boolean {
  const { source, exposure } = loss;
  if (exposure.isByName && !isGiven(exposure.call, source.mapping?.address)) return false;
  // From the hunk alone a mapping that is converted tells enough; a call that is removed may stand in a caller now.
  if (source.by !== 'mapping') return pair.evidence === 'file';
  return isEndedInSight(pair, source) && !isMovedOut(pair, loss);
}

/**
 * A mapping that a helper ends lasts no one knows how long. In a hunk the end may be out of sight as well: then nothing may be claimed
 * where something else than the access gets the address.
 */
function isEndedInSight({ old, evidence }: FunctionPair, { mapping }: FaultsOff): boolean {
  // An iterator unmaps by itself where it ends.
  if (!old || !mapping || isToldByUnmap({ mapping }) || mapping.family === 'sg_miter') return true;
  const seen = [...old.walk.unmaps.values()].flat();
  const isLive = (state: UnmapState): boolean => state.live.some(({ call }) => call === mapping.call);
  if (seen.some(state => isLive(state) && (state.mapping === undefined || state.mapping.call === mapping.call)))
    return true;
  const getsAddress = ({ args }: Call): boolean => args.some(argument => squeeze(argument) === mapping.address);
  return evidence === 'hunk' && !old.model.calls.some(call => !old.exposures.has(call) && getsAddress(call));
}

/** Whether the call gets an address inside the mapping that this object holds. */
function isGiven(call: Call, address: string | undefined): boolean {
  return address !== undefined && call.args.some(argument => addressKey(argument) === address);
}

/**
 * The access stands outside of the mapping now, or what maps now is not known. A mapping still encloses it where the old variable is still
 * mapped or the patch put another mapping there; an address that needs no mapping (page_address()) is as good.
 */
function isMovedOut(pair: FunctionPair, { source, after, exposure }: Loss): boolean {
  const address = source.mapping?.address;
  const isRelated = (mapping: LiveMapping): boolean =>
    mapping.address === address || newLineOf(pair, mapping) !== undefined;
  if (after.live.some(isRelated)) return false;
  if (pair.new?.model.calls.some(call => call.assignedTo === address && plainAddressCalls.has(call.name))) return false;
  return !isLeftBare(pair, source, exposure);
}

/**
 * A helper that maps for itself took the place of the mapping, and an access that is written for page faults to be off stayed on its line.
 * Other accesses outside of a mapping are as they should be.
 */
function isLeftBare(pair: FunctionPair, { mapping }: FaultsOff, { call, path }: Exposure): boolean {
  const isChanged = ({ line }: Call): boolean => pair.lines.toOld(line) === undefined;
  const access = path.at(-1)?.call ?? call;
  if (!mapping || isChanged(call) || !(expectsFaultsOff(access.name) || isFaultsOffAssertion(access))) return false;
  const getsPage = ({ args }: Call): boolean => args.some(argument => squeeze(argument) === mapping.page);
  return (
    pair.new?.model.calls.some(other => pageCopyCalls.has(other.name) && isChanged(other) && getsPage(other)) === true
  );
}

/** What but its callers may keep page faults off from somewhere that is not followed, in words; undefined where nothing is known that does. */
function whyWithheld(pair: FunctionPair): string | undefined {
  const { new: now } = pair;
  const model = now?.model;
  const elsewhere = pair.patch.whereFaultsGoOff(pair.file, pair.isFollowed);
  if (elsewhere) return `${elsewhere}, where the callers may be`;
  if (pair.evidence === 'hunk' && pair.patch.showsFaultsGoOff(pair.file))
    return 'page faults are turned off in this file, as the hunks show, and may be off here';
  const later = pair.name && pair.patch.whereFaultsGoOffLater(pair.name, pair.evidence);
  if (later) return `${later}, in this function or around a call of it`;
  const helper = model?.calls.find(call => pair.leavesFaultsOff(call));
  if (helper) return `${helper.name}(), which is called here, may turn page faults off`;
  const outer = findOuterHold(pair, now ? [...now.walk.exits].flatMap(({ live }) => live) : []);
  return outer && `${outer}() in another hunk may belong to a region around this one in which page faults are off`;
}

/**
 * The changed line where the guarantee ends: the new mapping call as a rule, else what replaced the old line, else the old line itself.
 * Undefined where the patch left that line alone.
 */
function findPlace(pair: FunctionPair, { source, after }: Loss): ReportedPlace | undefined {
  const added = after.live.filter(mapping => newLineOf(pair, mapping) !== undefined);
  const sameAddress = added.findLast(
    mapping => mapping.address !== undefined && mapping.address === source.mapping?.address,
  );
  const mapping = sameAddress ?? added.at(-1);
  const place = mapping && newLineOf(pair, mapping);
  if (place && !isToldByUnmap(source)) return place;
  const given = givenAt(source);
  const file = given.within?.path === undefined ? pair.file : pair.patch.fileAt(given.within.path);
  if (!file) return undefined;
  const replacement = replacementOf(file, given.line);
  if (replacement !== undefined) return { ...given, side: 'new', line: replacement };
  return pair.patch.linesOf(file).toNew(given.line) === undefined ? given : undefined;
}

/** The line that gave the guarantee before. */
function givenAt({ call, made }: FaultsOff): ReportedPlace {
  return { side: 'old', line: (made?.call ?? call).line, within: made?.within };
}

function makeReport(loss: Loss, place: ReportedPlace): Report {
  const { source, exposure, after } = loss;
  const carrier = source.made ? (after.live.at(-1)?.call ?? undefined) : undefined;
  return {
    ...place,
    what: keptWords(loss),
    confidence: exposure.isByName ? 'low' : undefined,
    proof: [
      { ...givenAt(source), words: givingWords(source) },
      ...(carrier?.name === source.call.name
        ? [{ side: 'new' as const, line: carrier.line, words: `${carrier.name}() leaves its mapping to this function` }]
        : []),
      { side: 'new', line: exposure.call.line, words: reachingWords(exposure) },
      ...exposure.path.map(({ call, within }) => ({
        side: 'new' as const,
        line: call.line,
        within,
        words: `which comes to ${call.name}() here`,
      })),
    ],
  };
}

/** Of a region that lies in several hunks, not all of whose lines are in sight. */
function reportRegion({ source, mapping, access, userAddress, end }: CutRegion): Report {
  const { line, name } = mapping.call;
  const change = `${source.call.name}() kept page faults off up to the unmap in line ${end.line}; ${name}() does not`;
  const told = access
    ? { line: access.line, words: reachingWords({ call: access, path: [] }) }
    : { line: userAddress?.line ?? line, words: `${userAddress?.name} holds a user address in the mapped region` };
  return {
    side: 'new',
    line,
    confidence: access ? undefined : 'low',
    what: access
      ? `${change}, and nothing in sight does. ${access.name}() between them can now take a fault, and with it mmap_lock, where it used to fail fast.`
      : `${change}, and nothing in sight does. A user address is made between them: an access to it there, in lines that the hunks do not show, can now take a fault, and with it mmap_lock, where it used to fail fast.`,
    proof: [
      { side: 'old', line: source.call.line, words: givingWords(source) },
      { side: 'new', ...told },
      { side: 'new', line: end.line, words: 'the mapped region ends here' },
    ],
  };
}

/** What kept page faults off, and that nothing does any more. */
function keptWords({ source, exposure, after }: Loss): string {
  const inner = exposure.path.at(-1)?.call;
  const access = inner ? `${inner.name}(), reached through ${exposure.call.name}()` : `${exposure.call.name}()`;
  const local = after.live.at(-1);
  if (source.mapping?.toldBy) {
    // Such a mapping did not turn faults off: only what the code was written for is known.
    const name = makerOf(source.mapping);
    return `This region was unmapped by ${source.call.name}(), as one with page faults off; ${name}() does not turn them off, and now nothing around ${access} says that they have to be. The access can take a fault, and with it mmap_lock.`;
  }
  const giver = giverOf(source);
  const successor = local?.isFromBefore ? 'a local mapping' : local && `${makerOf(local)}()`;
  const end =
    local && source.by === 'mapping' ? `${successor} does not, and nothing else here does.` : 'now nothing here does.';
  return `${giver} kept page faults off around ${access}; ${end} The access can now take a fault, and with it mmap_lock, where it used to fail fast.`;
}

function giverOf(source: FaultsOff): string {
  const name = makerOf(source);
  if (source.mapping?.isFromBefore) return `The mapping that ${name}() undoes`;
  return source.mapping?.family === 'sg_miter' ? `${name}() with SG_MITER_ATOMIC` : `${name}()`;
}

function givingWords(source: FaultsOff): string {
  if (source.mapping?.toldBy)
    return `${source.call.name}() turned page faults on here: the region was written for them to be off`;
  if (source.mapping?.isFromBefore) return `page faults were off up to here: ${source.call.name}() turned them on`;
  if (source.mapping?.family === 'sg_miter')
    return 'page faults were off while a page was mapped: SG_MITER_ATOMIC asked for it';
  if (source.by === 'guard') return 'page faults were off from here to the end of the block';
  return `page faults were off from here: ${makerOf(source)}() turned them off`;
}

function reachingWords({ call, path, isByName }: Exposure): string {
  if (isByName)
    return `${call.name}() copies from or to user memory, as its name says; if it does not turn page faults off itself, it relied on it`;
  const subject = path.length > 0 ? `${call.name}() may touch user memory` : `${call.name}() touches user memory`;
  return `${subject} and relied on it: it can now take a page fault`;
}

function isToldByUnmap({ mapping }: Pick<FaultsOff, 'mapping'>): boolean {
  return mapping?.toldBy !== undefined || mapping?.isFromBefore === true;
}
