/**
 * The events of GitHub that are asked for in app.yml and handled. `installation`, `installation_repositories` and `meta` reach every
 * App unasked, and GitHub refuses a manifest that lists them.
 */
export const handledEvents = [
  'pull_request',
  'push',
  'issue_comment',
  'pull_request_review_comment',
  'check_run',
  'check_suite',
  'repository',
] as const;
