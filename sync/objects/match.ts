/**
 * Which object of the helpdesk is meant by which wanted one. Identity is the name; `was` leads over a renaming of ours, the ledger over one by
 * hand.
 */
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import { rowName } from './catalogue.js';
import { isKnownAs } from './ledger.js';
import { resources } from './resources/index.js';
import type { DesiredObject, DesiredState, Fault, Row, Snapshot } from './types.js';

export interface Match {
  readonly desired: DesiredObject;
  readonly row: Row | null;
  /** The row carries the former name. */
  readonly renamed: boolean;
  /** Fields to write though they are as wanted. */
  readonly rewrite?: readonly string[];
}

export interface Matching {
  readonly matches: readonly Match[];
  readonly removals: readonly { readonly kind: ObjectKind; readonly name: string; readonly row: Row }[];
  readonly faults: readonly Fault[];
}

const fault = (kind: ObjectKind, object: string, text: string): Fault => ({ kind, object, text });

const named = (snapshot: Snapshot, kind: ObjectKind, name: string): Row[] => {
  const rows = snapshot.rows[kind] ?? [];
  const exact = rows.filter((row) => rowName(kind, row) === name);
  if (exact.length > 0 || !resources[kind].uniqueName) return exact;
  // 6.x compares names without regard to case and would refuse a second one with 422.
  return rows.filter((row) => rowName(kind, row).toLowerCase() === name.toLowerCase());
};

/** Ours, and called otherwise since. What bears a name that somebody else wants is his. */
const renamedByHand = (snapshot: Snapshot, { kind, name }: DesiredObject): Row[] =>
  (snapshot.rows[kind] ?? []).filter((row) => isKnownAs(snapshot.ledger, kind, row.id, name));

const key = (object: { readonly kind: ObjectKind; readonly name: string }): string =>
  `${object.kind}\n${object.name}`;

const duplicates = (desired: DesiredState): Fault[] => {
  const seen = new Set<string>();
  return [...desired.objects, ...desired.removed].flatMap((object) => {
    if (!seen.has(key(object))) {
      seen.add(key(object));
      return [];
    }
    return [
      fault(
        object.kind,
        object.name,
        'описан в конфигурации дважды (wanted и removed считаются вместе): оставьте одно',
      ),
    ];
  });
};

/**
 * Pairs wanted objects with rows. Two rows that bear a managed name are a fault, never a guess: webhooks, overviews,
 * text modules, templates and mail filters may share a name in Zammad.
 */
export const match = (desired: DesiredState, snapshot: Snapshot): Matching => {
  const faults = duplicates(desired);
  const claimed = new Map<string, string>();
  const matches = desired.objects.map((object): Match => {
    const byName = named(snapshot, object.kind, object.name);
    const byFormer =
      byName.length > 0 || object.was === undefined ? byName : named(snapshot, object.kind, object.was);
    const found = byFormer.length > 0 ? byFormer : renamedByHand(snapshot, object);
    if (found.length > 1) {
      const ids = found.map((row) => row.id).join(', ');
      faults.push(
        fault(
          object.kind,
          object.name,
          `в Zammad ${found.length} объекта с этим именем (id ${ids}): переименуйте или удалите лишние`,
        ),
      );
    }
    const row = found[0] ?? null;
    if (row) {
      const place = `${object.kind}\n${row.id}`;
      const other = claimed.get(place);
      if (other !== undefined) {
        faults.push(
          fault(object.kind, object.name, `тот же объект Zammad нужен и для «${other}»: исправьте was`),
        );
      }
      claimed.set(place, object.name);
    }
    return { desired: object, row, renamed: row !== null && byName.length === 0 };
  });
  const removals = desired.removed.flatMap(({ kind, name }) => {
    const rows = named(snapshot, kind, name).filter((row) => !claimed.has(`${kind}\n${row.id}`));
    if (rows.length > 1)
      faults.push(fault(kind, name, 'в Zammad несколько объектов с этим именем: удалите лишние сами'));
    return rows.slice(0, 1).map((row) => ({ kind, name, row }));
  });
  return { matches, removals, faults };
};
