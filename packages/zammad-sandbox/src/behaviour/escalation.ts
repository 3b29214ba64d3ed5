/**
 * Escalation times: which SLA a ticket falls under and when it is late, counted in the working time of the SLA's calendar.
 */
import type { Row, World } from '../world.js';
import { addBusinessMinutes, businessMinutesBetween, type Interval } from './business-time.js';
import { articlesOf, idOf, isBlank, isTruthy, momentOf, plain, recordOf, referred } from './columns.js';
import { brokenColumn, matches } from './condition.js';

/** An SLA names an attribute that does not exist: from then on no ticket of the helpdesk can be created (422). */
export class BrokenSlaError extends Error {
  override readonly name = 'BrokenSlaError';
}

/**
 * The SLA of a ticket: the first in name order whose condition holds, else one without a condition, else none.
 * @throws BrokenSlaError with the database's text, as soon as the walk meets a condition that cannot be evaluated.
 */
export const slaOf = (world: World, ticket: Row): Row | undefined => {
  const inOrder = world
    .table('slas')
    .all()
    .toSorted((a, b) => (plain(a['name']) < plain(b['name']) ? -1 : 1));
  let fallback: Row | undefined;
  for (const sla of inOrder) {
    if (isBlank(sla['condition'])) {
      fallback = sla;
      continue;
    }
    const broken = brokenColumn(world, sla['condition']);
    if (broken !== null) throw new BrokenSlaError(broken);
    if (matches(world, sla['condition'], { ticket }, { selective: false })) return sla;
  }
  return fallback;
};

const MINUTE = 60_000;

/** When the ticket was in which state, as far as the caller's history tells: oldest first, the state it entered. */
export type StateChange = { readonly at: Date; readonly stateId: number };

const isPause = (world: World, stateId: unknown): boolean =>
  isTruthy(referred(world, 'ticket_states', stateId)?.['ignore_escalation']);

/** Stays in states that ignore escalation and are over; Zammad counts them by whole minutes. */
const pausesOf = (world: World, states: readonly StateChange[]): Interval[] =>
  states.flatMap((change, index): Interval[] => {
    const next = states[index + 1];
    if (!next || !isPause(world, change.stateId)) return [];
    const cut = (at: Date): number => Math.floor(at.getTime() / MINUTE) * MINUTE;
    return [[cut(change.at), cut(next.at)]];
  });

const iso = (moment: Date | null): string | null => moment?.toISOString() ?? null;

const minutesOf = (sla: Row, column: string): number => {
  const minutes = Number(plain(sla[column]) || 0);
  return Number.isFinite(minutes) && minutes > 0 ? minutes : 0;
};

type Reckoning = {
  readonly ticket: Row;
  readonly sla: Row;
  readonly calendar: Row;
  readonly pauses: readonly Interval[];
};

const dueAfter = ({ calendar, pauses, sla }: Reckoning, from: unknown, column: string): Date | null => {
  const start = momentOf(from);
  const minutes = minutesOf(sla, column);
  return start === null || minutes === 0
    ? null
    : addBusinessMinutes(calendar, new Date(start), minutes, pauses);
};

/** `response_time` runs from the customer's last word until an agent answers, `update_time` from the agent's last word. */
const updateDue = (reckoning: Reckoning): Date | null => {
  const { ticket, sla } = reckoning;
  const customer = momentOf(ticket['last_contact_customer_at']);
  const agent = momentOf(ticket['last_contact_agent_at']);
  if (minutesOf(sla, 'response_time') > 0) {
    const answered = customer !== null && agent !== null && customer < agent;
    return answered ? null : dueAfter(reckoning, ticket['last_contact_customer_at'], 'response_time');
  }
  return dueAfter(reckoning, ticket['last_contact_agent_at'] ?? ticket['created_at'], 'update_time');
};

const spent = (reckoning: Reckoning, from: unknown, until: unknown, column: string, name: string): object => {
  const { calendar, pauses, sla, ticket } = reckoning;
  const [start, end] = [momentOf(from), momentOf(until)];
  const limit = minutesOf(sla, column);
  if (start === null || end === null || limit === 0) return {};
  const closed = momentOf(ticket['close_at']) ?? end;
  const minutes = businessMinutesBetween(calendar, new Date(start), new Date(Math.min(end, closed)), pauses);
  return { [`${name}_in_min`]: minutes, [`${name}_diff_in_min`]: limit - minutes };
};

