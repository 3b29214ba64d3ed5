/** Keeps account of an apply while it runs: the trace on this machine, the ledger in the helpdesk. */
import { objectKinds } from '../../config/kinds.js';
import { asText } from './canonical.js';
import type { Done } from './bundle.js';
import { rowName } from './catalogue.js';
import { isKnownAs, knower, originOf, saveLedger, withEntries, withName } from './ledger.js';
import type { ObjectStore } from './object-store.js';
import type { Change, Ledger, Row, Snapshot } from './types.js';
import type { Unclaimed } from './unclaimed.js';

export interface Books {
  /** After a write; `row` as read back, null when it is gone or not read yet. Rejects when the trace takes no more. */
  readonly enter: (change: Change, id: number, row: Row | null) => Promise<void>;
  /** Writes what is not yet in the ledger. */
  readonly settle: () => Promise<void>;
}

/** An installation of a version that kept no ledger: all that is known to be ours is entered at once. */
const firstLedger = (snapshot: Snapshot): Ledger => {
  if (snapshot.ledger.id !== null) return snapshot.ledger;
  const isOurs = knower(snapshot);
  const known = objectKinds.flatMap((kind) =>
    (snapshot.rows[kind] ?? [])
      .filter((row) => isOurs(kind, row))
      .map(({ id }) => ({ kind, id, origin: 'adopted' as const })),
  );
  return withEntries(snapshot.ledger, known);
};

/** A ledger that does not know the names yet learns those that the objects bear now. */
const withNames = (ledger: Ledger, { rows }: Snapshot): Ledger =>
  objectKinds.reduce(
    (whole, kind) =>
      (rows[kind] ?? []).reduce(
        (known, row) =>
          originOf(known, kind, row.id) === undefined || known.names.has(`${kind} ${row.id}`)
            ? known
            : withName(known, kind, row.id, rowName(kind, row)),
        whole,
      ),
    ledger,
  );

export const openBooks = (
  helpdesk: ObjectStore,
  snapshot: Snapshot,
  record: (done: Done) => Promise<void>,
  unclaimed: readonly Unclaimed[] = [],
): Books => {
  const first = firstLedger(snapshot);
  const whole =
    unclaimed.length === 0
      ? first
      : withEntries(
          first,
          unclaimed.map((each) => ({ ...each, origin: 'made' })),
        );
  let ledger = withNames(whole, snapshot);
  let open = ledger !== snapshot.ledger && ledger.objects.size > 0;
  const settle = async (): Promise<void> => {
    if (!open) return;
    ledger = await saveLedger(helpdesk, ledger);
    open = false;
  };
  const inLedger = async ({ kind, name, action, wanted }: Change, id: number): Promise<void> => {
    const isGone = action === 'remove';
    const isEntered = originOf(ledger, kind, id) !== undefined;
    if (isGone ? !isEntered : isEntered && isKnownAs(ledger, kind, id, name)) return;
    ledger = isGone
      ? withEntries(ledger, [], [{ kind, id }])
      : withName(
          withEntries(ledger, [{ kind, id, origin: action === 'create' ? 'made' : 'adopted' }]),
          kind,
          id,
          name,
        );
    open = true;
    // A mark in the object's own note says the same; what has no note is known by the ledger alone.
    if (!('note' in wanted)) await settle();
  };
  return {
    enter: async (change, id, row) => {
      const { kind, name, action } = change;
      const updatedAt = row === null ? null : asText(row['updated_at']);
      try {
        await record({ kind, name, action, id, updatedAt });
      } finally {
        // Ours whether the trace takes its line or not: by the ledger it is known again and can be stopped.
        await inLedger(change, id);
      }
    },
    settle,
  };
};
