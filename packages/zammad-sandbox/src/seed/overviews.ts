/** The overviews of a fresh helpdesk. */
type Condition = Record<string, Record<string, unknown>>;

const mine = (attribute: string, who = 'current_user.id'): Condition => ({
  [`ticket.${attribute}`]: { operator: 'is', pre_condition: who },
});
const inStates = (...value: number[]): Condition => ({ 'ticket.state_id': { operator: 'is', value } });
const within = (attribute: string, operator: string, value: unknown): Condition => ({
  [`ticket.${attribute}`]: { operator, value, range: 'minute' },
});

const COLUMNS = ['title', 'customer', 'group', 'created_at'];
const WITH_OWNER = ['title', 'customer', 'group', 'owner', 'created_at'];
const WITH_STATE = ['title', 'customer', 'group', 'state', 'owner', 'created_at'];
const ESCALATIONS = ['title', 'customer', 'group', 'owner', 'escalation_at'];
const OWN = ['title', 'customer', 'state', 'created_at'];

interface Seed {
  readonly name: string;
  readonly link: string;
  readonly prio: number;
  readonly condition: Condition;
  readonly columns?: readonly string[];
  /** In the list, where they differ from those of the detailed view. */
  readonly listed?: readonly string[];
  readonly more?: Record<string, unknown>;
}

const PENDING_CLOSE = 6;

const SEEDS: readonly Seed[] = [
  {
    name: 'My Assigned Tickets',
    link: 'my_assigned',
    prio: 1000,
    condition: { ...inStates(1, 2, 3, PENDING_CLOSE), ...mine('owner_id') },
  },
  {
    name: 'Unassigned & Open Tickets',
    link: 'all_unassigned',
    prio: 1010,
    condition: { ...inStates(1, 2, 3), ...mine('owner_id', 'not_set') },
  },
  {
    name: 'My Pending Reached Tickets',
    link: 'my_pending_reached',
    prio: 1020,
    condition: { ...inStates(3), ...mine('owner_id'), ...within('pending_time', 'before (relative)', 0) },
  },
  {
    name: 'My Subscribed Tickets',
    link: 'my_subscribed_tickets',
    prio: 1025,
    condition: mine('mention_user_ids'),
  },
  {
    name: 'Open Tickets',
    link: 'all_open',
    prio: 1030,
    condition: inStates(1, 2, 3),
    columns: WITH_STATE,
  },
  {
    name: 'Pending Reached Tickets',
    link: 'all_pending_reached',
    prio: 1040,
    condition: { ...inStates(3), ...within('pending_time', 'before (relative)', 0) },
    columns: WITH_OWNER,
  },
  {
    name: 'Escalated Tickets',
    link: 'all_escalated',
    prio: 1050,
    condition: within('escalation_at', 'till (relative)', '10'),
    columns: ESCALATIONS,
    more: { order: { by: 'escalation_at', direction: 'ASC' } },
  },
  {
    name: 'My Replacement Tickets',
    link: 'my_replacement_tickets',
    prio: 1080,
    condition: { ...inStates(1, 2, 3, PENDING_CLOSE), ...mine('out_of_office_replacement_id') },
    columns: ESCALATIONS,
    more: { out_of_office: true, order: { by: 'created_at', direction: 'DESC' } },
  },
  {
    name: 'My Tickets',
    link: 'my_tickets',
    prio: 1100,
    condition: { ...inStates(1, 2, 3, 4, 6), ...mine('customer_id') },
    columns: OWN,
    listed: ['number', 'title', 'state', 'created_at'],
    more: { role_ids: [3], order: { by: 'created_at', direction: 'DESC' } },
  },
  {
    name: 'My Organization Tickets',
    link: 'my_organization_tickets',
    prio: 1200,
    condition: {
      ...inStates(1, 2, 3, 4, 6),
      ...mine('organization_id', 'current_user.organization_id'),
    },
    columns: ['title', 'customer', 'organization', 'state', 'created_at'],
    listed: ['number', 'title', 'customer', 'organization', 'state', 'created_at'],
    more: { role_ids: [3], organization_shared: true, order: { by: 'created_at', direction: 'DESC' } },
  },
];

/** Columns of the ten overviews. */
export const OVERVIEW_SEEDS: readonly Record<string, unknown>[] = SEEDS.map(
  ({ name, link, prio, condition, columns = COLUMNS, listed, more }) => ({
    name,
    link,
    prio,
    condition,
    order: { by: 'created_at', direction: 'ASC' },
    view: { d: columns, s: listed ?? columns, m: listed ?? ['number', ...columns], view_mode_default: 's' },
    role_ids: [2],
    ...more,
  }),
);
