import type { DeliveryPlan } from '../../domain/delivery.js';
import type { SettingsMistake } from '../../domain/mirror-settings.js';
import type { Repository } from '../../domain/repository.js';
import { renderSettingsMistakes } from '../../render/github/settings-check.js';
import { deliveryKeys } from './delivery-keys.js';

/** Plans the check on the commit that brought mistakes in a repository's own configuration: who wrote the file wants to be told. */
export function planSettingsCheck(
  repository: Repository,
  { sha, mistakes }: { readonly sha: string; readonly mistakes: readonly SettingsMistake[] },
): DeliveryPlan {
  return {
    key: deliveryKeys.settings(repository.id, sha),
    repositoryId: repository.id,
    subject: 'configuration',
    content: {
      kind: 'check-run',
      name: 'faultline/configuration',
      headSha: sha,
      conclusion: 'neutral',
      ...renderSettingsMistakes(mistakes),
    },
  };
}
