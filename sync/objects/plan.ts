/** The plan: what is wanted against what is there. Pure; show, drift and apply all read this one value. */
import type { ObjectKind } from '../../config/schema/helpdesk.js';
import { asText, fingerprintOf, sameJson } from './canonical.js';
import { createCatalogue } from './catalogue.js';
import type { Catalogue } from './catalogue.js';
import { checkPending, checkReferences, checkShapes } from './check.js';
import { conflicts, knownFailures } from './conflicts.js';
import { noClause } from './clause-note.js';
import { knower } from './ledger.js';
import { match } from './match.js';
import type { Match, Matching } from './match.js';
import { inOrder } from './order.js';
import { orphansOf } from './orphans.js';
import { settleOverviewOrder } from './overview-order.js';
import { resources } from './resources/index.js';
import type { Change, DesiredObject, DesiredState, Fields, Json, Plan, Row, Snapshot } from './types.js';

type FieldChanges = Change['fields'];

/** The fields somebody wants and that are otherwise. A field may be a table whose other columns are nobody's business. */
const differences = (wanted: Fields, existing: Fields, rewrite: readonly string[]): FieldChanges =>
  Object.fromEntries(
    Object.entries(wanted).flatMap(([field, after]) => {
      const before = existing[field] ?? null;
      return sameJson(before, after) && !rewrite.includes(field) ? [] : [[field, { before, after }]];
    }),
  );

interface Comparing {
  readonly catalogue: Catalogue;
  readonly isOurs: (kind: ObjectKind, row: Row) => boolean;
  /** Whether the admin gave his word for this object. */
  readonly mayAdopt: (kind: ObjectKind, name: string) => boolean;
}

const isImported = ({ clauses }: DesiredObject): boolean => clauses.every((id) => id === noClause);

const changeOf = ({ desired, row, renamed, rewrite = [] }: Match, comparing: Comparing): Change | null => {
  const { catalogue } = comparing;
  const { kind, name, fields: wanted, clauses } = desired;
  const common = { kind, name, wanted: { ...wanted }, clauses: [...clauses] };
  if (row === null) {
    const fields = Object.fromEntries(
      Object.entries(wanted).map(([field, after]): [string, { before: Json; after: Json }] => [
        field,
        { before: null, after },
      ]),
    );
    return { ...common, action: 'create', id: null, fields };
  }
  const existing = resources[kind].normalise(row, catalogue);
  const fields = differences(wanted, existing, rewrite);
  if (Object.keys(fields).length === 0) return null;
  // Ours that was interrupted before its migration; what is pending and otherwise is a fault (check.ts).
  const isUnfinished = Object.keys(fields).every((field) => field === 'migrated');
  if (comparing.isOurs(kind, row) || isImported(desired) || isUnfinished) {
    return { ...common, action: renamed || 'name' in fields ? 'rename' : 'update', id: row.id, fields };
  }
  // `was` names the object by what it is called now: a word for it.
  const hasWord = renamed || comparing.mayAdopt(kind, name);
  return { ...common, action: 'adopt', id: row.id, fields, ...(!hasWord && { needsWord: true }) };
};

const removalOf = (
  { kind, name, row }: Matching['removals'][number],
  catalogue: Catalogue,
): Change | null => {
  const common = { kind, name, id: row.id, wanted: {}, clauses: [] };
  if (resources[kind].removal === 'deactivate') {
    if (row['active'] === false) return null;
    return { ...common, action: 'deactivate', fields: { active: { before: true, after: false } } };
  }
  const existing = resources[kind].normalise(row, catalogue);
  const fields = Object.fromEntries(
    Object.entries(existing).map(([field, before]): [string, { before: Json; after: Json }] => [
      field,
      { before, after: null },
    ]),
  );
  return { ...common, action: 'remove', fields };
};

const noCounts = { create: 0, update: 0, adopt: 0, rename: 0, deactivate: 0, remove: 0, same: 0 };

