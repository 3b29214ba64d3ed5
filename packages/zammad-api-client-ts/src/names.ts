/** Names ↔ ids: Zammad's conditions and performs hold ids, people and files hold names. */
import * as z from 'zod';
import type { ResourceKind } from './kinds.js';
import { resourceKinds } from './kinds.js';
import type { CallOptions } from './options.js';
import type { ResourceByKind } from './resources.js';
import type { Catalogue } from './signshow.js';
import { catalogueKinds } from './signshow.js';
import type { CatalogueKind } from './signshow.js';
import { UnknownNameError } from './unknown-name.js';

/** What has names: every kind of object, and the fixed catalogues. */
export type NamedKind = ResourceKind | CatalogueKind;

/** An index taken at one moment; take a new one after creating objects, or {@link NameIndex.add} them. */
export interface NameIndex {
  /** Exact match first, then regardless of case when only one fits. Throws {@link UnknownNameError}. */
  idOf(kind: NamedKind, name: string): number;
  /** Throws {@link UnknownNameError} for an unknown id. */
  nameOf(kind: NamedKind, id: number): string;
  has(kind: NamedKind, name: string): boolean;
  /** All names of a kind, in the order of ids. */
  namesOf(kind: NamedKind): string[];
  /** Takes in an object created or read after the index was made. */
  add(kind: NamedKind, item: Named): void;
}

/** Anything with an id; its name is `login` for users, `email` for addresses, `locale` for locales, else `name`. */
export type Named = Readonly<{ id: number } & Record<string, unknown>>;

/** What an index of names is to hold: each kind costs a `GET /{kind}`, the catalogues one `GET /signshow`. */
export interface NamesOptions extends CallOptions {
  /** Default: every kind but users, and the catalogues. A list request a kind, one for all catalogues together. */
  kinds?: readonly NamedKind[] | undefined;
  /** Lists the caller has already; these kinds are not asked for again. */
  lists?: Partial<Record<NamedKind, readonly Named[]>> | undefined;
}

const text = z.string().min(1);

/** Builds an index from lists alone, without a request. */
export const nameIndexOf = (lists: Partial<Record<NamedKind, readonly Named[]>>): NameIndex => {
  const index = new Map<NamedKind, Map<number, string>>();
  const add: NameIndex['add'] = (kind, item) => {
    const names = index.get(kind) ?? new Map<number, string>();
    const name = text.safeParse(item[nameColumn(kind)]);
    if (name.success) names.set(item.id, name.data);
    index.set(kind, names);
  };
  const known = (kind: NamedKind): string[] =>
    [...(index.get(kind) ?? [])].sort(([a], [b]) => a - b).map(([, name]) => name);
  const find = (kind: NamedKind, wanted: string): number | undefined => {
    const names = [...(index.get(kind) ?? [])];
    const exact = names.find(([, name]) => name === wanted);
    if (exact !== undefined) return exact[0];
    const folded = names.filter(([, name]) => name.toLowerCase() === wanted.toLowerCase());
    return folded.length === 1 ? folded[0]?.[0] : undefined;
  };
  const unknown = (kind: NamedKind, wanted: string | number): UnknownNameError =>
    new UnknownNameError(kind, wanted, kind === 'users' ? [] : known(kind));
  for (const kind of allKinds) for (const item of lists[kind] ?? []) add(kind, item);
  return {
    add,
    namesOf: known,
    has: (kind, name) => find(kind, name) !== undefined,
    idOf: (kind, name) => {
      const id = find(kind, name);
      if (id === undefined) throw unknown(kind, name);
      return id;
    },
    nameOf: (kind, id) => {
      const name = index.get(kind)?.get(id);
      if (name === undefined) throw unknown(kind, id);
      return name;
    },
  };
};

/** Loads what is asked for and not given, and indexes it. */
export const loadNames = async (
  resource: ResourceByKind,
  catalogue: (options?: CallOptions) => Promise<Catalogue>,
  { kinds = allKinds.filter((kind) => kind !== 'users'), lists = {}, signal }: NamesOptions = {},
): Promise<NameIndex> => {
  const missing = kinds.filter((kind) => lists[kind] === undefined);
  const wanted = resourceKinds.filter((kind) => missing.includes(kind));
  const fixed = catalogueKinds.some((kind) => missing.includes(kind));
  const [listed, known] = await Promise.all([
    Promise.all(wanted.map(async (kind) => [kind, await resource(kind).list({ signal })] as const)),
    fixed ? catalogue({ signal }) : {},
  ]);
  return nameIndexOf({ ...known, ...Object.fromEntries(listed), ...lists });
};

const allKinds: readonly NamedKind[] = [...resourceKinds, ...catalogueKinds];

const nameColumn = (kind: NamedKind): string =>
  kind === 'users' ? 'login' : kind === 'email_addresses' ? 'email' : kind === 'locales' ? 'locale' : 'name';