/** The longest pause between an agent's answers matters; the last one is what there is to reckon with here. */
const updateSpent = (world: World, reckoning: Reckoning): object => {
  const { ticket, sla } = reckoning;
  if (minutesOf(sla, 'response_time') > 0) {
    const [customer, agent] = [
      momentOf(ticket['last_contact_customer_at']),
      momentOf(ticket['last_contact_agent_at']),
    ];
    if (customer === null || agent === null || customer >= agent) return {};
    return spent(
      reckoning,
      ticket['last_contact_customer_at'],
      ticket['last_contact_agent_at'],
      'response_time',
      'update',
    );
  }
  const answers = articlesOf(world, ticket.id)
    .filter(
      (article) =>
        plain(referred(world, 'ticket_article_senders', article['sender_id'])?.['name']) === 'Agent',
    )
    .filter((article) =>
      isTruthy(referred(world, 'ticket_article_types', article['type_id'])?.['communication']),
    )
    .reverse();
  const [last, before] = answers;
  if (isBlank(ticket['last_contact_agent_at']) || !last) return {};
  return spent(
    reckoning,
    before?.['created_at'] ?? ticket['created_at'],
    last['created_at'],
    'update_time',
    'update',
  );
};

const keepLonger = (ticket: Row, statistics: object): object => {
  const before = idOf(ticket['update_in_min']);
  const now = idOf(recordOf(statistics)['update_in_min']);
  return before !== null && now !== null && now <= before ? {} : statistics;
};

const NOT_ESCALATING = {
  escalation_at: null,
  first_response_escalation_at: null,
  update_escalation_at: null,
  close_escalation_at: null,
};

const remembered = (
  sla: Row | undefined,
  calendar: Row | undefined,
  ticket: Row,
  paused: boolean,
): object => {
  const all = {
    first_response_at: ticket['first_response_at'],
    last_update_at: ticket['last_contact_agent_at'] ?? ticket['last_contact_customer_at'],
    close_at: ticket['close_at'],
    last_contact_at: ticket['last_contact_at'],
    sla_id: sla?.id,
    sla_updated_at: sla?.['updated_at'],
    calendar_id: calendar?.id,
    calendar_updated_at: calendar?.['updated_at'],
    escalation_disabled: paused,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
};

/** Without an SLA only that nothing escalates is remembered, and only where no contact or closing is new. */
const pausedWithoutSla = (ticket: Row): object => {
  const known = recordOf(recordOf(ticket['preferences'])['escalation_calculation']);
  const isNew = (column: string): boolean => !isBlank(ticket[column]) && ticket[column] !== known[column];
  if (isTruthy(known['escalation_disabled']) || isNew('close_at') || isNew('last_contact_at')) return {};
  return {
    preferences: {
      ...recordOf(ticket['preferences']),
      escalation_calculation: remembered(undefined, undefined, ticket, true),
    },
  };
};

/**
 * The columns of a ticket that its SLA decides (all `*_escalation_at`, `escalation_at`, and for what has happened the
 * `*_in_min` and `*_diff_in_min`), computed afresh. In a state with `ignore_escalation`, or without an SLA, all times
 * are null; `preferences.escalation_calculation` remembers the reckoning once there is an SLA.
 * @param states how the ticket went through its states; without it no pause is taken off.
 * @throws BrokenSlaError see slaOf.
 */
export const escalationOf = (
  world: World,
  ticket: Row,
  states: readonly StateChange[] = [],
): Record<string, unknown> => {
  const sla = slaOf(world, ticket);
  const calendar = referred(world, 'calendars', sla?.['calendar_id']);
  const paused = isPause(world, ticket['state_id']);
  if (!sla || !calendar) return { ...NOT_ESCALATING, ...(paused ? pausedWithoutSla(ticket) : {}) };
  const preferences = {
    ...recordOf(ticket['preferences']),
    escalation_calculation: remembered(sla, calendar, ticket, paused),
  };
  const reckoning = { ticket, sla, calendar, pauses: pausesOf(world, states) };
  const statistics = {
    ...spent(
      reckoning,
      ticket['created_at'],
      ticket['first_response_at'],
      'first_response_time',
      'first_response',
    ),
    ...keepLonger(ticket, updateSpent(world, reckoning)),
    ...spent(reckoning, ticket['created_at'], ticket['close_at'], 'solution_time', 'close'),
  };
  if (paused) return { ...NOT_ESCALATING, ...statistics, preferences };
  const first = isBlank(ticket['first_response_at'])
    ? dueAfter(reckoning, ticket['created_at'], 'first_response_time')
    : null;
  const update = updateDue(reckoning);
  const close = isBlank(ticket['close_at'])
    ? dueAfter(reckoning, ticket['created_at'], 'solution_time')
    : null;
  const earliest = [first, update, close]
    .filter((due) => due !== null)
    .sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    first_response_escalation_at: iso(first),
    update_escalation_at: iso(update),
    close_escalation_at: iso(close),
    escalation_at: iso(earliest ?? null),
    ...statistics,
    preferences,
  };
};
