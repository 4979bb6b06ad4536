import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether X-Hub-Signature-256 is that of the body (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries). */
export function isSignedBy(secret: string, body: Uint8Array, signature: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
