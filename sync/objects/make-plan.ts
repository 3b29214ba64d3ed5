/** From configuration and a live helpdesk to a plan. */
import { capabilitiesOf } from 'zammad-api-client-ts';
import type { Config } from '../../config/load.js';
import { desiredState } from './desired/desired-state.js';
import type { CompanionSettings } from './desired/desired-state.js';

import { isTicketPlace } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import { makePlanOf } from './plan.js';
import { kindsToRead, readSnapshot, readVersion } from './read.js';
import { resources } from './resources/index.js';
import type { Change, DesiredState, Plan, Snapshot } from './types.js';

/** A plan together with what it was made from; apply needs the ids. */
export interface Planned {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Of the plan's warnings those about this helpdesk: foreign objects in the way, known failures of its version. */
  readonly conflicts: readonly string[];
}

const pointsTo = (desired: DesiredState): ((kind: string) => boolean) => {
  const named = new Set(
    desired.objects.flatMap(({ kind, fields }) =>
      resources[kind]
        .references(fields)
        .flatMap((reference) => ('kind' in reference ? [reference.kind] : [])),
    ),
  );
  return (kind) => [...named].some((known) => known === kind);
};

/** Of groups and states that were there already: how many tickets a change reaches. */
const withTickets = (helpdesk: ObjectStore, changes: readonly Change[]): Promise<Change[]> =>
  Promise.all(
    changes.map(async (change) => {
      const { kind, id, action } = change;
      if (id === null || !isTicketPlace(kind) || action === 'update') return change;
      return { ...change, tickets: await helpdesk.tickets(kind, id) };
    }),
  );

/**
 * Reads the helpdesk and compares. Writes nothing.
 * @throws PermissionMissing, ZammadError, UnsupportedZammadError
 */
export async function makePlan(
  helpdesk: ObjectStore,
  config: Config,
  settings: CompanionSettings,
  now: Date,
): Promise<Planned> {
  const version = await readVersion(helpdesk);
  if (version !== null) capabilitiesOf(version);
  const desired = desiredState(config, settings, now);
  const snapshot = await readSnapshot(helpdesk, version, kindsToRead(desired.kinds, pointsTo(desired)));
  const compared = makePlanOf(desired, snapshot);
  const plan = { ...compared, changes: await withTickets(helpdesk, compared.changes) };
  return { plan, snapshot, conflicts: plan.warnings.filter((text) => !desired.warnings.includes(text)) };
}
