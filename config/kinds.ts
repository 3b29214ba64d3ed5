/** The kinds of helpdesk objects, as their schema lists them: nobody else does. */
import { helpdeskFile, type ObjectKind, type Wanted } from './schema/helpdesk.js';

export const objectKinds: readonly ObjectKind[] = helpdeskFile.keyof().options;

interface Entries<K extends ObjectKind> {
  readonly wanted: Wanted<K>[];
  readonly removed: string[];
}

/** Every kind is present; a kind that no file mentions has two empty lists, which means: left alone. */
export type Helpdesk = { readonly [K in ObjectKind]: Entries<K> };

/** What `of` says for each kind. */
export const mapKinds = (of: <K extends ObjectKind>(kind: K) => Entries<K>): Helpdesk =>
  Object.fromEntries(objectKinds.map((kind) => [kind, of(kind)])) as Helpdesk;
