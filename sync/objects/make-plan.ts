/** From configuration and a live helpdesk to a plan. */
import { capabilitiesOf } from 'zammad-api-client-ts';
import type { Config } from '../../config/load.js';
import { desiredState } from './desired/desired-state.js';
import type { CompanionSettings } from './desired/desired-state.js';

import type { ObjectStore } from './object-store.js';
import { makePlanOf } from './plan.js';
import { kindsToRead, readSnapshot, readVersion } from './read.js';
import { resources } from './resources/index.js';
import type { DesiredState, Plan, Snapshot } from './types.js';

/** A plan together with what it was made from; apply needs the ids. */
export interface Planned {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
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

/**
 * Reads the helpdesk and compares. Writes nothing.
 * @throws PermissionMissing, ZammadError
 */
export async function makePlan(
  helpdesk: ObjectStore,
  config: Config,
  settings: CompanionSettings,
  now: Date,
): Promise<Planned> {
  const version = await readVersion(helpdesk);
  const triggerModes = version !== null && capabilitiesOf(version).executionConditionMode;
  const desired = desiredState(config, settings, now, triggerModes);
  const snapshot = await readSnapshot(helpdesk, version, kindsToRead(desired.kinds, pointsTo(desired)));
  const statesUsable = capabilitiesOf(snapshot.version).apiMadeStatesUsable;
  const plan = makePlanOf(desired, snapshot, { statesUsable });
  return { plan, snapshot };
}
