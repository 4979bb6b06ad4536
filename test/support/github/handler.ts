import { type Hub, Refusal } from './hub.js';
import type { Route } from './openapi-operations.js';
import type { Access, Installation, Repo, User, World } from './world.js';

/** Who asks, as their token tells. */
export type Asker =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'app' }
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly permissions: Record<string, Access>;
    };

/** A request that is understood and allowed. */
export interface Call {
  readonly hub: Hub;
  readonly world: World;
  readonly route: Route;
  readonly asker: Asker;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly accept: string;
  /** As the client wrote it, without parameters: what links to further pages begin with. */
  readonly address: string;
  /** Whose name stands on what is made. */
  readonly user: User;
}

export interface Answer {
  readonly status: number;
  /** JSON, or as it is; undefined: none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call, repository: Repo) => Answer | Promise<Answer>;

/** What a route does, and what the App must be allowed for it. The handlers of routes on no repository are given none. */
export interface RouteEntry {
  readonly handle: Handler;
  /** Any of these: `issues:write`. */
  readonly needs?: readonly string[];
  /** Who may ask; installations where it is not said. */
  readonly by?: 'app' | 'anyone';
}

export type RouteTable = Partial<Record<Route, RouteEntry>>;

export function ok(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export function notFound(): never {
  throw new Refusal(404, 'Not Found');
}

/** The page that was asked for, with links to the others. `wrap`: where the list is not the whole answer. */
export async function page<T>(
  call: Call,
  items: readonly T[],
  view: (item: T) => unknown,
  wrap: (views: readonly unknown[]) => unknown = views => views,
  defaultSize = 30,
): Promise<Answer> {
  const size = Math.min(Math.max(Number(call.query.per_page ?? defaultSize), 1), 100);
  const number = Math.max(Number(call.query.page ?? 1), 1);
  const last = Math.max(Math.ceil(items.length / size), 1);
  const views = await Promise.all(items.slice((number - 1) * size, number * size).map(view));
  const link = (to: number, name: string) => {
    const query = new URLSearchParams({ ...call.query, per_page: `${size}`, page: `${to}` });
    return `<${call.address}?${query}>; rel="${name}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ];
  return ok(wrap(views), links.length === 0 ? {} : { link: links.join(', ') });
}

/** One of the media types that the client takes: `diff`, `raw`, `patch`, or plain JSON. */
export function mediaOf({ accept }: Call): 'diff' | 'patch' | 'raw' | 'json' {
  const [, media] = /application\/vnd\.github\.(?:v3\.)?(diff|patch|raw)\b/.exec(accept) ?? [];
  return media === 'diff' || media === 'patch' || media === 'raw' ? media : 'json';
}

export function textAnswer(text: string | Uint8Array, media: string): Answer {
  const headers = { 'content-type': `application/vnd.github.${media}; charset=utf-8` };
  return { status: 200, body: Buffer.from(text), headers };
}
