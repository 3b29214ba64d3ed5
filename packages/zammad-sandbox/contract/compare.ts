/**
 * Compares an answer with a recorded one: status, then shape (keys and JSON types), never values. Null on either side
 * fits anything, since a column may be empty in one helpdesk and filled in another.
 */

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys that the recorded helpdesk had from an earlier, unrelated run; no other Zammad has them. */
const residue = (key: string): boolean =>
  /rmwticm1u/i.test(key) || key === 'snils' || key === 'pending_reason';

/** Maps from an id, a date, a name or a free key: their entries are alike, their keys are data. */
const freeKeyed = new Set([
  'assets',
  'condition',
  'condition_saved',
  'condition_selected',
  'conditions',
  'perform',
  'preferences',
  'options',
  'historical_options',
  'public_holidays',
  'screens',
  'match',
  'group_ids',
  'groups',
  'data_option_new',
  'counts',
  'config',
  'translation',
  'actions',
  'storage',
  'sample_config',
  'state',
  'data',
  'value',
  'state_current',
  'state_initial',
  'collections',
]);

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

/** A recording of `{count}` or `{count, sample}` stands for a collection that was too long to keep. */
const isSummary = (value: Json): boolean =>
  'count' in value && Object.keys(value).every((key) => ['count', 'sample', 'names'].includes(key));

/** A recording too long to keep: `top_level_keys` names the keys, of some of which a sample follows. */
const isTrimmed = (value: Json): value is Json & { top_level_keys: string[] } =>
  Array.isArray(value.top_level_keys);

/** Attributes that the recorded run made itself; rows written before that lack them. */
const ownAttribute = (key: string): boolean => key.startsWith('a_rmwtidoet_');

/** `{keys}`: the first dozen keys of a record. */
const isKeyList = (value: Json): value is { keys: string[] } =>
  Array.isArray(value.keys) && Object.keys(value).length === 1;

const mapOfRecords = (value: Json): boolean => {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
};

const differenceOfKeys = (
  recorded: readonly string[],
  live: readonly string[],
  path: string,
): string | null => {
  const missing = recorded.filter((key) => !residue(key) && !live.includes(key));
  const hadOwn = recorded.some(ownAttribute);
  const extra = live.filter(
    (key) => !residue(key) && !recorded.includes(key) && (hadOwn || !ownAttribute(key)),
  );
  if (missing.length === 0 && extra.length === 0) return null;
  return `${path || 'body'}: ${[...missing.map((key) => `-${key}`), ...extra.map((key) => `+${key}`)].join(' ')}`;
};

/** A name beside an id (`signature` beside `signature_id`) is there only when the id is set. */
const isOptionalName = (key: string, recorded: Json, live: Json): boolean =>
  recorded[`${key}_id`] === null || live[`${key}_id`] === null;

const differenceOfObjects = (recorded: Json, live: Json, path: string): string | null => {
  if (isSummary(recorded)) return null;
  if (isKeyList(recorded))
    return differenceOfKeys(
      recorded.keys,
      Object.keys(live).filter((key) => recorded.keys.includes(key)),
      path,
    );
  if (isTrimmed(recorded)) return differenceOfKeys(recorded.top_level_keys, Object.keys(live), path);
  if (mapOfRecords(recorded)) {
    const [first] = Object.values(live);
    return first === undefined
      ? `${path}: empty`
      : shapeDifference(Object.values(recorded)[0], first, `${path}.#`);
  }
  const own = path.split('.').at(-1) ?? '';
  const keys = Object.keys(recorded).filter((key) => key in live);
  if (!freeKeyed.has(own)) {
    const named = (value: Json): string[] =>
      Object.keys(value).filter((key) => !isOptionalName(key, recorded, live));
    const difference = differenceOfKeys(named(recorded), named(live), path);
    if (difference !== null) return difference;
  }
  for (const key of keys) {
    const difference = shapeDifference(recorded[key], live[key], path === '' ? key : `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return null;
};

/**
 * The first difference in shape as `path: what`, or null. Of lists the first entries are compared, except that an empty
 * list fits any list.
 */
export const shapeDifference = (recorded: unknown, live: unknown, path = ''): string | null => {
  if (recorded === null || live === null || recorded === undefined || live === undefined) return null;
  // The settings' list is recorded as a count, names and a sample.
  if (isObject(recorded) && isSummary(recorded) && Array.isArray(live)) {
    const samples: unknown[] = Array.isArray(recorded.sample) ? recorded.sample : [recorded.sample];
    const [sample] = samples;
    return sample === undefined ? null : shapeDifference(sample, live[0], `${path}[0]`);
  }
  // Zammad logs the code of an HTTP answer as it came: a number, or a text when there was none.
  if (path.endsWith('response.code')) return null;
  if (typeName(recorded) !== typeName(live))
    return `${path || 'body'}: ${typeName(live)}, recorded ${typeName(recorded)}`;
  if (Array.isArray(recorded) && Array.isArray(live)) {
    if (recorded.length === 0 || live.length === 0) return null;
    return shapeDifference(recorded[0], live[0], `${path}[0]`);
  }
  return isObject(recorded) && isObject(live) ? differenceOfObjects(recorded, live, path) : null;
};

/** What differs between a recorded answer and a live one, or null when they are alike. */
export const answerDifference = (
  recorded: { status: number; body: unknown },
  live: { status: number; body: unknown },
): string | null => {
  if (recorded.status !== live.status)
    return `status ${live.status}, recorded ${recorded.status}${isObject(live.body) && 'error' in live.body ? ` (${String(live.body.error).slice(0, 160)})` : ''}`;
  return shapeDifference(recorded.body, live.body);
};
