/** Ours and no longer wanted: a name that is merely gone from the configuration is not a deletion, but somebody has to know. */
import { objectKinds } from '../../config/kinds.js';
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import { rowName } from './catalogue.js';
import type { Plan, Row, Snapshot } from './types.js';

/** Objects that we made or took over, are in force, and that `known` (wanted or to be removed) does not speak of. */
export const orphansOf = (
  snapshot: Snapshot,
  known: readonly { readonly kind: ObjectKind; readonly row: Row }[],
  isOurs: (kind: ObjectKind, row: Row) => boolean,
): Plan['orphans'] => {
  const spoken = new Set(known.map(({ kind, row }) => `${kind} ${row.id}`));
  return objectKinds.flatMap((kind) =>
    (snapshot.rows[kind] ?? [])
      .filter((row) => row['active'] !== false && !spoken.has(`${kind} ${row.id}`) && isOurs(kind, row))
      .map((row) => ({ kind, name: rowName(kind, row), id: row.id })),
  );
};
