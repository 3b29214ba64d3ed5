/** What every helpdesk has and nobody makes: permissions, state types, article types, senders, locales, settings. */
import { z } from 'zod';
import type { World } from '../world.js';
import { SEED_LOCALES } from './locales.js';
import { SEED_PERMISSIONS } from './permissions.js';
import { CORE_SETTINGS } from './settings-core.js';
import { INTEGRATION_SETTINGS } from './settings-integration.js';
import { linesOf } from './table-text.js';

const STATE_TYPES = ['new', 'open', 'pending reminder', 'pending action', 'closed', 'merged'];
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
  'whatsapp message',
];
const SENDERS = ['Agent', 'Customer', 'System'];

const stamps = (now: string): Record<string, string> => ({ created_at: now, updated_at: now });
const byRoot = (now: string): Record<string, unknown> => ({
  updated_by_id: 1,
  created_by_id: 1,
  ...stamps(now),
});

const seedPermissions = (world: World, now: string): void => {
  for (const [id, name, signup, active, preferences = '{}'] of linesOf(SEED_PERMISSIONS, 5)) {
    const columns = {
      name,
      label: null,
      description: null,
      preferences: columnsOf.parse(JSON.parse(preferences)),
      active: active === '+',
      allow_signup: signup === '+',
      ...stamps(now),
    };
    world.table('permissions').insert(columns, Number(id));
  }
};

const columnsOf = z.record(z.string(), z.unknown());
const settingOf = z.tuple([z.unknown(), columnsOf]);

const seedSettings = (world: World, now: string): void => {
  for (const [id, name = '', area, shown, rest = ''] of linesOf(
    `${CORE_SETTINGS.trim()}\n${INTEGRATION_SETTINGS.trim()}`,
    5,
  )) {
    const [value, preferences] = settingOf.parse(JSON.parse(rest));
    const state = { value: name === 'app_version' ? world.flavour : value };
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
        preferences,
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
