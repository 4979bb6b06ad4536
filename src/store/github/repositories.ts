import type { SettingsOrigin } from '../../domain/mirror-settings.js';
import type { Repository } from '../../domain/repository.js';
import type { InstallationNews } from '../../domain/webhook.js';
import { inChunks } from '../in-chunks.js';
import { sql } from '../kysely.js';
import type { Database } from '../open-database.js';
import type { Schema } from '../schema.js';

/** A repository as it is kept. */
export interface KnownRepository extends Repository {
  /** Why nothing is done there, for people: `suspended`, `removed`, the permission that is missing; undefined where it is. */
  readonly trouble?: string | undefined;
  /** When the App was first seen on it, milliseconds since the epoch. */
  readonly seenAt: number;
}

/** The installation is suspended: the repositories come back with it. */
export const suspended = 'suspended';
/** The App was taken from the repository, or its installation is gone. */
export const removed = 'removed';

/** A repository by GitHub's number of it; undefined where it is not known. */
export async function findRepository(db: Database, id: number): Promise<KnownRepository | undefined> {
  const row = await db.selectFrom('repository').selectAll().where('id', '=', id).executeTakeFirst();
  return row && repositoryOf(row);
}

/** All repositories that were ever seen, or those of one installation, by owner and name. */
export async function listRepositories(
  db: Database,
  { installationId }: { readonly installationId?: number | undefined } = {},
): Promise<readonly KnownRepository[]> {
  let query = db.selectFrom('repository').selectAll();
  if (installationId !== undefined) query = query.where('installation_id', '=', installationId);
  const rows = await query.orderBy('owner').orderBy('name').orderBy('id').execute();
  return rows.map(repositoryOf);
}

/**
 * Keeps repositories as GitHub's API tells them now: the App is on each of them, so that what was suspended or removed is so no more. Another
 * trouble stays. `now`: milliseconds since the epoch.
 */
export async function keepRepositories(db: Database, repositories: readonly Repository[], now: number): Promise<void> {
  const isBack = sql<boolean>`repository.trouble in (${suspended}, ${removed})`;
  await upsertRepositories(db, repositories, now, isBack);
}

/**
 * Keeps what webhooks say of repositories: an old one may tell an old name, so that those that it changes are returned, for somebody to
 * read how they are now. An App that was taken from a repository is back on it only by another installation.
 */
export async function noteRepositories(
  db: Database,
  repositories: readonly Repository[],
  now: number,
): Promise<readonly number[]> {
  const ids = repositories.map(({ id }) => id);
  const known = await inChunks(ids, chunk =>
    db.selectFrom('repository').selectAll().where('id', 'in', chunk).execute(),
  );
  const byId = new Map(known.map(row => [row.id, repositoryOf(row)]));
  const changed = repositories.filter(each => !isSame(each, byId.get(each.id)));
  await upsertRepositories(db, changed, now, sql<boolean>`repository.installation_id <> excluded.installation_id`);
  return changed.map(({ id }) => id);
}

/** `isBack`: when the trouble of a known one ends. */
async function upsertRepositories(
  db: Database,
  repositories: readonly Repository[],
  now: number,
  isBack: ReturnType<typeof sql<boolean>>,
): Promise<void> {
  const rows = [...new Map(repositories.map(each => [each.id, each])).values()]
    .sort((a, b) => a.id - b.id)
    .map(each => ({
      id: each.id,
      installation_id: each.installationId,
      owner: each.owner,
      name: each.name,
      default_branch: each.defaultBranch,
      is_archived: each.isArchived ? 1 : 0,
      trouble: null,
      settings_origin: null,
      settings_digest: null,
      seen_at: now,
    }));
  await inChunks(rows, chunk =>
    db
      .insertInto('repository')
      .values(chunk)
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          installation_id: ref('excluded.installation_id'),
          owner: ref('excluded.owner'),
          name: ref('excluded.name'),
          default_branch: ref('excluded.default_branch'),
          is_archived: ref('excluded.is_archived'),
          trouble: sql`case when ${isBack} then null else repository.trouble end`,
          // What comes to pass meanwhile in an archive is not followed.
          settings_digest: sql`case when excluded.is_archived = 1 then null else repository.settings_digest end`,
        })),
      )
      .execute(),
  );
}

