import { randomBytes } from 'node:crypto';
import { created, notFound, ok, page, type RouteTable } from './handler.js';
import { Refusal } from './hub.js';
import { nodeIdOf, type View, viewApp, viewInstallation, viewRepository } from './view-repository.js';
import type { WebhookDelivery } from './webhooks.js';
import type { Access, Installation, World } from './world.js';

export interface Token {
  readonly installation: Installation;
  readonly permissions: Record<string, Access>;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const hour = 3_600_000;
/** GitHub keeps deliveries for so long. */
const deliveriesKept = 72 * hour;

export function routesOfApp(tokens: Map<string, Token>, manifests: Map<string, View>): RouteTable {
  return {
    'POST /app-manifests/{code}/conversions': {
      by: 'anyone',
      handle: ({ world, path }) => {
        const manifest = manifests.get(path.code ?? '') ?? notFound();
        // A code is good once.
        manifests.delete(path.code ?? '');
        return created(viewRegistered(world, manifest));
      },
    },
    'GET /app': { by: 'app', handle: ({ world }) => ok(viewApp(world, world.app)) },
    'GET /app/installations': {
      by: 'app',
      handle: call => page(call, [...call.world.installations.values()], each => viewInstallation(call.world, each)),
    },
    'GET /app/installations/{installation_id}': {
      by: 'app',
      handle: ({ world, path }) => {
        const installation = world.installations.get(Number(path.installation_id)) ?? notFound();
        return ok(viewInstallation(world, installation));
      },
    },
    'POST /app/installations/{installation_id}/access_tokens': {
      by: 'app',
      handle: ({ world, path, body }) => {
        const installation = world.installations.get(Number(path.installation_id)) ?? notFound();
        if (installation.suspendedAt !== undefined) throw new Refusal(403, 'This installation has been suspended');
        const { permissions } = (body ?? {}) as { readonly permissions?: Record<string, Access> };
        for (const [name, access] of Object.entries(permissions ?? {})) {
          if (isGranted(installation.permissions, `${name}:${access}`)) continue;
          throw new Refusal(422, 'The permissions requested are not granted to this installation.');
        }
        const token = `ghs_${randomBytes(18).toString('hex')}`;
        const expiresAt = world.now() + hour;
        tokens.set(token, { installation, permissions: permissions ?? installation.permissions, expiresAt });
        return created({
          token,
          expires_at: new Date(expiresAt).toISOString(),
          permissions: permissions ?? installation.permissions,
          repository_selection: 'selected',
        });
      },
    },
    'GET /installation/repositories': {
      handle: call => {
        if (call.asker.kind !== 'installation') return notFound();
        const ids = [...call.asker.installation.repositoryIds].sort((one, other) => one - other);
        const found = ids.flatMap(id => call.world.repositories.get(id) ?? []);
        const wrap = (repositories: unknown) => ({
          total_count: found.length,
          repository_selection: 'selected',
          repositories,
        });
        return page(call, found, each => viewRepository(call.world, each), wrap);
      },
    },
    'GET /repos/{owner}/{repo}/installation': {
      by: 'app',
      handle: ({ world }, repository) => ok(viewInstallation(world, world.installationOf(repository) ?? notFound())),
    },
    'GET /app/hook/deliveries': {
      by: 'app',
      handle: ({ hub, world, query, address }) => {
        const size = Math.min(Number(query.per_page ?? 30), 100);
        const all = kept(world, hub.webhooks.deliveries).reverse();
        const asked = all.filter(({ status }) => isAsked(query.status, status));
        const start = query.cursor === undefined ? 0 : asked.findIndex(({ id }) => `v1_${id}` === query.cursor);
        if (start < 0) throw new Refusal(422, 'Invalid cursor');
        const next = asked[start + size];
        const parameters = new URLSearchParams({ ...query, per_page: `${size}`, cursor: `v1_${next?.id}` });
        const headers: Record<string, string> =
          next === undefined ? {} : { link: `<${address}?${parameters}>; rel="next"` };
        return ok(asked.slice(start, start + size).map(viewDelivery), headers);
      },
    },
    'GET /app/hook/deliveries/{delivery_id}': {
      by: 'app',
      handle: ({ hub, world, path }) => {
        const all = kept(world, hub.webhooks.deliveries);
        const found = all.find(({ id }) => id === Number(path.delivery_id)) ?? notFound();
        const request = { headers: found.headers, payload: found.payload };
        return ok({ ...viewDelivery(found), url: '', request, response: { headers: {}, payload: '' } });
      },
    },
    'POST /app/hook/deliveries/{delivery_id}/attempts': {
      by: 'app',
      handle: ({ hub, path }) => {
        if (hub.webhooks.redeliver(Number(path.delivery_id)) === undefined) notFound();
        return { status: 202, body: {} };
      },
    },
    'GET /rate_limit': {
      by: 'anyone',
      handle: ({ world }) => {
        const rate = { limit: 5000, used: 0, remaining: 5000, reset: Math.floor((world.now() + hour) / 1000) };
        return ok({ resources: { core: rate, search: rate, graphql: rate }, rate });
      },
    },
  };
}

/** `granted` has what is needed: who may write may read. */
export function isGranted(granted: Readonly<Record<string, Access>>, need: string): boolean {
  const [name = '', access = ''] = need.split(':');
  return granted[name] === 'write' || granted[name] === access;
}

function kept(world: World, deliveries: readonly WebhookDelivery[]): WebhookDelivery[] {
  return deliveries.filter(({ at, status }) => status !== undefined && at > world.now() - deliveriesKept);
}

function isAsked(asked: string | undefined, status: number | undefined): boolean {
  if (asked === undefined) return true;
  return (asked === 'success') === isDelivered(status);
}

function isDelivered(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 400;
}

function viewDelivery(delivery: WebhookDelivery): View {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: new Date(delivery.at).toISOString(),
    redelivery: delivery.isRedelivery,
    duration: 0.1,
    status: isDelivered(delivery.status)
      ? 'OK'
      : delivery.status === 0
        ? 'failed to connect to host'
        : 'Invalid HTTP Response',
    status_code: delivery.status ?? 0,
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: delivery.installationId ?? null,
    repository_id: delivery.repositoryId ?? null,
    throttled_at: null,
  };
}

function viewRegistered(world: World, manifest: View): View {
  const { app } = world;
  return {
    ...viewApp(world, app),
    name: manifest.name ?? app.name,
    external_url: manifest.url ?? 'https://example.com/',
    permissions: manifest.default_permissions ?? {},
    events: manifest.default_events ?? [],
    node_id: nodeIdOf('app', app.id),
    client_id: `Iv23.${app.slug}`,
    client_secret: 'a-client-secret-of-the-fake',
    webhook_secret: app.webhookSecret,
    pem: app.privateKey,
  };
}
