import { Answered } from '../../reporters/github/answered.js';
import type { GitHubClient } from '../../reporters/github/github-client.js';
import type { AppIdentity } from '../../reporters/github/send-marker.js';

/** Who the App is on GitHub, asked for once. */
export class KnownIdentity {
  readonly #appClient: () => Promise<GitHubClient>;
  #known: Promise<AppIdentity> | undefined;

  constructor(appClient: () => Promise<GitHubClient>) {
    this.#appClient = appClient;
  }

  /** Throws a GitHubRefusal where GitHub does not say it; then it is asked again the next time. */
  read(): Promise<AppIdentity> {
    this.#known ??= this.#appClient()
      .then(readIdentity)
      .catch(error => {
        this.#known = undefined;
        throw error;
      });
    return this.#known;
  }
}

async function readIdentity(appClient: GitHubClient): Promise<AppIdentity> {
  const { data } = await appClient.request('GET /app');
  const app = new Answered(data, 'the App');
  return { appId: app.at('id').number(), login: `${app.at('slug').text()}[bot]` };
}
