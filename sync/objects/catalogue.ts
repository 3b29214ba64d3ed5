/** Names ↔ ids of everything a condition, a macro or a column may point to. The only place where ids become names. */
import { asText } from './canonical.js';
import { catalogueKinds } from './types.js';
import type { CatalogueKind, Row, Snapshot } from './types.js';

export interface Catalogue {
  /** Id of a name; `#12` stands for the id itself, for what has no name here (users). */
  id(kind: CatalogueKind | 'users', name: string): string | undefined;
  /** Name of an id, or `#12` when nothing of that id is known. */
  name(kind: CatalogueKind | 'users', id: unknown): string;
  knows(kind: CatalogueKind, name: string): boolean;
  learn(kind: CatalogueKind, name: string, id: number): void;
}

/** An e-mail address is known by its address, everything else by its name. */
export const rowName = (kind: CatalogueKind, row: Row): string => {
  if (kind === 'email_addresses') return asText(row['email']);
  if (kind === 'object_manager_attributes') return `${asText(row['object'])}.${asText(row['name'])}`;
  return asText(row['name']);
};

/**
 * @param aliases wanted objects that adopt an existing one: its id answers to the wanted name at once, so that a mere
 *   renaming («open» becomes «Назначен») does not look like a change in every condition that names it.
 */
export const createCatalogue = (
  snapshot: Pick<Snapshot, 'rows'>,
  aliases: readonly { readonly kind: CatalogueKind; readonly name: string; readonly id: number }[] = [],
): Catalogue => {
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  const learn = (kind: CatalogueKind, name: string, id: number): void => {
    const former = names.get(`${kind}\n${id}`);
    if (former !== undefined) ids.delete(`${kind}\n${former}`);
    ids.set(`${kind}\n${name}`, String(id));
    names.set(`${kind}\n${id}`, name);
  };
  for (const kind of catalogueKinds) {
    for (const row of snapshot.rows[kind] ?? []) learn(kind, rowName(kind, row), row.id);
  }
  for (const { kind, name, id } of aliases) learn(kind, name, id);
  return {
    id: (kind, name) => (/^#\d+$/.test(name) ? name.slice(1) : ids.get(`${kind}\n${name}`)),
    name: (kind, id) => names.get(`${kind}\n${asText(id)}`) ?? `#${asText(id)}`,
    knows: (kind, name) => ids.has(`${kind}\n${name}`),
    learn,
  };
};
