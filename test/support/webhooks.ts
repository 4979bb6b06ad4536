import { createHmac, generateKeyPairSync } from 'node:crypto';

/** The secret of the App in tests. */
export const webhookSecret = 'a secret of tests';

/** A private key as GitHub makes them for Apps: PEM, PKCS #1. */
export function makePrivateKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();
}

/** The headers with which GitHub sends a webhook. */
export function webhookHeaders(event: string, id: string, body: string | Uint8Array): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`,
  };
}

/** A pull request that was opened, as GitHub tells it; `padding`: characters of its body. */
export function pullOpened(number: number, padding = 0): object {
  return {
    action: 'opened',
    installation: { id: 40 },
    sender: { login: 'ada', type: 'User' },
    repository: { id: 11, name: 'larder', owner: { login: 'ada' }, default_branch: 'master', archived: false },
    pull_request: { number, title: 'larder: map pages locally', body: 'x'.repeat(padding) },
  };
}
