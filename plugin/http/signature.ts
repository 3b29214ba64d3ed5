/** Zammad's signature of a delivery: `X-Hub-Signature: sha1=<hex>`, HMAC-SHA1 over the raw body. It knows no other. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header's value for `body` under `secret`. */
export const signatureOf = (body: Buffer, secret: string): string =>
  `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;

/** True if `given` signs `body`. Takes the same time wherever the first difference stands. */
export const isSigned = (body: Buffer, given: string | undefined, secret: string): boolean => {
  const wanted = Buffer.from(signatureOf(body, secret));
  const got = Buffer.from(given ?? '');
  return got.length === wanted.length && timingSafeEqual(got, wanted);
};
