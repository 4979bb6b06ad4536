import type { Hub } from './hub.js';
import { type View, viewInstallation, viewRepository, viewRepositoryShortly } from './view-repository.js';
import { fullNameOf, type Installation, type Repo } from './world.js';

export function renameRepository(hub: Hub, repository: Repo, name: string): void {
  const from = repository.name;
  keepName(hub, repository);
  repository.name = name;
  tell(hub, repository, 'renamed', { changes: { repository: { name: { from } } } });
}

/** To another account. Installations are of accounts: it goes over to that of the new owner, if there is one. */
export function transferRepository(hub: Hub, repository: Repo, owner: string): void {
  const { world } = hub;
  const user = viewRepository(world, repository).owner;
  const installation = world.installationOf(repository);
  keepName(hub, repository);
  repository.owner = world.user(owner, 'Organization');
  tell(hub, repository, 'transferred', { changes: { owner: { from: { user } } } });
  const next = [...world.installations.values()].find(({ account }) => account.id === repository.owner.id);
  if (installation === next) return;
  takeRepository(hub, repository);
  if (next !== undefined) giveRepository(hub, repository, next);
}

export function setArchived(hub: Hub, repository: Repo, isArchived: boolean): void {
  repository.isArchived = isArchived;
  tell(hub, repository, isArchived ? 'archived' : 'unarchived', {});
}

export function setDefaultBranch(hub: Hub, repository: Repo, branch: string): void {
  const from = repository.defaultBranch;
  repository.defaultBranch = branch;
  tell(hub, repository, 'edited', { changes: { default_branch: { from } } });
}

export function giveRepository(hub: Hub, repository: Repo, installation: Installation): void {
  installation.repositoryIds.add(repository.id);
  tellMoved(hub, installation, 'added', [repository], []);
}

export function takeRepository(hub: Hub, repository: Repo): void {
  const installation = hub.world.installationOf(repository);
  if (installation === undefined) return;
  installation.repositoryIds.delete(repository.id);
  tellMoved(hub, installation, 'removed', [], [repository]);
}

function keepName(hub: Hub, repository: Repo): void {
  hub.world.formerNames.set(fullNameOf(repository).toLowerCase(), repository.id);
}

function tell(hub: Hub, repository: Repo, action: string, payload: View): void {
  hub.tell(repository, repository.owner, 'repository', action, payload);
}

function tellMoved(
  hub: Hub,
  installation: Installation,
  action: string,
  added: readonly Repo[],
  removed: readonly Repo[],
): void {
  const payload = {
    installation: viewInstallation(hub.world, installation),
    repository_selection: 'selected',
    repositories_added: added.map(viewRepositoryShortly),
    repositories_removed: removed.map(viewRepositoryShortly),
    requester: null,
  };
  const event = 'installation_repositories';
  hub.webhooks.tell({ event, action, installation, sender: installation.account, payload });
}
