import type { App, CheckRun, Installation, Label, Repo, User, World } from './world.js';

/** JSON as GitHub writes it. */
export type View = Record<string, unknown>;

/** GitHub's other, opaque id of a thing. */
export function nodeIdOf(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

export function viewUser(world: World, user: User): View {
  const url = `${world.apiUrl}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeIdOf('user', user.id),
    avatar_url: `${world.htmlUrl}/avatars/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.htmlUrl}/${user.type === 'Bot' ? `apps/${user.login.replace('[bot]', '')}` : user.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

export function repositoryUrl(world: World, repository: Repo): string {
  return `${world.apiUrl}/repos/${repository.owner.login}/${repository.name}`;
}

export function repositoryHtmlUrl(world: World, repository: Repo): string {
  return `${world.htmlUrl}/${repository.owner.login}/${repository.name}`;
}

/** What follows the address of a repository in its many links. */
const links: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

export function viewRepository(world: World, repository: Repo): View {
  const url = repositoryUrl(world, repository);
  const htmlUrl = repositoryHtmlUrl(world, repository);
  const openIssues = [...repository.issues.values()].filter(({ isOpen }) => isOpen).length;
  return {
    id: repository.id,
    node_id: nodeIdOf('repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner.login}/${repository.name}`,
    private: repository.isPrivate,
    visibility: repository.isPrivate ? 'private' : 'public',
    owner: viewUser(world, repository.owner),
    html_url: htmlUrl,
    url,
    ...Object.fromEntries(Object.entries(links).map(([name, rest]) => [name, url + rest])),
    clone_url: `${htmlUrl}.git`,
    git_url: `git:${htmlUrl.slice('https:'.length)}.git`,
    ssh_url: `git@github.example.com:${repository.owner.login}/${repository.name}.git`,
    svn_url: htmlUrl,
    mirror_url: null,
    description: null,
    homepage: null,
    language: null,
    license: null,
    fork: false,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    network_count: 0,
    subscribers_count: 0,
    size: 0,
    default_branch: repository.defaultBranch,
    open_issues: openIssues,
    open_issues_count: openIssues,
    topics: [],
    is_template: false,
    has_issues: repository.hasIssues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.isArchived,
    disabled: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.createdAt,
  };
}

export function viewLabel(world: World, repository: Repo, label: Label): View {
  return {
    id: label.id,
    node_id: nodeIdOf('label', label.id),
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    description: label.description ?? null,
    default: false,
  };
}

export function viewApp(world: World, app: App): View {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeIdOf('app', app.id),
    client_id: `Iv23.${app.slug}`,
    owner: viewUser(world, app.owner),
    name: app.name,
    description: null,
    external_url: 'https://example.com/',
    html_url: `${world.htmlUrl}/apps/${app.slug}`,
    created_at: '2023-11-14T00:00:00Z',
    updated_at: '2023-11-14T00:00:00Z',
    permissions: { checks: 'write', contents: 'read', issues: 'write', metadata: 'read', pull_requests: 'write' },
    events: [],
    installations_count: world.installations.size,
  };
}

export function viewInstallation(world: World, installation: Installation): View {
  const url = `${world.apiUrl}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    client_id: `Iv23.${world.app.slug}`,
    account: viewUser(world, installation.account),
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.htmlUrl}/settings/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: installation.account.id,
    target_type: installation.account.type === 'Organization' ? 'Organization' : 'User',
    permissions: { ...installation.permissions },
    events: [],
    repository_selection: 'selected',
    created_at: '2023-11-14T00:00:00Z',
    updated_at: '2023-11-14T00:00:00Z',
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt === undefined ? null : viewUser(world, installation.account),
    suspended_at: installation.suspendedAt ?? null,
  };
}

/** Of a repository in payloads that list many. */
export function viewRepositoryShortly(repository: Repo): View {
  return {
    id: repository.id,
    node_id: nodeIdOf('repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner.login}/${repository.name}`,
    private: repository.isPrivate,
  };
}

export function viewCheckRun(world: World, repository: Repo, run: CheckRun): View {
  const url = `${repositoryUrl(world, repository)}/check-runs/${run.id}`;
  const htmlUrl = `${repositoryHtmlUrl(world, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeIdOf('check-run', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: htmlUrl,
    details_url: run.detailsUrl ?? htmlUrl,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: run.startedAt,
    completed_at: run.completedAt ?? null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: viewApp(world, world.app),
    pull_requests: pullsOf(world, repository, run.headSha),
  };
}

/** The open pull requests with that head, as checks tell of them: none whose head lies in a fork. */
export function pullsOf(world: World, repository: Repo, headSha: string): readonly View[] {
  const url = repositoryUrl(world, repository);
  const shortly = { id: repository.id, url, name: repository.name };
  return [...repository.issues.values()].flatMap(({ id, number, isOpen, pull }) => {
    if (pull === undefined || !isOpen || pull.headSha !== headSha) return [];
    if (pull.headRef.startsWith('refs/forks/')) return [];
    const head = { ref: pull.headBranch, sha: pull.headSha, repo: shortly };
    const base = { ref: pull.baseBranch, sha: pull.baseSha, repo: shortly };
    return [{ id, number, url: `${url}/pulls/${number}`, head, base }];
  });
}
