import * as v from 'valibot';
import { OperationalError } from '../../domain/operational-error.js';

const conversion = v.object({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  name: v.string(),
  html_url: v.pipe(v.string(), v.regex(/^https?:\/\//), v.url()),
  pem: v.pipe(v.string(), v.startsWith('-----BEGIN')),
  webhook_secret: v.pipe(v.string(), v.regex(/^[^'\r\n]+$/)),
});

/** What GitHub gives away once, when an App is registered. */
export interface AppCredentials {
  readonly appId: number;
  readonly name: string;
  /** The page of the App. */
  readonly url: string;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

const answersWithinMs = 30_000;

/**
 * Exchanges the code with which GitHub sent the browser back for the credentials of the App, which works once, within an hour. Throws an
 * OperationalError where GitHub does not give them. `apiUrl`: without a slash at its end.
 */
export async function exchangeCode(apiUrl: string, code: string): Promise<AppCredentials> {
  const refused = (words: string, cause?: unknown): OperationalError =>
    new OperationalError('GitHub gives no credentials', words, 'begin anew from the first page', cause);
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
      method: 'POST',
      headers: { accept: 'application/vnd.github+json', 'user-agent': 'faultline' },
      redirect: 'error',
      signal: AbortSignal.timeout(answersWithinMs),
    });
    status = response.status;
    answer = await response.json();
  } catch (error) {
    throw refused(`${apiUrl} does not answer as GitHub does`, error);
  }
  if (status === 404) throw refused('the code was used already, or is older than an hour');
  if (status !== 201) throw refused(`status ${status}`);
  const read = v.safeParse(conversion, answer);
  // What it is must not be told: it holds a key.
  if (!read.success) throw refused(`its answer lacks ${v.getDotPath(read.issues[0]) ?? 'all'}`);
  const { id, name, html_url, pem, webhook_secret } = read.output;
  return { appId: id, name, url: html_url, privateKey: pem, webhookSecret: webhook_secret };
}
