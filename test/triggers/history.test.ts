/** What a ticket's history answers about moments: also where several things were done in the same one. */
import { firstHeldAt, groupBefore, heldAt, isCommented } from '../../triggers/ticket/moves.js';
import type { Transition } from '../../triggers/types.js';
import { config, ticket } from './tickets.js';

const at = (time: string): Date => new Date(`2026-11-23T${time}:00Z`);
const MOVED = at('10:00');
const move: Transition = { at: MOVED, by: 'operator', field: 'group', from: 'СП ЕПГУ', to: 'СТП ЕПГУ' };
const facts = ticket({ group: 'СТП ЕПГУ', createdAt: at('08:00'), transitions: [move] });

test.each<[string, Date, string, string]>([
  ['before the move', at('09:59'), 'СП ЕПГУ', 'СП ЕПГУ'],
  ['in its very moment', MOVED, 'СП ЕПГУ', 'СТП ЕПГУ'],
  ['after it', at('10:01'), 'СТП ЕПГУ', 'СТП ЕПГУ'],
])('%s: done by %s, standing with the next', (_, moment, doneBy, held) => {
  expect([groupBefore(facts, moment), heldAt(facts, 'group', moment)]).toEqual([doneBy, held]);
});

test('a word left in the moment of the move is a word of the desk the ticket left', () => {
  const spoken = ticket({
    ...facts,
    articles: [
      { id: 1, from: 'operator', channel: 'note', internal: true, automatic: false, createdAt: MOVED },
    ],
  });
  const by = (group: string): boolean =>
    isCommented(spoken, at('09:00'), (one) => one === group, config.vocabulary);
  expect([by('СП ЕПГУ'), by('СТП ЕПГУ')]).toEqual([true, false]);
});

test('a row that changes nothing is no change', () => {
  const idle: Transition = { ...move, at: at('11:00'), from: 'СТП ЕПГУ' };
  const seen = ticket({ ...facts, transitions: [move, idle] });
  expect(heldAt(seen, 'group', at('10:30'))).toBe('СТП ЕПГУ');
  expect(firstHeldAt(seen, 'СТП ЕПГУ')).toEqual(MOVED);
  expect(firstHeldAt(seen, 'СП ЕПГУ')).toEqual(at('08:00'));
  expect(firstHeldAt(seen, 'ГРП')).toBeNull();
});
