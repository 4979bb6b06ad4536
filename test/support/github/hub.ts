import { GitHubDescription } from './github-description.js';
import { Webhooks } from './webhooks.js';
import type { Repo, User, World } from './world.js';

/** Its schemas are compiled once for all fakes of a process. */
const description = new GitHubDescription();

/** What all that happens on the fake needs: its state, and whom to tell. */
export class Hub {
  readonly world: World;
  readonly description = description;
  /** Requests and answers that do not fit GitHub's description. Tests hold it empty. */
  readonly violations: string[] = [];
  readonly webhooks: Webhooks;

  constructor(world: World) {
    this.world = world;
    this.webhooks = new Webhooks(world, this.description, this.violations);
  }

  tell(
    repository: Repo,
    sender: User,
    event: string,
    action: string | undefined,
    payload: Record<string, unknown>,
  ): void {
    this.webhooks.tell({ event, action, repository, sender, payload });
  }
}

/** GitHub says no. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    { errors, headers = {} }: { readonly errors?: readonly unknown[]; readonly headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  get body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

export function refuseUnprocessable(resource: string, field: string, code: string, message?: string): never {
  const error = { resource, field, code, ...(message === undefined ? {} : { message }) };
  throw new Refusal(422, 'Validation Failed', { errors: [error] });
}

/** GitHub's own bound on most bodies. */
export function checkBody(resource: string, body: string | undefined): void {
  if ([...(body ?? '')].length <= 65_536) return;
  refuseUnprocessable(resource, 'body', 'custom', 'body is too long (maximum is 65536 characters)');
}
