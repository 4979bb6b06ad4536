import { createHash } from 'node:crypto';
import { fieldsOf } from './send-answers.js';

/** Who we are on GitHub. */
export interface AppIdentity {
  readonly appId: number;
  /** As GitHub calls the author of what the App posts: its slug with `[bot]` behind it. */
  readonly login: string;
}

/** By what a post of ours is known: 32 hex digits of the SHA-256 of its key. */
export function markerIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** The body as it is sent: the marker is a line of its own before it, which GitHub does not show. */
export function withMarker(key: string, body: string): string {
  return `${markerOf(key)}\n${body}`;
}

/**
 * Whether a comment, review or issue of GitHub is our post under this key. The marker alone proves nothing, anybody may write it: it counts
 * only as the first line of what we wrote ourselves.
 */
export function isPostOf(post: unknown, key: string, identity: AppIdentity): boolean {
  return isOurs(post, identity) && firstLineOf(fieldsOf(post).body) === markerOf(key);
}

/** Whether GitHub says that we wrote it. */
export function isOurs(post: unknown, { appId, login }: AppIdentity): boolean {
  const { user, performed_via_github_app: app } = fieldsOf(post);
  const author = fieldsOf(user);
  const via = fieldsOf(app).id;
  return author.login === login && author.type === 'Bot' && (via === undefined || via === appId);
}

function markerOf(key: string): string {
  return `<!-- faultline:${markerIdOf(key)} -->`;
}

function firstLineOf(body: unknown): string | undefined {
  return typeof body === 'string' ? body.split('\n', 1)[0]?.replace(/\r$/, '') : undefined;
}
