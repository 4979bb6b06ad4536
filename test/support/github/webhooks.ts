import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { GitHubDescription } from './github-description.js';
import { type WebhookForm, webhookForms } from './openapi-operations.js';
import { nodeIdOf, type View, viewRepository, viewUser } from './view-repository.js';
import type { Installation, Repo, User, World } from './world.js';

/** A webhook on its way, or a try at it. */
export interface WebhookDelivery {
  readonly id: number;
  /** X-GitHub-Delivery: a redelivery has that of the first one. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly payload: View;
  /** As it goes over the wire. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isRedelivery: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What was answered; 0: nobody answered; undefined: not sent yet. */
  status: number | undefined;
}

export interface WebhookNews {
  readonly event: string;
  readonly action?: string | undefined;
  readonly repository?: Repo | undefined;
  /** Undefined: of the repository. */
  readonly installation?: Installation | undefined;
  readonly sender: User;
  readonly payload: View;
}

/**
 * send: each at once, one after the other. hold: when `release` is called. drop: never, GitHub notes that they failed.
 * double: each twice, as two deliveries with one GUID.
 */
export type WebhookMode = 'send' | 'hold' | 'drop' | 'double';

/** What GitHub tells the App, and what became of it. */
export class Webhooks {
  /** Where they go; undefined: nowhere, they are kept as if they were held. */
  url: string | undefined;
  mode: WebhookMode = 'send';
  /** The events the App has asked for; undefined: all. Those of installations and of checks come always. */
  events: readonly string[] | undefined;
  /** All tries, oldest first. */
  readonly deliveries: WebhookDelivery[] = [];
  readonly #world: World;
  readonly #description: GitHubDescription;
  readonly #violations: string[];
  #underWay: Promise<void> = Promise.resolve();
  #held: WebhookDelivery[] = [];
  readonly #closing = new AbortController();

  constructor(world: World, description: GitHubDescription, violations: string[]) {
    this.#world = world;
    this.#description = description;
    this.#violations = violations;
  }