/** The App was taken from these repositories, so that nothing is done there any more. */
export async function loseRepositories(db: Database, ids: readonly number[]): Promise<void> {
  await inChunks(ids, async chunk => {
    await db
      .updateTable('repository')
      .set({ trouble: removed, settings_digest: null })
      .where('id', 'in', chunk)
      .execute();
    return [];
  });
}

/** What happened to an installation happened to all of its repositories; one that was taken away before is not brought back by it. */
export async function noteInstallation(db: Database, { id, state }: InstallationNews): Promise<void> {
  const trouble = { there: null, suspended, gone: removed }[state];
  const change = { trouble, ...(trouble !== null && { settings_digest: null }) };
  const ours = db.updateTable('repository').set(change).where('installation_id', '=', id);
  await ours.where(({ or, eb }) => or([eb('trouble', 'is', null), eb('trouble', '<>', removed)])).execute();
}

/** Notes why nothing is done in a repository, for people; undefined: it is done again. */
export async function noteTrouble(db: Database, id: number, trouble: string | undefined): Promise<void> {
  await db
    .updateTable('repository')
    // What mails tell meanwhile is not looked at: all of it is behind the end of the trouble.
    .set({ trouble: trouble ?? null, ...(trouble !== undefined && { settings_digest: null }) })
    .where('id', '=', id)
    .execute();
}

/** The digest of the configuration that all follows which stands in a repository; undefined where that is not so, or not known. */
export async function findSettingsDigest(db: Database, id: number): Promise<string | undefined> {
  const row = await db.selectFrom('repository').select('settings_digest').where('id', '=', id).executeTakeFirst();
  return row?.settings_digest ?? undefined;
}

/** Keeps which configuration is followed in a repository, and where it comes from. */
export async function keepSettings(
  db: Database,
  id: number,
  { origin, digest }: { readonly origin: SettingsOrigin; readonly digest: string },
): Promise<void> {
  const change = { settings_origin: origin, settings_digest: digest };
  await db.updateTable('repository').set(change).where('id', '=', id).execute();
}

/** Not all was looked at by the configuration of these repositories: the next comparison looks at all of it. */
export async function forgetSettingsDigests(db: Database, ids: readonly number[]): Promise<void> {
  await inChunks(ids, async chunk => {
    await db.updateTable('repository').set({ settings_digest: null }).where('id', 'in', chunk).execute();
    return [];
  });
}

/** All refs of a repository that were followed, and how far. */
export async function listRefs(db: Database, repositoryId: number): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('repository_ref')
    .select(['ref', 'sha'])
    .where('repository_id', '=', repositoryId)
    .orderBy('ref')
    .execute();
  return new Map(rows.map(({ ref, sha }) => [ref, sha]));
}

/** Keeps how far a ref was followed; undefined: it is gone. */
export async function keepRef(db: Database, repositoryId: number, ref: string, sha: string | undefined): Promise<void> {
  if (sha === undefined) {
    await db.deleteFrom('repository_ref').where('repository_id', '=', repositoryId).where('ref', '=', ref).execute();
    return;
  }
  await db
    .insertInto('repository_ref')
    .values({ repository_id: repositoryId, ref, sha })
    .onConflict(conflict => conflict.columns(['repository_id', 'ref']).doUpdateSet({ sha }))
    .execute();
}

function isSame(told: Repository, known: Repository | undefined): boolean {
  return (
    known !== undefined &&
    told.installationId === known.installationId &&
    told.owner === known.owner &&
    told.name === known.name &&
    told.defaultBranch === known.defaultBranch &&
    told.isArchived === known.isArchived
  );
}

/** A row as the noun that it is. */
export function repositoryOf(row: Schema['repository']): KnownRepository {
  return {
    id: row.id,
    installationId: row.installation_id,
    owner: row.owner,
    name: row.name,
    defaultBranch: row.default_branch,
    isArchived: row.is_archived === 1,
    trouble: row.trouble ?? undefined,
    seenAt: row.seen_at,
  };
}
