/** Triggers, webhooks, jobs, macros and core workflows: what the helpdesk does by itself. */
import { isBlank, isTruthy, plain, recordOf, setting } from '../../behaviour/columns.js';
import { isUsableCondition } from '../../behaviour/condition-faults.js';
import { findTickets } from '../../behaviour/condition.js';
import { performFaults } from '../../behaviour/perform-rules.js';
import { nextRun } from '../../behaviour/timeplan.js';
import { unprocessable } from '../../http/answer.js';
import type { Row, World } from '../../world.js';
import { namedInCondition } from '../assets.js';
import type { Columns, Kind } from '../kind.js';

const allIds = (world: World, table: string): number[] =>
  world
    .table(table)
    .all()
    .map((row) => row.id);

/** @throws Refusal 422 for a condition nobody can judge */
export const insistCondition = (world: World, columns: Columns): void => {
  if (isBlank(columns['condition']) || isUsableCondition(world, columns['condition'])) return;
  throw unprocessable('Invalid object selector conditions');
};

/** @throws Refusal 422 */
export const insistPerform = (columns: Columns): void => {
  const [fault] = performFaults(columns['perform']);
  if (fault !== undefined) throw unprocessable(fault);
};

const insistAmong = (columns: Columns, column: string, allowed: readonly string[]): void => {
  if (column in columns && !allowed.includes(plain(columns[column])))
    throw unprocessable(
      `${column.charAt(0).toUpperCase()}${column.slice(1).replaceAll('_', ' ')} is not included in the list`,
    );
};

export const TRIGGERS: Kind = {
  path: 'triggers',
  searchable: true,
  model: 'Trigger',
  read: ['admin.trigger'],
  write: ['admin.trigger'],
  columns: () => ({
    name: null,
    condition: null,
    perform: null,
    disable_notification: true,
    activator: 'action',
    execution_condition_mode: 'selective',
    localization: null,
    timezone: null,
    note: null,
    active: true,
  }),
  required: [{ column: 'name' }, { column: 'condition' }, { column: 'perform' }],
  unique: 'name',
  prepare: (columns, { world }) => {
    insistAmong(columns, 'activator', ['action', 'time']);
    insistPerform(columns);
    insistCondition(world, columns);
    return columns;
  },
  assets: (world, row) => [
    ['calendars', allIds(world, 'calendars')],
    ['webhooks', allIds(world, 'webhooks')],
    ...namedInCondition(row['condition']),
  ],
};

const insistEndpoint = (columns: Columns): void => {
  const endpoint = plain(columns['endpoint']);
  if (endpoint === '' || !/^[a-z]+:\/\/\S+$/i.test(endpoint)) {
    throw unprocessable('Endpoint The provided endpoint is invalid.');
  }
  if (!/^https?:\/\//i.test(endpoint)) {
    throw unprocessable(
      'Endpoint The provided endpoint is invalid, no http or https protocol was specified.',
    );
  }
};

const insistPayload = ({ customized_payload: own, custom_payload: payload }: Columns): void => {
  if (own !== true || isBlank(payload)) return;
  try {
    JSON.parse(plain(payload));
  } catch {
    throw unprocessable('Custom payload The provided payload is invalid. Please check your syntax.');
  }
};

/** Whatever delivers through the webhook keeps it from being deleted. */
const guardWebhook = (world: World, webhook: Row): void => {
  for (const [table, model] of [
    ['triggers', 'Trigger'],
    ['jobs', 'Job'],
  ] as const) {
    const user = world.table(table).find((row) => {
      const named = recordOf(recordOf(row['perform'])['notification.webhook'])['webhook_id'];
      return plain(named) === String(webhook.id);
    });
    if (!user) continue;
    const where = `${model}: ${plain(user['name'])} (#${user.id})`;
    throw unprocessable(`Cannot delete! This webhook is referenced by ${where}`);
  }
};

