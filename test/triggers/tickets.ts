/** Facts for tables: a ticket in which nothing is the matter, and the parties of the shipped configuration. */
import { loadConfig } from '../../config/load.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import type { RuleContext, TicketFacts } from '../../triggers/types.js';

export const config = await loadConfig('config');

/** A Monday noon in Moscow. */
export const NOW = new Date('2026-11-23T09:00:00Z');

/** The context of a rule at `now`, speaking for `clause`. */
export const contextOf = (clause: string, now: Date = NOW): RuleContext => ({
  ...partiesOf(config),
  clause,
  now,
});

/** Complete citizen data with valid check sums, of a person who does not exist. */
const citizen = {
  citizen_name: 'Образцова Анна Тестовна',
  snils: '112-233-445 95',
  inn: '500100732259',
  birth_date: '1980-02-29',
  contact_method: 'эл. почта',
  contact_value: 'anna@example.org',
  request_summary: 'Не приходит ответ по заявлению',
} as const;

/** A written request of Bashkortostan at «Начальник смены ЦПП», data complete; `change` says what is otherwise. */
export const ticket = (change: Partial<TicketFacts> = {}): TicketFacts => ({
  id: 7,
  number: '91007',
  title: 'Не приходит ответ',
  group: 'Начальник смены ЦПП',
  state: 'Назначен',
  closed: false,
  owner: null,
  region: 'bashkortostan',
  articles: [],
  tags: [],
  pendingUntil: null,
  createdAt: NOW,
  closedAt: null,
  updatedAt: NOW,
  updatedBy: 'operator',
  transitions: [],
  linked: [],
  earlier: [],
  letters: [],
  mailTo: null,
  ...change,
  attributes: { ...citizen, ...change.attributes },
});