  /** Something happened of which the App is told. */
  tell(news: WebhookNews): void {
    const { event, action, repository } = news;
    const installation =
      news.installation ?? (repository === undefined ? undefined : this.#world.installationOf(repository));
    if (installation === undefined || (installation.suspendedAt !== undefined && event !== 'installation')) return;
    if (this.events !== undefined && ![...this.events, ...unasked(installation)].includes(event)) return;
    const payload = this.#payloadOf(news, installation);
    this.#check(event, action, payload);
    const delivery = this.#make({
      guid: this.#guid(),
      event,
      action,
      installationId: installation.id,
      repositoryId: repository?.id,
      payload,
      isRedelivery: false,
    });
    if (this.url === undefined || this.mode === 'hold') this.#held.push(delivery);
    else if (this.mode === 'drop') delivery.status = 0;
    else this.#queue(this.mode === 'double' ? [delivery, this.#make({ ...delivery, isRedelivery: true })] : [delivery]);
  }

  /** Sends what is held, in the order that `arrange` gives it (doubling, dropping and mixing as it likes), and waits for the answers. */
  release(arrange: (held: readonly WebhookDelivery[]) => readonly WebhookDelivery[] = held => held): Promise<void> {
    const held = this.#held;
    this.#held = [];
    const sent = arrange(held);
    for (const each of held) if (!sent.includes(each)) each.status = 0;
    this.#queue(sent);
    return this.settled();
  }

  /** Tries once more, with the same GUID. Returns the new try, or undefined where there is no delivery of that id. */
  redeliver(id: number): WebhookDelivery | undefined {
    const first = this.deliveries.find(each => each.id === id);
    if (first === undefined) return undefined;
    const again = this.#make({ ...first, isRedelivery: true });
    this.#queue([again]);
    return again;
  }

  /** Resolves when all that was sent is answered. */
  async settled(): Promise<void> {
    for (let seen: Promise<void> | undefined; seen !== this.#underWay; ) {
      seen = this.#underWay;
      await seen;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
  }

  /** Headers of a webhook whose body is `text`, signed with `secret`. */
  headersOf(event: string, guid: string, text: string, secret = this.#world.app.webhookSecret): Record<string, string> {
    return {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/faultline',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-id': '1',
      'x-github-hook-installation-target-id': String(this.#world.app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
    };
  }

  #payloadOf({ event, action, repository, sender, payload }: WebhookNews, installation: Installation): View {
    const shortly = { id: installation.id, node_id: nodeIdOf('installation', installation.id) };
    return {
      ...(action === undefined ? {} : { action }),
      ...payload,
      ...(repository === undefined ? {} : { repository: this.#repositoryIn(event, repository) }),
      ...('installation' in payload ? {} : { installation: shortly }),
      sender: viewUser(this.#world, sender),
    };
  }

  /** A push tells times in seconds, and the owner with a name. */
  #repositoryIn(event: string, repository: Repo): View {
    const view = viewRepository(this.#world, repository);
    if (event !== 'push') return view;
    const seconds = Math.floor(Date.parse(repository.createdAt) / 1000);
    const owner = { ...viewUser(this.#world, repository.owner), name: repository.owner.login, email: null };
    return {
      ...view,
      owner,
      created_at: seconds,
      pushed_at: seconds,
      stargazers: 0,
      master_branch: repository.defaultBranch,
    };
  }

  #check(event: string, action: string | undefined, payload: View): void {
    const form = `${event}${action === undefined ? '' : `-${action}`}`.replaceAll('_', '-') as WebhookForm;
    const fault = webhookForms.includes(form)
      ? this.#description.faultOfWebhook(form, payload)
      : `the form of the webhook ${form} is not known`;
    if (fault !== undefined) this.#violations.push(fault);
  }

  #make(
    parts: Pick<
      WebhookDelivery,
      'guid' | 'event' | 'action' | 'installationId' | 'repositoryId' | 'payload' | 'isRedelivery'
    >,
  ) {
    const text = JSON.stringify(parts.payload);
    const delivery: WebhookDelivery = {
      ...parts,
      id: this.#world.nextId('delivery'),
      text,
      headers: this.headersOf(parts.event, parts.guid, text),
      at: this.#world.now(),
      status: undefined,
    };
    this.deliveries.push(delivery);
    return delivery;
  }

  #queue(deliveries: readonly WebhookDelivery[]): void {
    for (const each of deliveries) this.#underWay = this.#underWay.then(() => this.#send(each));
  }

  async #send(delivery: WebhookDelivery): Promise<void> {
    if (this.url === undefined || this.#closing.signal.aborted) return;
    delivery.status = await post(this.url, delivery, this.#closing.signal);
  }

  #guid(): string {
    const number = this.#world.nextId('guid').toString(16).padStart(12, '0');
    return `5eed0000-0000-4000-8000-${number}`;
  }
}

/** Events that come without being asked for: those of checks to whoever may write them. */
function unasked({ permissions }: Installation): readonly string[] {
  const installations = ['installation', 'installation_repositories'];
  return permissions.checks === 'write' ? [...installations, 'check_run', 'check_suite'] : installations;
}

/** GitHub waits for so long for an answer. */
const answerWithinMs = 10_000;

/** Resolves to the status of the answer; 0: none came, which GitHub notes, and it tries no more. */
function post(url: string, { headers, text }: WebhookDelivery, closing: AbortSignal): Promise<number> {
  return new Promise(resolve => {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(answerWithinMs)]);
    // A connection each: a server that is stopped is not kept by one of ours.
    const outgoing = request(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(text) }, agent: false, signal },
      answer => {
        answer.resume();
        answer.on('close', () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.on('error', () => resolve(0));
    outgoing.end(text);
  });
}
