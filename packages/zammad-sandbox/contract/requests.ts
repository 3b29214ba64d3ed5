/** Makes a recorded request fit a live helpdesk: names that must be fresh in each run, ids, secrets that were left out. */
import { kindOfKey, kindOfPath } from './kinds.js';
import type { Pairs } from './pairs.js';

/** Objects of the recording end in these words; in a live run others take their places, so that it can be repeated. */
const RECORDED = ['Rmwtidoet', 'Probe'] as const;

/** Two words of the live run; none may be part of the other. */
export type Suffixes = readonly [string, string];

/** The recording's own, for a helpdesk that has not seen them. */
export const OWN_SUFFIXES: Suffixes = RECORDED;

/** Words that no run before has used. */
export const freshSuffixes = (): Suffixes => {
  const word = Date.now().toString(36);
  return [`Ra${word}`, `Pb${word}`];
};

export const PASSWORD = 'Contract-Pass-1';

const exchangeWord = (text: string, from: string, to: string): string =>
  text.replaceAll(from, to).replaceAll(from.toLowerCase(), to.toLowerCase());

const freshNames = (text: string, [first, second]: Suffixes): string =>
  exchangeWord(exchangeWord(text, RECORDED[0], first), RECORDED[1], second);

/** An answer with the names of the recording in place of this run's. */
export const asRecorded = (answer: unknown, [first, second]: Suffixes): unknown =>
  JSON.parse(
    exchangeWord(JSON.stringify(answer ?? null), first, RECORDED[0])
      // The second recording was made with this word restored in capitals everywhere.
      .replaceAll(new RegExp(second, 'gi'), RECORDED[1]),
  );

const LONG = /^<(\d+) characters>$/;

/** Long texts were recorded by their length; an address among them was one of loopback. */
const longText = (key: string, length: number): string => {
  const start = key === 'endpoint' ? 'http://127.0.0.1/' : '';
  return start + 'x'.repeat(length - start.length);
};

const secret = (key: string): string => (key === 'password' ? PASSWORD : 'secret-of-the-contract');

const scalar = (value: unknown, kind: string, pairs: Pairs): unknown => {
  if (typeof value === 'number') return Number(pairs.live(kind, value));
  return typeof value === 'string' && /^\d+$/.test(value) ? pairs.live(kind, value) : value;
};

const textOf = (key: string, text: string, suffixes: Suffixes): string => {
  const length = LONG.exec(text)?.[1];
  if (length !== undefined) return longText(key, Number(length));
  return text === '<token>' ? secret(key) : freshNames(text, suffixes);
};

const kindIn = (key: string, owner: Record<string, unknown>, path: string): string | undefined => {
  if (key === 'o_id') return owner['object'] === 'Ticket' ? 'tickets' : 'answers';
  if (key === 'ordered_ids') return path.includes('reorder') ? 'categories' : 'answers';
  if (key === 'parent_id' && path.includes('knowledge_bases')) return 'categories';
  if (key === 'link_object_target_value' && owner['link_object_target'] !== 'Ticket')
    return 'answer_translations';
  if (key === 'link_object_source_number') return 'number';
  if (key === 'id' && 'title' in owner)
    return path.includes('categories') ? 'category_translations' : 'answer_translations';
  return kindOfKey(key);
};

/** A request body for the live helpdesk. `kind` is carried down into `{operator, value}` of a condition. */
export const liveBody = (
  body: unknown,
  pairs: Pairs,
  suffixes: Suffixes,
  path: string,
  key = '',
  kind?: string,
): unknown => {
  if (Array.isArray(body))
    return body.map((item: unknown) => liveBody(item, pairs, suffixes, path, key, kind));
  if (typeof body === 'object' && body !== null) {
    const owner = body as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(owner).map(([name, value]): [string, unknown] => {
        const own = kindIn(name, owner, path) ?? (name === 'value' ? kind : undefined);
        const isAccess = kind === 'groups' && key === 'group_ids' && /^\d+$/.test(name);
        const fresh = isAccess ? pairs.live('groups', name) : freshNames(name, suffixes);
        return [fresh, liveBody(value, pairs, suffixes, path, name, isAccess ? undefined : own)];
      }),
    );
  }
  if (kind !== undefined)
    return scalar(typeof body === 'string' ? freshNames(body, suffixes) : body, kind, pairs);
  return typeof body === 'string' ? textOf(key, body, suffixes) : body;
};

const INNER: readonly (readonly [RegExp, string])[] = [
  [/^(\/knowledge_bases\/(?:manage\/)?)(\d+)/, 'knowledge_bases'],
  [/^(\/knowledge_bases\/\d+\/categories\/)(\d+)/, 'categories'],
  [/^(\/knowledge_bases\/\d+\/answers\/)(\d+)/, 'answers'],
  [/^(\/knowledge_bases\/\d+\/answers\/\d+\/attachments\/)(\d+)/, 'attachments'],
  [/^(\/ticket_articles\/by_ticket\/)(\d+)/, 'tickets'],
  [/^(\/ticket_merge\/\d+\/)(\d+)/, 'number'],
  [/^(\/ticket_attachment\/)(\d+)/, 'tickets'],
  [/^(\/ticket_attachment\/\d+\/)(\d+)/, 'ticket_articles'],
  [/^(\/ticket_attachment\/\d+\/\d+\/)(\d+)/, 'attachments'],
  [/([?&]include_contents=)(\d+)/, 'contents'],
  [/([?&](?:link_object_value|mentionable_id)=)(\d+)/, 'tickets'],
  [/(object=Ticket&o_id=)(\d+)/, 'tickets'],
  [/(object=KnowledgeBase::Answer&o_id=)(\d+)/, 'answers'],
];

/** A request path (with query) for the live helpdesk. */
export const livePath = (path: string, pairs: Pairs, suffixes: Suffixes): string =>
  INNER.reduce(
    (text, [pattern, kind]) =>
      text.replace(pattern, (_all, head: string, id: string) => head + pairs.live(kind, id)),
    freshNames(path, suffixes).replace(
      /^(\/(?!knowledge_bases|ticket_attachment|ticket_articles\/by_ticket)[a-z_]+\/)(\d+)/,
      (_all, head: string, id: string) => head + pairs.live(kindOfPath(path), id),
    ),
  );
