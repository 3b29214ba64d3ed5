/** What every helpdesk has and nobody makes: permissions, state types, article types, senders, locales, settings. */
import type { World } from '../world.js';
import { SEED_LOCALES } from './locales.js';
import { SEED_PERMISSIONS } from './permissions.js';
import { CORE_SETTINGS } from './settings-core.js';
import { INTEGRATION_SETTINGS } from './settings-integration.js';
import { linesOf } from './table-text.js';

const STATE_TYPES = ['new', 'open', 'pending reminder', 'pending action', 'closed', 'merged', 'removed'];
const ARTICLE_TYPES = [
  'email',
  'sms',
  'chat',
  'fax',
  'phone',
  'twitter status',
  'twitter direct-message',
  'facebook feed post',
  'facebook feed comment',
  'note',
  'web',
  'telegram personal-message',
  'facebook direct-message',
];
const SENDERS = ['Agent', 'Customer', 'System'];

/** Permissions that 6.5 knows besides or instead of those of 5.5. */
const RENAMED: Readonly<Record<string, string>> = { 'admin.setting_system': 'admin.system' };
const ADDED = [
  'admin.ticket_state',
  'admin.ticket_priority',
  'admin.checklist',
  'admin.ticket_auto_assignment',
  'admin.ticket_duplicate_detection',
  'admin.system_report',
  'admin.channel_microsoft_graph',
  'admin.channel_whatsapp',
  'user_preferences.two_factor_authentication',
];

const stamps = (now: string): Record<string, string> => ({ created_at: now, updated_at: now });
const byRoot = (now: string): Record<string, unknown> => ({
  updated_by_id: 1,
  created_by_id: 1,
  ...stamps(now),
});

const seedPermissions = (world: World, now: string): void => {
  const table = world.table('permissions');
  const insert = (name: string, signup: boolean, id?: number): void => {
    const columns = { name, note: '', preferences: {}, active: true, allow_signup: signup, ...stamps(now) };
    table.insert(columns, id);
  };
  for (const [id, name = '', signup] of linesOf(SEED_PERMISSIONS, 3)) {
    insert(RENAMED[name] ?? name, signup === 'signup', Number(id));
  }
  for (const name of ADDED) insert(name, false);
};

const seedSettings = (world: World, now: string): void => {
  for (const [id, name = '', area, shown, permissions = '', value = 'null'] of linesOf(
    `${CORE_SETTINGS.trim()}\n${INTEGRATION_SETTINGS.trim()}`,
    6,
  )) {
    const parsed: unknown = JSON.parse(value);
    const state = { value: name === 'app_version' ? world.flavour : parsed };
    world.table('settings').insert(
      {
        title: name.replaceAll('_', ' '),
        name,
        area,
        description: '',
        options: {},
        state_current: state,
        state_initial: { ...state },
        frontend: shown === '+',
        preferences: permissions === '*' ? {} : { permission: permissions.split(',') },
        ...stamps(now),
      },
      Number(id),
    );
  }
};

export const seedCatalogue = (world: World): void => {
  const now = world.clock.now().toISOString();
  for (const name of STATE_TYPES)
    world.table('ticket_state_types').insert({ name, note: null, ...byRoot(now) });
  for (const name of ARTICLE_TYPES) {
    const communication = name !== 'note';
    world
      .table('ticket_article_types')
      .insert({ name, note: null, communication, active: true, ...byRoot(now) });
  }
  for (const name of SENDERS)
    world.table('ticket_article_senders').insert({ name, note: null, ...byRoot(now) });
  for (const [locale, alias, name] of linesOf(SEED_LOCALES, 3)) {
    const columns = {
      locale,
      alias: alias === '-' ? '' : alias,
      name,
      dir: 'ltr',
      active: true,
      ...stamps(now),
    };
    world.table('locales').insert(columns);
  }
  seedPermissions(world, now);
  seedSettings(world, now);
};
