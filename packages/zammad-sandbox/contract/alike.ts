/**
 * Compares an answer with a recorded one, whole: status, type of content, every key, type and value, after ids, ticket
 * numbers and moments of the run are translated. All differences are told, not only the first.
 */
import { NOT_COMPARED } from './not-compared.js';
import { kindOfKey, kindOfModel, kindOfPath } from './kinds.js';
import type { Pairs } from './pairs.js';

type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

export interface Difference {
  /** `assets.User.3.email`; `status`, `contentType`; '' for the body as a whole. */
  readonly path: string;
  readonly what: string;
}

/** How moments of two runs are held to be the same. */
export interface Moments {
  /** Milliseconds by which the live run is later than the recorded one. */
  readonly shift: number;
  readonly tolerance: number;
}

interface Place {
  readonly path: string;
  /** The kind of object that `id` stands for here. */
  readonly kind: string;
  /** The kind that the value itself names, if any. */
  readonly names: string | undefined;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;

const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?UTC|Z)$/;

const momentOf = (text: string): number | null =>
  TIME.test(text) ? Date.parse(text.replace(' UTC', 'Z').replace(' ', 'T')) : null;

const shown = (value: unknown): string => {
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};

/** Error ids are random, and texts name ids of objects. */
const settled = (text: string): string =>
  text
    .replace(/Error ID [\w-]{8}:/, 'Error ID <id>:')
    .replace(/(Invalid value|'id'=|with ID=) ?'?\d+'?/g, '$1 <id>');

const isCompared = (entry: unknown): boolean =>
  !isObject(entry) || entry['type'] !== NOT_COMPARED.type || !('o_id' in entry);

/** Lists whose entries are another kind of object than what holds them. */
const LISTS: Readonly<Record<string, string>> = {
  attachments: 'attachments',
  history: 'histories',
  roles_reader: 'roles',
  roles_editor: 'roles',
};

export class Likeness {
  readonly #pairs: Pairs;
  readonly #moments: Moments;

  constructor(pairs: Pairs, moments: Moments) {
    this.#pairs = pairs;
    this.#moments = moments;
  }

  /** @param requestPath of the recorded request: says what `id` means in its answer */
  differences(recorded: Answer, live: Answer, requestPath: string): Difference[] {
    const found: Difference[] = [];
    if (recorded.status !== live.status)
      found.push({ path: 'status', what: `${live.status}, recorded ${recorded.status}` });
    const [type, wanted] = [live, recorded].map(({ contentType }) => contentType?.split(';')[0] ?? null);
    if (type !== wanted) found.push({ path: 'contentType', what: `${type}, recorded ${wanted}` });
    const place = { path: '', kind: kindOfPath(requestPath), names: undefined };
    this.#compare(recorded.body, live.body, place, found);
    return found;
  }

  #compare(recorded: unknown, live: unknown, place: Place, found: Difference[]): void {
    if (Array.isArray(recorded) && Array.isArray(live)) {
      this.#compareLists(recorded, live, place, found);
      return;
    }
    if (isObject(recorded) && isObject(live)) {
      this.#compareObjects(recorded, live, place, found);
      return;
    }
    if (!this.#sameValue(recorded, live, place))
      found.push({ path: place.path, what: `${shown(live)}, recorded ${shown(recorded)}` });
  }

  #compareLists(
    recordedWhole: readonly unknown[],
    liveWhole: readonly unknown[],
    place: Place,
    found: Difference[],
  ): void {
    const [recorded, live] = [recordedWhole, liveWhole].map((list) => list.filter(isCompared));
    if (!recorded || !live) return;
    if (recorded.length !== live.length)
      found.push({ path: place.path, what: `${live.length} entries, recorded ${recorded.length}` });
    recorded.slice(0, live.length).forEach((value, index) => {
      this.#compare(value, live[index], { ...place, path: `${place.path}[${index}]` }, found);
    });
  }

  /** Keys that are ids themselves: records by id under a model's name, access by a group's id. */
  #keyPairs(recorded: Json, live: Json, place: Place): [string, string][] {
    const last = place.path.split('.').at(-1) ?? '';
    const kind = kindOfModel(last) ?? (last === 'group_ids' ? 'groups' : undefined);
    const keys = Object.keys(recorded);
    if (kind === undefined || keys.some((key) => !/^\d+$/.test(key))) return keys.map((key) => [key, key]);
    return keys.map((key) => [key, this.#pairs.live(kind, key) in live ? this.#pairs.live(kind, key) : key]);
  }

  #compareObjects(recorded: Json, live: Json, place: Place, found: Difference[]): void {
    const last = place.path.split('.').at(-1) ?? '';
    const kind = kindOfModel(last) ?? place.kind;
    const pairs = this.#keyPairs(recorded, live, place);
    const under = (key: string): string => (place.path === '' ? key : `${place.path}.${key}`);
    const expected = new Set(pairs.map(([, key]) => key));
    for (const key of Object.keys(live))
      if (!expected.has(key)) found.push({ path: under(key), what: `${shown(live[key])}, not recorded` });
    for (const [key, liveKey] of pairs) {
      if (!(liveKey in live)) {
        found.push({ path: under(key), what: `missing, recorded ${shown(recorded[key])}` });
        continue;
      }
      const names = key === 'id' ? kind : (kindOfKey(key) ?? (key === 'value' ? place.names : undefined));
      const inner = LISTS[key] ?? kind;
      this.#compare(recorded[key], live[liveKey], { path: under(key), kind: inner, names }, found);
    }
  }

  #sameValue(recorded: unknown, live: unknown, { path, names }: Place): boolean {
    if (Object.is(recorded, live)) {
      // Equal ids are paired too: they must not stand for another object later.
      if (names !== undefined && typeof recorded === 'number') this.#pairs.unify(names, recorded, live);
      return true;
    }
    if (typeName(recorded) !== typeName(live)) return false;
    const isId = (value: unknown): boolean =>
      typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
    if (names !== undefined && isId(recorded) && isId(live)) return this.#pairs.unify(names, recorded, live);
    if (typeof recorded !== 'string' || typeof live !== 'string') return false;
    if (/(^|\.)number$/.test(path)) return this.#pairs.unify('number', recorded, live);
    const [moment, wanted] = [momentOf(live), momentOf(recorded)];
    if (moment !== null && wanted !== null)
      return Math.abs(moment - this.#moments.shift - wanted) <= this.#moments.tolerance;
    const [file, wantedFile] = [live, recorded].map((text) => /\/attachments\/(\d+)/.exec(text)?.[1]);
    if (file !== undefined && wantedFile !== undefined)
      return this.#pairs.unify('attachments', wantedFile, file);
    return settled(recorded) === settled(live);
  }
}
