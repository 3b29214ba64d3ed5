/** A configuration of a few objects of every kind, as the loader would give it. */
import { objectKinds, type Helpdesk } from '../../config/kinds.js';
import type { Config } from '../../config/load.js';
import { faqFile } from '../../config/schema/faq.js';
import { intakeFile } from '../../config/schema/intake.js';
import { helpdeskFile, type HelpdeskFile } from '../../config/schema/helpdesk.js';
import { processFile } from '../../config/schema/process.js';
import { productionCalendar } from '../../config/schema/production-calendar.js';
import { region } from '../../config/schema/region.js';
import { trust } from '../config/trust.js';
import { vocabulary } from '../config/vocabulary.js';

export const settings = { publicUrl: 'http://127.0.0.1:8090/', webhookSecret: 'correct horse battery' };
export const now = new Date('2026-06-01T09:00:00Z');

const clauses = ['R-4.2.1'];
const frames = { active: true, timeframes: [['09:00', '18:00']] };
const off = { active: false, timeframes: [] };
const hours = { mon: frames, tue: frames, wed: frames, thu: frames, fri: frames, sat: off, sun: off };
const screens = { edit: { 'ticket.agent': { shown: true } } };

/** One or two of each kind, pointing to each other. */
export const smallFile = {
  groups: {
    wanted: [
      { name: 'СП РПГУ', clauses, note: 'Региональные & общие' },
      { name: '{{region.group}}', clauses, forEachRegion: true, follow_up_possible: 'new_ticket' },
      { name: 'ГРП', clauses: ['R-3.11.2.a'] },
    ],
  },
  ticket_states: {
    wanted: [
      { name: 'Новый', was: 'new', clauses, state_type: 'new', default_create: true },
      { name: 'Назначен', was: 'open', clauses, state_type: 'open', default_follow_up: true },
      { name: 'Закрыт', was: 'closed', clauses, state_type: 'closed', ignore_escalation: true },
      {
        name: 'В ожидании',
        was: 'pending close',
        clauses,
        state_type: 'pending action',
        next_state: 'Закрыт',
        ignore_escalation: true,
      },
      { name: 'В работе', clauses, state_type: 'open' },
    ],
  },
  object_manager_attributes: {
    wanted: [
      {
        name: 'snils',
        display: 'СНИЛС',
        clauses,
        data_type: 'input',
        data_option: { maxlength: 20 },
        screens,
        position: 252,
      },
      {
        name: 'state_reason',
        display: 'Причина состояния',
        clauses,
        data_type: 'select',
        options: ['Вне компетенции', 'Нет ответа пользователя'],
        screens,
        position: 210,
      },
      {
        name: 'region',
        display: 'Регион',
        clauses,
        data_type: 'select',
        options: 'regions',
        screens,
        position: 230,
      },
    ],
  },
  calendars: {
    wanted: [
      { name: 'Рабочие дни', clauses, timezone: 'Europe/Moscow', holidays: 'federal', business_hours: hours },
    ],
  },
  slas: {
    wanted: [
      {
        name: '100 Претензии',
        clauses,
        calendar: 'Рабочие дни',
        condition: { 'ticket.group': { is: ['ГРП'] } },
        solution_time: 10080,
      },
    ],
  },
  roles: {
    wanted: [
      {
        name: 'Оператор ГРП',
        clauses,
        permissions: ['ticket.agent'],
        groups: { ГРП: ['full'], '{{regions.group}}': ['read', 'create'] },
      },
    ],
  },
  organizations: {
    wanted: [
      {
        name: 'СП РПГУ {{region.name}}',
        clauses,
        forEachRegion: true,
        domain: '{{region.mailDomain}}',
        domain_assignment: true,
      },
    ],
  },
  macros: {
    wanted: [
      {
        name: '4.7.1 Информация запрошена',
        clauses,
        groups: ['ГРП'],
        perform: {
          'ticket.state': 'В ожидании',
          'ticket.pending_time': { in: 3, unit: 'day' },
          'ticket.owner': 'current_user',
          'ticket.state_reason': '',
          'ticket.tags': { add: ['решение', 'ждём'] },
          'article.note': { subject: 'Запрос', body: 'Запрошено', internal: false },
        },
      },
    ],
  },
  text_modules: {
    wanted: [{ name: 'Вне компетенции', clauses, keywords: 'вне', content: '<p>Вопрос &amp; ответ</p>' }],
  },
  templates: {
    wanted: [{ name: 'Телефон', clauses, options: { 'ticket.title': 'Звонок', 'ticket.group': 'ГРП' } }],
  },
  webhooks: {
    wanted: [{ name: 'reglament', clauses: ['R-4.2.3'], path: '/zammad/webhook', note: 'Будит программу' }],
  },
  triggers: {
    wanted: [
      {
        name: '900 Reglament',
        clauses,
        condition: {
          any: [
            { 'ticket.state': { 'has changed': true } },
            { 'ticket.snils': { 'has changed': true }, 'ticket.action': { is: 'update' } },
            { 'article.sender': { is: ['Agent', 'Customer'] } },
          ],
        },
        perform: { 'notification.webhook': 'reglament' },
      },
    ],
  },
  postmaster_filters: {
    wanted: [
      {
        name: 'Портал: {{region.name}}',
        forEachRegion: true,
        clauses,
        match: { from: { contains: '@{{region.mailDomain}}' } },
        perform: { 'x-zammad-ticket-group': '{{region.group}}', 'x-zammad-ticket-region': '{{region.id}}' },
      },
    ],
  },
  overviews: {
    wanted: [
      {
        name: 'Ждут пользователя',
        clauses,
        roles: ['Оператор ГРП'],
        condition: { 'ticket.state': { is: ['В ожидании'] }, 'ticket.owner': { is: 'current_user' } },
        order: { by: 'pending_time', direction: 'ASC' },
        view: ['number', 'title', 'snils', 'state'],
        prio: 2000,
      },
      {
        name: 'Не разобраны',
        clauses,
        roles: ['Оператор ГРП'],
        condition: {
          'ticket.state': { is: ['Новый', 'Назначен'] },
          'ticket.created_at': { 'before (relative)': { in: 2, unit: 'day' } },
        },
        order: { by: 'created_at', direction: 'ASC' },
        view: ['number', 'title'],
        prio: 2010,
      },
    ],
  },
  core_workflows: {
    wanted: [
      {
        name: 'Причина: ждём пользователя',
        clauses,
        screens: ['edit', 'create_middle'],
        condition_selected: { 'ticket.state': { is: ['В ожидании'] } },
        perform: {
          'ticket.state_reason': {
            show: true,
            set_mandatory: true,
            set_fixed_to: ['Нет ответа пользователя'],
          },
          'ticket.state': { remove_option: ['Новый'] },
        },
      },
    ],
  },
};