const count = (desired: DesiredState, changes: readonly Change[]): Plan['counts'] => {
  const counts: Plan['counts'] = {};
  for (const kind of desired.kinds) {
    const own = changes.filter((change) => change.kind === kind);
    const tally = { ...noCounts };
    for (const { action } of own) tally[action] += 1;
    const wanted = desired.objects.filter((object) => object.kind === kind).length;
    tally.same = wanted - (tally.create + tally.update + tally.adopt + tally.rename);
    counts[kind] = tally;
  }
  return counts;
};

/** Names and ids of all that was read, and the full content of what is managed: a saved plan holds only for these. */
const helpdeskFingerprint = (
  snapshot: Snapshot,
  managed: readonly { kind: ObjectKind; row: Row }[],
): string => {
  const plainNames = createCatalogue(snapshot);
  const names = Object.entries(snapshot.rows).map(([kind, rows]): [string, Json] => [
    kind,
    rows.map((row) => `${row.id} ${asText(row['object'])} ${asText(row['name'] ?? row['email'])}`).sort(),
  ]);
  const contents = managed.map(({ kind, row }): [string, Json] => [
    `${kind} ${row.id}`,
    { ...resources[kind].normalise(row, plainNames) },
  ]);
  return fingerprintOf({
    version: snapshot.version,
    names: Object.fromEntries(names),
    contents: Object.fromEntries(contents),
  });
};

/**
 * Compares. Nothing is decided from the order of answers or from the clock, so equal input gives an equal plan.
 * A plan with faults is for reading only: `refuse` turns it down.
 */
export const makePlanOf = (desired: DesiredState, snapshot: Snapshot): Plan => {
  const matching = match(desired, snapshot);
  const found = matching.matches.flatMap(({ desired: { kind, name }, row }) =>
    row ? [{ kind, name, row }] : [],
  );
  const catalogue = createCatalogue(
    snapshot,
    found.map(({ kind, name, row }) => ({ kind, name, id: row.id })),
  );
  const settled = settleOverviewOrder(matching.matches);
  const isOurs = knower(snapshot);
  const words = new Set(desired.adopt.map(({ kind, name }) => `${kind}\n${name}`));
  const comparing: Comparing = {
    catalogue,
    isOurs,
    mayAdopt: (kind, name) => words.has(`${kind}\n${name}`),
  };
  const writes = settled.flatMap((each) => changeOf(each, comparing) ?? []);
  const removals = matching.removals.flatMap((each) => removalOf(each, catalogue) ?? []);
  const changes = inOrder([...writes, ...removals]);

  const sameButPending = (each: Match): boolean =>
    Object.keys(changeOf(each, comparing)?.fields ?? {}).every((field) => field === 'migrated');
  const faults = [
    ...matching.faults,
    ...checkShapes(matching.matches, catalogue),
    ...checkReferences(desired, snapshot, catalogue),
    ...checkPending(snapshot, matching.matches, sameButPending),
  ];
  const newlyOurs = changes.filter(({ action }) => action === 'adopt' || action === 'rename').length;
  return {
    format: 1,
    version: snapshot.version,
    changes,
    managed: {
      existing: found.length + matching.removals.length - newlyOurs,
      changed: changes.filter(({ action }) => ['update', 'deactivate', 'remove'].includes(action)).length,
    },
    counts: count(desired, changes),
    fingerprint: {
      helpdesk: helpdeskFingerprint(snapshot, [...found, ...matching.removals]),
      desired: fingerprintOf(
        desired.objects.map(({ kind, name, fields }) => ({ kind, name, fields: { ...fields } })),
      ),
    },
    faults,
    orphans: orphansOf(snapshot, [...found, ...matching.removals], isOurs),
    warnings: [
      ...desired.warnings,
      ...conflicts(desired, snapshot, catalogue),
      ...knownFailures(desired, snapshot.version),
    ],
  };
};
