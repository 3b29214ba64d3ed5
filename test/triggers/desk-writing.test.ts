/** Zammad stamps an article after the change it was sent with: whose comment it is, is told by the last move before it (4.3.1, 4.5.1). */
import { deskWriting } from '../../triggers/ticket/moves.js';
import type { Transition } from '../../triggers/types.js';
import { ticket } from './tickets.js';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 28, 2, 43, 0, seconds * 1000));
const moved = (seconds: number, by: Transition['by'], from: string, to: string): Transition => ({
  at: at(seconds),
  by,
  field: 'group',
  from,
  to,
});

test.each<[string, readonly Transition[], string]>([
  ['a comment sent along, 0.7 s after the move', [moved(9.3, 'operator', 'СП ЕПГУ', 'ГРП')], 'СП ЕПГУ'],
  [
    'a quick desk: the ticket came to it two seconds before',
    [
      moved(7.5, 'operator', 'СП РПГУ', 'Начальник смены ЦПП'),
      moved(8.2, 'helpdesk', 'Начальник смены ЦПП', 'СП ЕПГУ'),
      moved(9.85, 'operator', 'СП ЕПГУ', 'ГРП'),
    ],
    'СП ЕПГУ',
  ],
  ['a trigger has just brought it', [moved(9, 'helpdesk', 'СП ЕПГУ', 'ГРП')], 'ГРП'],
  ['the companion has just brought it', [moved(9, 'companion', 'СП ЕПГУ', 'ГРП')], 'ГРП'],
  ['it came long ago', [moved(2, 'operator', 'СП ЕПГУ', 'ГРП')], 'ГРП'],
  ['it goes on at once', [moved(10.1, 'operator', 'ГРП', 'СП ЕПГУ')], 'ГРП'],
])('%s', (_, transitions, desk) => {
  const { to } = transitions.at(-1) ?? { to: null };
  expect(deskWriting(ticket({ group: to ?? '', transitions }), { createdAt: at(10) })).toBe(desk);
});
