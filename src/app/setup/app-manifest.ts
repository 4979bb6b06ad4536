import * as v from 'valibot';
import { parse } from 'yaml';
import { OperationalError } from '../../domain/operational-error.js';

const manifestFile = v.object({
  name: v.string(),
  url: v.string(),
  description: v.string(),
  public: v.boolean(),
  default_events: v.array(v.string()),
  default_permissions: v.record(v.string(), v.picklist(['read', 'write'])),
});

/** What GitHub is told of a new App (https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest). */
export interface AppManifest extends v.InferOutput<typeof manifestFile> {
  readonly hook_attributes: { readonly url: string; readonly active: boolean };
  readonly redirect_url: string;
}

/** What the person who registers the App says of it. */
export interface ManifestWishes {
  /** Where webhooks are to be sent. */
  readonly webhookUrl: string;
  /** Undefined: as app.yml says. */
  readonly name?: string | undefined;
  readonly homepage?: string | undefined;
}

/** GitHub takes no longer ones. */
const nameCharsMax = 34;

/**
 * The manifest that GitHub is shown: app.yml, and what only the person knows. Throws an OperationalError where something of it is of no use.
 * `redirectUrl`: where GitHub sends the browser back to.
 */
export function makeManifest(appYml: string, wishes: ManifestWishes, redirectUrl: string): AppManifest {
  const { name = '', homepage = '', webhookUrl } = wishes;
  const read = v.parse(manifestFile, parse(appYml));
  const manifest = { ...read, ...(name === '' ? {} : { name }), url: homepage === '' ? read.url : homepage };
  if (manifest.name.length > nameCharsMax)
    throw new OperationalError(
      'the name is too long',
      manifest.name,
      `GitHub takes ${nameCharsMax} characters at most`,
    );
  checkAddress('--homepage', manifest.url);
  return { ...manifest, hook_attributes: { url: webhookAddress(webhookUrl), active: true }, redirect_url: redirectUrl };
}

/** Where a server is named without a path, its usual one is meant. */
function webhookAddress(text: string): string {
  const url = checkAddress('--webhook-url', text);
  if (url.pathname === '/') url.pathname = '/api/github/webhooks';
  return url.href;
}

function checkAddress(option: string, text: string): URL {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text))
    throw new OperationalError('no address', text, `give ${option} as https://…`);
  return new URL(text);
}
