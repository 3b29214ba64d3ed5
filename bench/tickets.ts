/** Tickets to judge: invented people, every fault the gate knows, some without any. */
import type { TicketFacts } from '../triggers/types.js';

const BORN = new Date('2026-11-20T09:00:00Z');

const complete = {
  citizen_name: 'Образцова Анна Тестовна',
  snils: '112-233-445 95',
  inn: '500100732259',
  birth_date: '1980-02-29',
  contact_method: 'эл. почта',
  contact_value: 'anna@example.org',
  request_summary: 'Не приходит ответ по заявлению',
} as const;

const faults: readonly TicketFacts['attributes'][] = [
  {},
  {},
  { snils: null },
  { snils: '112-233-445 59' },
  { inn: '500100732250' },
  { birth_date: '2999-01-01' },
  { contact_value: '' },
  { inn: null, data_waiver: true, data_waiver_reason: 'ребёнок 9 лет' },
];
const groups = ['Начальник смены ЦПП', 'СП ЕПГУ', 'ГРП', 'СП РПГУ::Республика Башкортостан'];
const states = ['Назначен', 'В работе', 'В ожидании (без срока)', 'Закрыт'];

/** All combinations of group, state and fault. */
export const tickets: readonly TicketFacts[] = groups.flatMap((group) =>
  states.flatMap((state) =>
    faults.map((fault, at): TicketFacts => ({
      id: at + 1,
      number: String(91_000 + at),
      title: 'Не приходит ответ',
      group,
      state,
      closed: state === 'Закрыт',
      owner: null,
      region: 'bashkortostan',
      attributes: { ...complete, ...fault },
      articles: [
        { id: 1, from: 'citizen', channel: 'email', internal: false, automatic: false, createdAt: BORN },
      ],
      tags: [],
      pendingUntil: null,
      createdAt: BORN,
      closedAt: state === 'Закрыт' ? BORN : null,
      updatedAt: BORN,
      updatedBy: 'operator',
      transitions: [],
      linked: [],
      earlier: [],
      letters: [],
      mailTo: null,
    })),
  ),
);
