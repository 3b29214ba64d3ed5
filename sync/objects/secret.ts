/** The webhook's secret is compared and shown only as a fingerprint; 7.x masks the secret itself on every read. */
import { scryptSync } from 'node:crypto';

const mask = /^\*+$/;

/**
 * A slow keyed hash, so that the word in the webhook's note does not help to guess a weak secret.
 * Twelve hex digits: enough to tell two secrets apart.
 */
export const secretFingerprint = (secret: string, webhook: string): string =>
  scryptSync(secret, `reglament webhook ${webhook}`, 6).toString('hex');

/** The fingerprint of what a helpdesk answered for a secret: read, masked (then the note's word is all there is), unset. */
export const storedFingerprint = (stored: unknown, webhook: string, noted: string | undefined): string => {
  if (typeof stored !== 'string' || stored === '') return '';
  return mask.test(stored) ? (noted ?? '') : secretFingerprint(stored, webhook);
};
