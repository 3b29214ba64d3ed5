/** What macros, triggers and templates set: our readable form ↔ Zammad's. */
import type { Perform } from '../../../config/schema/common.js';
import { asSet, asText, isRecord, toJson } from '../canonical.js';
import type { Catalogue } from '../catalogue.js';
import type { CatalogueKind, Json } from '../types.js';
import { requireId } from './condition.js';
import { fromZammadKey, targetOf, toZammadKey } from './keys.js';
import type { Reference } from './reference.js';

/** Said instead of a user's name. */
const actors = new Set(['current_user', 'not_set']);

/** A value that is no object's name: nothing, and what Zammad fills in from the ticket's own group or organization. */
const isPlain = (target: CatalogueKind | 'users' | undefined, value: string): target is undefined =>
  target === undefined || value === '' || value.startsWith('#{');

/** From 7.2 on `Спам` and `спам` are one tag, and the first that was there stays: so case tells nothing. */
const tagsOf = (tags: readonly string[]): string[] => asSet(tags.map((tag) => tag.toLowerCase()));

const canonicalAct = (key: string, act: Json): Json => {
  if (!isRecord(act)) return targetOf(key) === 'users' && !asText(act) ? 'not_set' : asText(act);
  if ('add' in act) return { add: tagsOf(asSet(act['add'])) };
  if ('remove' in act) return { remove: tagsOf(asSet(act['remove'])) };
  if ('recipient' in act) return { ...toRecord(act), recipient: asSet(act['recipient']) };
  return toRecord(act);
};

const toRecord = (value: Record<string, unknown>): Record<string, Json> =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));

/** The canonical form of a perform of the configuration: what plans show and compare. Scalars are texts. */
export const canonicalPerform = (perform: Perform): Json =>
  Object.fromEntries(Object.entries(perform).map(([key, act]) => [key, canonicalAct(key, toJson(act))]));

const actToZammad = (key: string, act: Json, catalogue: Catalogue): Json => {
  const target = targetOf(key);
  if (isRecord(act)) {
    if ('add' in act) return { operator: 'add', value: asSet(act['add']).join(',') };
    if ('remove' in act) return { operator: 'remove', value: asSet(act['remove']).join(',') };
    if ('in' in act) return { operator: 'relative', value: asText(act['in']), range: asText(act['unit']) };
    // Zammad takes a boolean false for «not filled in» and refuses the note: the flag travels as text.
    const article = { ...toRecord(act), internal: asText(act['internal']) };
    return key === 'notification.email' ? { ...article, include_attachments: 'false' } : article;
  }
  const value = asText(act);
  if (key === 'notification.webhook') return { webhook_id: requireId(catalogue, 'webhooks', value) };
  if (target === 'users') {
    return actors.has(value)
      ? { pre_condition: value === 'current_user' ? 'current_user.id' : value, value: '' }
      : { pre_condition: 'specific', value: requireId(catalogue, target, value) };
  }
  if (key === 'ticket.pending_time') return { operator: 'static', value };
  return { value: isPlain(target, value) ? value : requireId(catalogue, target, value) };
};

/** Canonical perform → what Zammad stores. */
export const performToZammad = (perform: Json, catalogue: Catalogue): Json => {
  if (!isRecord(perform)) return {};
  return Object.fromEntries(
    Object.entries(perform).map(([key, act]) => [toZammadKey(key), actToZammad(key, toJson(act), catalogue)]),
  );
};

const actFromZammad = (key: string, stored: Record<string, unknown>, catalogue: Catalogue): Json => {
  const target = targetOf(key);
  const value = asText(stored['value']);
  const operator = stored['operator'];
  if (key === 'notification.webhook') return catalogue.name('webhooks', stored['webhook_id']);
  if (key === 'article.note' || key === 'notification.email') {
    const { subject, body, internal, recipient } = stored;
    return {
      ...(key === 'notification.email' ? { recipient: asSet(recipient) } : {}),
      subject: asText(subject),
      body: asText(body),
      internal: asText(internal) === 'true',
    };
  }
  if (operator === 'add' || operator === 'remove') {
    return { [operator]: tagsOf(asSet(value.split(',').map((tag) => tag.trim()))) };
  }
  if (operator === 'relative') return { in: Number(value), unit: asText(stored['range']) };
  if (target === 'users') {
    const actor = asText(stored['pre_condition']).replace(/^(current_user)\..*$/, '$1');
    if (actors.has(actor)) return actor;
    return value === '' ? 'not_set' : catalogue.name(target, value);
  }
  return target === undefined || isPlain(target, value) ? value : catalogue.name(target, value);
};

/** What Zammad stores → canonical perform. */
export const performFromZammad = (stored: unknown, catalogue: Catalogue): Json => {
  if (!isRecord(stored)) return {};
  return Object.fromEntries(
    Object.entries(stored).map(([zammadKey, act]) => {
      const key = fromZammadKey(zammadKey);
      return [key, isRecord(act) ? actFromZammad(key, act, catalogue) : asText(act)];
    }),
  );
};

/** Everything a canonical perform names. Articles and notifications set no column. */
export const performReferences = (perform: Json, where: string): Reference[] => {
  if (!isRecord(perform)) return [];
  return Object.entries(perform).flatMap(([key, act]): Reference[] => {
    const value = asText(act);
    if (key === 'notification.webhook') return [{ kind: 'webhooks', name: value, where }];
    if (!key.startsWith('ticket.')) return [];
    const target = targetOf(key);
    const isText = typeof act === 'string' && value !== '' && !value.startsWith('#{');
    const values = target === undefined && isText ? [value] : [];
    const field: Reference = { field: toZammadKey(key), values, where };
    if (target === undefined || target === 'users' || isPlain(target, value)) return [field];
    return [field, { kind: target, name: value, where }];
  });
};
