/** The webhook that wakes the companion. Its secret is known here by fingerprint only. */
import { asText } from '../canonical.js';
import { noteOf, readNote } from '../clause-note.js';
import { secretFingerprint, storedFingerprint } from '../secret.js';
import { desiredObjects, plain, storedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'endpoint', 'ssl_verify', 'active', 'note'];

export const webhooks: Resource = {
  kind: 'webhooks',
  title: 'вебхук',
  level: 7,
  permission: 'admin.webhook',
  uniqueName: false,
  removal: 'delete',
  pointsTo: [],
  desired: (file, context) =>
    desiredObjects('webhooks', file.webhooks, (webhook) => {
      const secret = secretFingerprint(context.webhookSecret, webhook.name);
      return {
        name: webhook.name,
        endpoint: context.publicUrl + webhook.path,
        ssl_verify: webhook.ssl_verify,
        active: webhook.active,
        note: noteOf(webhook.note, webhook.clauses, secret),
        secret,
      };
    }),
  normalise: (row) => {
    const name = asText(row['name']);
    const note = storedNote(row);
    return {
      name,
      endpoint: asText(row['endpoint']),
      ssl_verify: row['ssl_verify'] === true,
      active: row['active'] === true,
      note,
      secret: storedFingerprint(row['signature_token'], name, readNote(note).secret),
    };
  },
  body: (fields) => plain(fields, same),
  references: () => [],
  entries: ({ endpoint, secret, ...fields }, context) => {
    const url = asText(endpoint);
    const ours = asText(secret) === secretFingerprint(context.webhookSecret, asText(fields['name']));
    return ours && url.startsWith(`${context.publicUrl}/`)
      ? [{ ...fields, path: url.slice(context.publicUrl.length) }]
      : [];
  },
};
