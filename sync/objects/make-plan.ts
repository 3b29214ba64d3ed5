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
  const plan = makePlanOf(desired, snapshot);
  return { plan, snapshot, conflicts: plan.warnings.filter((text) => !desired.warnings.includes(text)) };
}
