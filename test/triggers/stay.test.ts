/** Since when a ticket stands at its place: told by its history. */
import { stayOf } from '../../triggers/ticket/stay.js';
import type { Transition } from '../../triggers/types.js';
import { contextOf, ticket } from './tickets.js';

const at = (time: string): Date => new Date(`2026-11-23T${time}:00Z`);
const moved = (time: string, field: string, from: string | null, to: string | null): Transition => ({
  at: at(time),
  by: 'operator',
  field,
  from,
  to,
});
const came = moved('09:00', 'group', 'СП РПГУ::Республика Башкортостан', 'Начальник смены ЦПП');
const facts = ticket({ createdAt: at('08:00'), transitions: [came] });

test.each<[string, Parameters<typeof ticket>[0], boolean, string | null, string | null]>([
  ['by the move that led there', facts, true, 'Передано', '09:00'],
  [
    'nothing within the place counts',
    { ...facts, state: 'В работе', transitions: [came, moved('10:00', 'state', 'Назначен', 'В работе')] },
    true,
    'Передано',
    '09:00',
  ],
  ['from its birth, when it never moved', { ...facts, transitions: [] }, true, 'Передано', '08:00'],
  ['unknown without the history', facts, false, 'Передано', null],
  [
    'unknown when the history is behind the ticket',
    { ...facts, group: 'СП ЕПГУ', state: 'В работе' },
    true,
    'Анализ',
    null,
  ],
  [
    'ended when it was closed',
    { ...facts, state: 'Закрыт', closed: true, closedAt: at('11:00') },
    true,
    null,
    '11:00',
  ],
  [
    'where the map knows no place, since it left the last one',
    { ...facts, state: 'Решен', transitions: [came, moved('12:00', 'state', 'Назначен', 'Решен')] },
    true,
    null,
    '12:00',
  ],
])('%s', (_, change, hasHistory, place, since) => {
  const stay = stayOf(ticket(change), contextOf('R-4.3'), hasHistory);
  expect([stay.place, stay.since?.toISOString().slice(11, 16) ?? null]).toEqual([place, since]);
});
