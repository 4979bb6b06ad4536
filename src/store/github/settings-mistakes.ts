import type { SettingsMistake } from '../../domain/mirror-settings.js';
import type { Database } from '../open-database.js';

/** Keeps the mistakes in the configuration of a repository, in place of those known before. */
export async function keepMistakes(
  db: Database,
  repositoryId: number,
  mistakes: readonly SettingsMistake[],
): Promise<void> {
  await db.transaction().execute(async transaction => {
    await transaction.deleteFrom('settings_mistake').where('repository_id', '=', repositoryId).execute();
    if (mistakes.length === 0) return;
    await transaction
      .insertInto('settings_mistake')
      .values(mistakes.map(mistake => ({ repository_id: repositoryId, ...mistake })))
      .execute();
  });
}

/** All that are known, by the full names of the repositories. */
export async function listMistakes(
  db: Database,
): Promise<readonly (SettingsMistake & { readonly repository: string })[]> {
  const rows = await db
    .selectFrom('settings_mistake')
    .innerJoin('repository', 'repository.id', 'settings_mistake.repository_id')
    .selectAll('settings_mistake')
    .select(['repository.owner', 'repository.name'])
    .orderBy('repository.owner')
    .orderBy('repository.name')
    .orderBy('line')
    .execute();
  return rows.map(({ owner, name, file, line, path, found, expected }) => ({
    repository: `${owner}/${name}`,
    file,
    line,
    path,
    found,
    expected,
  }));
}