/** Parses what a test writes by hand; a test with a wrong fixture fails here and not somewhere else. */
const fileOf = (file: unknown): HelpdeskFile => helpdeskFile.parse(file);

export const configOf = (file: unknown = smallFile): Config => {
  const parsed = fileOf(file);
  const helpdesk = Object.fromEntries(
    objectKinds.map((kind) => [kind, parsed[kind] ?? { wanted: [], removed: [] }]),
  ) as unknown as Helpdesk;
  const calendar = productionCalendar.parse({
    year: 2026,
    status: 'decree',
    source: 'пример',
    off: ['2026-01-01', '2026-06-12'],
    work: [],
    short: [],
    workingDays: 259,
  });
  const one = region.parse({
    id: 'kamchatka',
    name: 'Камчатский край',
    timeZone: 'Asia/Kamchatka',
    mailDomains: ['portal.kamchatka.example'],
    transferPhone: null,
  });
  return {
    helpdesk,
    regions: new Map([[one.id, one]]),
    calendars: new Map([[2026, calendar]]),
    vocabulary,
    clauses: [],
    obligations: [],
    ambiguities: [],
    adopt: {},
    stance: 'observe',
    faq: faqFile.parse({}),
    intake: intakeFile.parse({}),
    trust,
    process: processFile.parse({}),
    federal: {
      entryGroup: 'ГРП',
      groups: ['ГРП'],
      regionsParent: 'СП РПГУ',
      transferPhone: '+70000000001',
      claimContacts: { phone: '+70000000002', email: 'claims@example.org' },
      timeZone: 'Europe/Moscow',
    },
  };
};
