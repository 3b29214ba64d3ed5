/** What several clauses want of one ticket at once comes to one write, and to notes that tell of that write alone. */
import type { Mode } from '../../config/schema/mode.js';
import { bindClauses, evaluate } from '../../plugin/engine/evaluate.js';
import { plannedWrite, type AlreadyDone } from '../../plugin/engine/act/planned-write.js';
import { gate } from './gate.js';
import { config, contextOf, NOW, ticket } from '../triggers/tickets.js';

const nothingDone: AlreadyDone = {
  marks: new Set(),
  openClauses: new Set(),
  links: [],
  creates: new Map(),
  relays: new Map(),
};

test.each<[Mode, Mode, Mode]>([
  ['act', 'act', 'act'],
  ['act', 'note', 'note'],
  ['act', 'observe', 'observe'],
  ['note', 'act', 'note'],
  ['note', 'observe', 'observe'],
  ['observe', 'act', 'observe'],
])('a clause that may %s, where all may %s, does %s', (mode, stance, does) => {
  expect(bindClauses([gate(mode)], stance).map((clause) => clause.mode)).toEqual([does]);
});

test('a ticket a region sent past the shift head without data goes back, and no note says it went on', () => {
  const region = 'СП РПГУ::Республика Башкортостан';
  const facts = ticket({
    group: 'СТП ЕПГУ',
    updatedAt: NOW,
    attributes: { snils: null, region: 'bashkortostan', faq_result: 'не найдено' },
    transitions: [{ at: NOW, by: 'operator', field: 'group', from: region, to: 'СТП ЕПГУ' }],
  });
  const judged = evaluate(facts, bindClauses(config.clauses), contextOf('R-4.2'));
  const planned = plannedWrite(facts, judged, nothingDone);
  // Whoever puts the act back is alone with it: nobody else moves the ticket in the same write.
  expect(planned.fields).toMatchObject({ group: region });
  expect(planned.acts).toHaveLength(1);
  expect(planned.alone).toBe(true);
  const told = planned.acts.flatMap(({ html }) => html ?? []);
  expect(told.join()).toContain('СНИЛС: не заполнено');
  expect(told.join()).not.toContain('Тикет переведён');
});
