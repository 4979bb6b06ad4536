import * as v from 'valibot';
import { limits } from '../../domain/limits.js';
import type { MirrorSettings, PostingSettings } from '../../domain/mirror-settings.js';
import { rules } from '../../rules/registry.js';
import { expandedCharsOf, findGlobFault } from './glob.js';
import { expectedName, freeMapping, list, mapping, oneOf, text, wholeNumber } from './schema-parts.js';

const ruleIds = rules.map(rule => rule.id);
const destinations = ['check', 'review', 'issue'] as const;

const listName = v.pipe(
  text('the name of a list'),
  v.regex(/^[^\s@/:<>]+$/, 'a list as faultline status calls it, such as linux-mm.kvack.org'),
);

const glob = v.pipe(
  text('a path or a glob'),
  v.check(
    each => findGlobFault(each) === undefined,
    issue => findGlobFault(issue.input) ?? '',
  ),
);

const globs = v.pipe(
  list('a list of paths and globs', glob),
  v.check(
    each => expandedCharsOf(each) <= limits.globExpandedChars,
    `at most ${limits.globExpandedChars} characters of globs`,
  ),
);

/** Git's own rules for names of branches (git-check-ref-format), as far as they keep text from being taken for something else. */
const branch = v.pipe(
  text('the name of a branch'),
  v.regex(
    /^(?!-|refs\/)(?!.*(?:\.\.|@\{|\/\/|[\s~^:?*[\\]))(?!.*(?:\/|\.|\.lock)$)[^/].*$/,
    'the name of a branch, such as mm-unstable',
  ),
);

/**
 * The settings of a mirror as they are written. GitHub takes 500 posts in an hour before it calls them abuse ("Rate limits for the REST
 * API": 500 content-generating requests per hour).
 */
export const mirrorSchema = mapping({
  lists: v.optional(list('a list of names, such as linux-mm.kvack.org', listName)),
  paths: v.optional(globs),
  bases: v.optional(freeMapping('a mapping of trees to branches', faultOfTree, branch)),
  rules: v.optional(freeMapping('a mapping of rules to off, trial or on', faultOfRule, oneOf(['off', 'trial', 'on']))),
  post: v.optional(list('a list of check, review, issue', oneOf(destinations))),
  threshold: v.optional(oneOf(['error', 'warning', 'note'])),
  'fail-on': v.optional(oneOf(['error', 'never'])),
  remarks: v.optional(v.boolean('true or false')),
  caps: v.optional(
    mapping({ 'posts-per-hour': v.optional(wholeNumber(1, 500)), 'issues-per-day': v.optional(wholeNumber(0, 100)) }),
  ),
});

export type WrittenMirror = v.InferOutput<typeof mirrorSchema>;

/** A mirror that is configured, where its file leaves something out: checks only. */
const mirrorDefaults: MirrorSettings = {
  lists: [],
  paths: [],
  bases: new Map(),
  rules: new Map(),
  post: { check: true, review: false, issue: false },
  threshold: 'warning',
  failsOnError: false,
  postsPerHourMax: 60,
  issuesPerDayMax: 5,
  mirrorsRemarks: false,
};

/** A mirror of which nobody has said anything: nothing is posted, and no list is served. */
export const unconfiguredSettings: MirrorSettings = Object.freeze({ ...mirrorDefaults, post: postingTo([]) });

/** The settings that a mirror's own words come to, and where it is silent, those of `common`. */
export function makeMirrorSettings(own: WrittenMirror, common: WrittenMirror = {}): MirrorSettings {
  const written = { ...common, ...own };
  const caps = { ...common.caps, ...own.caps };
  return {
    lists: written.lists?.map(name => name.toLowerCase()) ?? mirrorDefaults.lists,
    paths: written.paths ?? mirrorDefaults.paths,
    bases: new Map(Object.entries(written.bases ?? {})),
    rules: new Map(Object.entries(written.rules ?? {})),
    post: written.post === undefined ? mirrorDefaults.post : postingTo(written.post),
    threshold: written.threshold ?? mirrorDefaults.threshold,
    failsOnError: written['fail-on'] === 'error',
    postsPerHourMax: caps['posts-per-hour'] ?? mirrorDefaults.postsPerHourMax,
    issuesPerDayMax: caps['issues-per-day'] ?? mirrorDefaults.issuesPerDayMax,
    mirrorsRemarks: written.remarks ?? mirrorDefaults.mirrorsRemarks,
  };
}

function postingTo(wanted: readonly (typeof destinations)[number][]): PostingSettings {
  return { check: wanted.includes('check'), review: wanted.includes('review'), issue: wanted.includes('issue') };
}

function faultOfTree(name: string): string | undefined {
  return /^\S{1,100}$/.test(name) ? undefined : 'a tree as subjects name it, such as net-next, or default';
}

function faultOfRule(id: string): string | undefined {
  return ruleIds.includes(id) ? undefined : expectedName(id, ruleIds);
}
