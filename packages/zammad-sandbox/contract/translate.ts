/**
 * Makes a recorded request fit a live helpdesk: ids of objects created along the way, names that must be fresh in each
 * run, the caller's own id.
 */

/** Objects of the recording end in this word; in a live run another takes its place, so that a run can be repeated. */
const RECORDED_SUFFIX = 'Rmwtidoet';

const exchangeWord = (text: string, from: string, to: string): string =>
  text.replaceAll(from, to).replaceAll(from.toLowerCase(), to.toLowerCase());

const freshNames = (text: string, suffix: string): string => exchangeWord(text, RECORDED_SUFFIX, suffix);

/** An answer with the names of the recording in place of this run's, so that keys can be compared. */
export const asRecorded = (answer: unknown, suffix: string): unknown =>
  JSON.parse(exchangeWord(JSON.stringify(answer), suffix, RECORDED_SUFFIX));

/** Recorded id → live id, for each kind of object (API path). */
export type IdMap = Map<string, Map<number, number>>;

export interface Translation {
  readonly ids: IdMap;
  /** Recorded ticket number → live one. */
  readonly numbers: Map<string, string>;
  readonly suffix: string;
}

const idKinds: Record<string, string> = {
  group_id: 'groups',
  group_ids: 'groups',
  state_id: 'ticket_states',
  webhook_id: 'webhooks',
  calendar_id: 'calendars',
  role_ids: 'roles',
  role_id: 'roles',
  ticket_id: 'tickets',
  link_object_target_value: 'tickets',
  category_id: 'categories',
  kb_locale_id: 'kb_locales',
  knowledge_base_id: 'knowledge_bases',
  answer_translation_content_ids: 'contents',
  owner_id: 'users',
  organization_id: 'organizations',
};

const mapped = (ids: IdMap, kind: string, id: number): number => ids.get(kind)?.get(id) ?? id;

const scalar = (value: unknown, kind: string, ids: IdMap): unknown => {
  if (typeof value === 'number') return mapped(ids, kind, value);
  if (typeof value === 'string' && /^\d+$/.test(value)) return String(mapped(ids, kind, Number(value)));
  return value;
};

const kindOfKey = (key: string): string | undefined => idKinds[key.replace(/^.*\./, '')];

/** A request body for the live helpdesk. `kind` is carried down into `{operator, value}` of a condition. */
export const translateBody = (body: unknown, to: Translation, kind?: string): unknown => {
  if (Array.isArray(body)) return body.map((item: unknown) => translateBody(item, to, kind));
  if (typeof body === 'object' && body !== null) {
    const entries = Object.entries(body).map(([key, value]: [string, unknown]): [string, unknown] => {
      const own = kindOfKey(key);
      if (key === 'o_id')
        return [
          key,
          scalar(value, 'object' in body && body.object === 'Ticket' ? 'tickets' : 'answers', to.ids),
        ];
      if (key === 'ordered_ids') return [key, translateBody(value, to, 'answers')];
      if (key === 'link_object_source_number') return [key, to.numbers.get(String(value)) ?? value];
      if (key === 'id' && 'title' in body) return [key, scalar(value, 'answer_translations', to.ids)];
      if (
        own === 'groups' &&
        key === 'group_ids' &&
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value)
      )
        return [
          key,
          Object.fromEntries(
            Object.entries(value).map(([id, access]) => [String(scalar(id, 'groups', to.ids)), access]),
          ),
        ];
      return [
        freshNames(key, to.suffix),
        translateBody(value, to, own ?? (key === 'value' ? kind : undefined)),
      ];
    });
    return Object.fromEntries(entries);
  }
  if (kind !== undefined) return scalar(body, kind, to.ids);
  return typeof body === 'string' ? freshNames(body, to.suffix) : body;
};

const paths: readonly (readonly [RegExp, string])[] = [
  [/^(\/ticket_merge\/)(\d+)/, 'tickets'],
  [/^(\/ticket_articles\/by_ticket\/)(\d+)/, 'tickets'],
  [/^(\/ticket_history\/)(\d+)/, 'tickets'],
  [/^(\/knowledge_bases\/)(\d+)/, 'knowledge_bases'],
  [/^(\/knowledge_bases\/\d+\/categories\/)(\d+)/, 'categories'],
  [/^(\/knowledge_bases\/\d+\/answers\/)(\d+)/, 'answers'],
  [/([?&]include_contents=)(\d+)/, 'contents'],
  [/([?&](?:o_id|link_object_value)=)(\d+)/, 'tickets'],
];

/** A request path (with query) for the live helpdesk. */
export const translatePath = (path: string, to: Translation): string => {
  const fresh = freshNames(path, to.suffix);
  const direct = /^\/([a-z_]+)\/(\d+)/.exec(fresh);
  const start =
    direct?.[1] !== undefined && direct[1] !== 'ticket_merge' && direct[1] !== 'ticket_history'
      ? fresh.replace(/^\/[a-z_]+\/\d+/, `/${direct[1]}/${mapped(to.ids, direct[1], Number(direct[2]))}`)
      : fresh;
  const merged = start.replace(
    /^(\/ticket_merge\/\d+\/)(\d+)/,
    (_all, head: string, number: string) => head + (to.numbers.get(number) ?? number),
  );
  return paths
    .filter(([, kind]) => !(kind === 'knowledge_bases' && direct?.[1] === 'knowledge_bases'))
    .reduce(
      (result, [pattern, kind]) =>
        result.replace(
          pattern,
          (_all, head: string, id: string) => `${head}${mapped(to.ids, kind, Number(id))}`,
        ),
      merged,
    );
};
