/** What a `perform` must hold to be saved, in Zammad's words. */
import { isBlank, isRecord, recordOf } from './columns.js';

const PRESENT: Readonly<Record<string, readonly string[]>> = {
  'article.note': ['body', 'subject', 'internal'],
  'notification.email': ['body', 'recipient', 'subject'],
  'notification.sms': ['body', 'recipient'],
  'notification.webhook': ['webhook_id'],
  'x-zammad-ticket-owner_id': ['value'],
  'x-zammad-ticket-customer_id': ['value'],
};
const PEOPLE = ['ticket.customer_id', 'ticket.organization_id', 'ticket.owner_id'];

/** False is as good as nothing here: `internal` must be a text. */
const isMissing = (value: unknown): boolean => value === false || isBlank(value);

/** Faults of a `perform`, the one that is answered first. */
export const performFaults = (perform: unknown): string[] => {
  const given = recordOf(perform);
  const missing = Object.entries(PRESENT).flatMap(([key, inner]) => {
    const step = given[key];
    return isRecord(step) ? inner.filter((name) => isMissing(step[name])).map((name) => [key, name]) : [];
  });
  const nobody = PEOPLE.filter((key) => {
    const step = recordOf(given[key]);
    return step['pre_condition'] === 'specific' && isMissing(step['value']);
  }).map((key) => [key, 'value']);
  return [...missing, ...nobody].map(
    ([key, name]) => `The required 'perform' value for ${key}, ${name} is missing!`,
  );
};
