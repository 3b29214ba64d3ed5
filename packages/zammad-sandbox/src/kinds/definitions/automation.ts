/** Triggers, webhooks, jobs, macros and core workflows: what the helpdesk does by itself. */
import { isBlank, plain, recordOf } from '../../behaviour/columns.js';
import { unprocessable } from '../../http/answer.js';
import type { Row, World } from '../../world.js';
import { namedInCondition } from '../assets.js';
import type { Columns, Kind } from '../kind.js';

const allIds = (world: World, table: string): number[] =>
  world
    .table(table)
    .all()
    .map((row) => row.id);

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
    localization: 'system',
    timezone: 'system',
    note: null,
    active: true,
  }),
  required: [{ column: 'name' }, { column: 'condition' }, { column: 'perform' }],
  unique: 'name',
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
    ...(flavour === '7' ? { http_method: 'post', bearer_token: null } : {}),
    note: null,
    active: true,
  }),
  required: [{ column: 'name' }],
  prepare: (columns, { before }) => {
    if (!before || 'endpoint' in columns) insistEndpoint(columns);
    return columns;
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
    localization: 'system',
    timezone: 'system',
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
  prepare: (columns, { before }) => {
    if (isBlank(before?.['object'] ?? columns['object'])) {
      throw unprocessable("Object can't be blank");
    }
    return columns;
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
};

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
    priority: 500,
  }),
  required: [{ column: 'name' }],
  unique: 'name',
  listed: (row) => row['changeable'] !== false,
  assets: (_world, row) => [
    ...namedInCondition(row['condition_selected']),
    ...namedInCondition(row['condition_saved']),
  ],
};