export const WEBHOOKS: Kind = {
  path: 'webhooks',
  searchable: true,
  model: 'Webhook',
  read: ['admin.webhook'],
  write: ['admin.webhook'],
  columns: (flavour) => ({
    name: null,
    endpoint: null,
    signature_token: null,
    ssl_verify: true,
    basic_auth_username: null,
    basic_auth_password: null,
    customized_payload: false,
    custom_payload: null,
    pre_defined_webhook_type: null,
    preferences: {},
    ...(flavour === '7' ? { http_method: 'post', bearer_token: null } : {}),
    note: null,
    active: true,
  }),
  required: [{ column: 'name' }],
  prepare: (columns, { before }) => {
    if (!before || 'endpoint' in columns) insistEndpoint(columns);
    insistPayload(columns);
    // What is longer than its column is cut.
    return 'endpoint' in columns
      ? { ...columns, endpoint: plain(columns['endpoint']).slice(0, 2000) }
      : columns;
  },
  secrets: ['signature_token', 'basic_auth_password', 'bearer_token'],
  guard: guardWebhook,
};

export const JOBS: Kind = {
  path: 'jobs',
  searchable: true,
  model: 'Job',
  read: ['admin.scheduler'],
  write: ['admin.scheduler'],
  columns: () => ({
    name: null,
    object: null,
    localization: null,
    timezone: null,
    timeplan: null,
    condition: null,
    perform: null,
    disable_notification: true,
    note: null,
    active: false,
  }),
  runtime: {
    last_run_at: null,
    next_run_at: null,
    running: false,
    processed: 0,
    matching: 0,
    pid: null,
  },
  required: [{ column: 'name' }, { column: 'timeplan' }, { column: 'condition' }, { column: 'perform' }],
  unique: 'name',
  prepare: (columns, { world, before }) => {
    if (!before || 'object' in columns) insistAmong(columns, 'object', ['Ticket', 'User', 'Organization']);
    insistPerform(columns);
    insistCondition(world, columns);
    return columns;
  },
  saved: (row, { world }) => {
    const matching = row['object'] === 'Ticket' ? findTickets(world, row['condition']).length : 0;
    const zone = plain(setting(world, 'timezone_default')) || 'UTC';
    const next_run_at = isTruthy(row['active']) ? nextRun(row['timeplan'], world.clock.now(), zone) : null;
    world.table('jobs').patch(row, { matching, next_run_at });
  },
  assets: (world, row) => [['calendars', allIds(world, 'calendars')], ...namedInCondition(row['condition'])],
};

export const MACROS: Kind = {
  path: 'macros',
  searchable: true,
  model: 'Macro',
  read: ['admin.macro', 'ticket.agent'],
  write: ['admin.macro'],
  columns: () => ({
    name: null,
    perform: null,
    active: true,
    ux_flow_next_up: 'none',
    note: null,
    group_ids: [],
  }),
  references: [{ key: 'group_ids', as: 'groups', table: 'groups', many: true }],
  required: [{ column: 'name' }, { column: 'perform' }],
  unique: 'name',
  prepare: (columns) => {
    insistAmong(columns, 'ux_flow_next_up', [
      'none',
      'next_task',
      'next_task_on_close',
      'next_from_overview',
    ]);
    insistPerform(columns);
    return columns;
  },
};

/** What workflows can be about. */
const OBJECTS = ['Ticket', 'User', 'Organization', 'Group', 'Sla', 'TicketState'];

export const CORE_WORKFLOWS: Kind = {
  path: 'core_workflows',
  searchable: true,
  model: 'CoreWorkflow',
  read: ['admin.core_workflow'],
  write: ['admin.core_workflow'],
  columns: () => ({
    name: null,
    object: null,
    preferences: {},
    condition_saved: {},
    condition_selected: {},
    perform: {},
    active: true,
    stop_after_match: false,
    changeable: true,
    priority: 0,
  }),
  required: [{ column: 'name' }],
  unique: 'name',
  prepare: (columns) => {
    const object = columns['object'];
    if (!isBlank(object) && !OBJECTS.includes(plain(object)))
      throw unprocessable(`Invalid value '${plain(object)}' for field 'object'!`, false);
    return columns;
  },
  listed: (row) => row['changeable'] !== false,
  assets: (_world, row) => [
    ...namedInCondition(row['condition_selected']),
    ...namedInCondition(row['condition_saved']),
  ],
};
