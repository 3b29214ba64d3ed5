/** From configuration and a live helpdesk to a plan. */
import { capabilitiesOf } from 'zammad-api-client-ts';
import type { Config } from '../../config/load.js';
import { desiredState } from './desired/desired-state.js';
import type { CompanionSettings } from './desired/desired-state.js';

import { isRecord } from './canonical.js';
import { isTicketPlace } from './object-store.js';
import type { ObjectStore } from './object-store.js';
import { makePlanOf } from './plan.js';
import { kindsToRead, readSnapshot, readVersion } from './read.js';
import { resources } from './resources/index.js';
import type { Change, DesiredState, Plan, Snapshot } from './types.js';
import { unclaimedOf, type Unclaimed } from './unclaimed.js';

/** A plan together with what it was made from; apply needs the ids. */
export interface Planned {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Of the plan's warnings those about this helpdesk: foreign objects in the way, known failures of its version. */
  readonly conflicts: readonly string[];
  /** Ours, and not entered by an apply that was killed: the next one does. */
  readonly unclaimed: readonly Unclaimed[];
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

/** Of a ticket's field that is switched off its name; null: anything else. */
const fieldGoing = ({ kind, name, action }: Change): string | null => {
  const [object, attribute = ''] = name.split('.');
  return kind === 'object_manager_attributes' && object === 'Ticket' && action === 'deactivate'
    ? attribute
    : null;
};

/** Of groups, states and fields that were there already: how many tickets a change reaches. */
const withTickets = (helpdesk: ObjectStore, changes: readonly Change[]): Promise<Change[]> =>
  Promise.all(
    changes.map(async (change) => {
      const { kind, id, action } = change;
      const field = fieldGoing(change);
      if (field !== null) return { ...change, tickets: await helpdesk.ticketsWith(field, null) };
      const isTold = action !== 'update' || change.fields['active']?.after === false;
      if (id === null || !isTicketPlace(kind) || !isTold) return change;
      return { ...change, tickets: await helpdesk.tickets(kind, id) };
    }),
  );

/** Options that go while tickets bear them: the value stays in those tickets, and nobody can choose it again. */
const optionsInUse = async (helpdesk: ObjectStore, changes: readonly Change[]): Promise<string[]> => {
  const going = changes.flatMap(({ kind, name, fields }) => {
    const both = fields['options'];
    const [object, attribute = ''] = name.split('.');
    if (kind !== 'object_manager_attributes' || object !== 'Ticket' || both === undefined) return [];
    const { before, after } = both;
    if (!isRecord(before) || !isRecord(after)) return [];
    return Object.keys(before).flatMap((option) => (option in after ? [] : [{ name, attribute, option }]));
  });
  const counted = await Promise.all(
    going.map(async (each) => ({
      ...each,
      tickets: await helpdesk.ticketsWith(each.attribute, each.option),
    })),
  );
  return counted.flatMap(({ name, option, tickets }) =>
    tickets === 0
      ? []
      : [`поле «${name}»: значение «${option}» уходит из списка, тикетов: ${tickets}; в них оно остаётся`],
  );
};

/** Of groups that nobody wants any more: how many tickets stand in them. */
const countedOrphans = (helpdesk: ObjectStore, orphans: Plan['orphans']): Promise<Plan['orphans']> =>
  Promise.all(
    orphans.map(async (orphan) =>
      orphan.kind === 'groups' ? { ...orphan, tickets: await helpdesk.tickets('groups', orphan.id) } : orphan,
    ),
  );

type Counts = Plan['counts'][string];

/** One change less; what is wanted counts as it is then, what is to be gone was never counted. */
const without = (counts: Counts, action: Change['action']): Counts => ({
  ...counts,
  [action]: counts[action] - 1,
  same: counts.same + (action === 'deactivate' ? 0 : 1),
});

/** A group that is off hides its tickets from everybody: it is switched off once they are handed over. */
const withoutHiding = (plan: Plan): Plan => {
  const hides = ({ kind, fields, tickets }: Change): boolean =>
    kind === 'groups' && fields['active']?.after === false && (tickets ?? 0) > 0;
  const waiting = plan.changes.filter(hides);
  const { groups } = plan.counts;
  const left = groups && waiting.reduce((counts, { action }) => without(counts, action), groups);
  return {
    ...plan,
    changes: plan.changes.filter((change) => !hides(change)),
    ...(left && { counts: { ...plan.counts, groups: left } }),
    warnings: [
      ...plan.warnings,
      ...waiting.map(
        ({ name, tickets }) =>
          `группа «${name}» закрывается, но в ней тикетов: ${tickets ?? 0}; передайте их в другую группу, и следующий apply её отключит`,
      ),
    ],
  };
};

/**
 * Reads the helpdesk and compares. Writes nothing.
 * @throws PermissionMissing, ZammadError, UnsupportedZammadError
 */
export const makePlan = async (
  helpdesk: ObjectStore,
  config: Config,
  settings: CompanionSettings,
  now: Date,
): Promise<Planned> => {
  const version = await readVersion(helpdesk);
  if (version !== null) capabilitiesOf(version);
  const desired = desiredState(config, settings, now);
  const snapshot = await readSnapshot(helpdesk, version, kindsToRead(desired.kinds, pointsTo(desired)));
  const compared = makePlanOf(desired, snapshot);
  const plan = withoutHiding({
    ...compared,
    changes: await withTickets(helpdesk, compared.changes),
    orphans: await countedOrphans(helpdesk, compared.orphans),
    warnings: [...compared.warnings, ...(await optionsInUse(helpdesk, compared.changes))],
  });
  return {
    plan,
    snapshot,
    conflicts: plan.warnings.filter((text) => !desired.warnings.includes(text)),
    unclaimed: unclaimedOf(desired, snapshot, plan),
  };
};
