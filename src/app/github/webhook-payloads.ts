import * as v from 'valibot';

// What is read of the payloads of webhooks (https://docs.github.com/webhooks/webhook-events-and-payloads): no more than is used, so that
// what GitHub changes elsewhere changes nothing here. What reaches the store or an address is held to the characters that GitHub allows.

/** Ids are whole numbers that a double holds exactly. */
export const idNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const wordsOfName = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/));
const refName = v.pipe(v.string(), v.regex(/^[^\x00-\x20\x7f~^:?*[\\]{1,255}$/));
const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));

export const installationPayload = v.object({ installation: v.object({ id: idNumber }) });

export const repositoryPayload = v.object({
  ...installationPayload.entries,
  repository: v.object({
    id: idNumber,
    name: wordsOfName,
    owner: v.object({ login: wordsOfName }),
    default_branch: refName,
    archived: v.optional(v.boolean(), false),
  }),
});
export type RepositoryPayload = v.InferOutput<typeof repositoryPayload>;

export const pullPayload = v.object({
  pull_request: v.object({ number: idNumber }),
  changes: v.optional(v.object({ base: v.optional(v.unknown()) })),
});

const paths = v.optional(v.array(v.string()), []);

export const pushPayload = v.object({
  ref: refName,
  forced: v.optional(v.boolean(), false),
  commits: v.optional(v.array(v.object({ added: paths, modified: paths, removed: paths })), []),
});

const comment = v.object({
  id: idNumber,
  body: v.nullish(v.string(), ''),
  /** The App by which it was written; null, or missing, where a person wrote it. */
  performed_via_github_app: v.nullish(v.unknown()),
});
const sender = v.object({ type: v.string() });

export const issueCommentPayload = v.object({ comment, sender, issue: v.object({ number: idNumber }) });
export const pullCommentPayload = v.object({ comment, sender, pull_request: v.object({ number: idNumber }) });

/** What was checked. Of pull requests from forks GitHub tells nothing here. */
const checked = v.object({
  head_sha: sha,
  pull_requests: v.optional(
    v.array(v.object({ number: idNumber, base: v.object({ repo: v.object({ id: idNumber }) }) })),
    [],
  ),
});
export type Checked = v.InferOutput<typeof checked>;

export const checkRunPayload = v.object({ check_run: checked });
export const checkSuitePayload = v.object({ check_suite: checked });

export const changedRepositoryPayload = v.object({
  changes: v.optional(v.object({ default_branch: v.optional(v.unknown()) })),
});

export const removedRepositoriesPayload = v.object({ repositories_removed: v.array(v.object({ id: idNumber })) });

export const actionPayload = v.object({ action: v.optional(v.pipe(v.string(), v.regex(/^[a-z_]{1,50}$/))) });
