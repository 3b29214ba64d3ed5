/** What several clauses want of one ticket at once comes to one write, and to notes that tell of that write alone. */
import type { Mode } from '../../config/schema/mode.js';
import { bindClauses, evaluate } from '../../plugin/engine/evaluate.js';
import { wishesOf, type Standing } from '../../plugin/engine/act/wishes.js';
import { gate } from './gate.js';
import { config, contextOf, NOW, ticket } from '../triggers/tickets.js';

const nothingDone: Standing = {
  marks: new Set(),
  resumed: new Set(),
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
  const wishes = wishesOf(facts, judged, nothingDone);
  expect(wishes.fields).toMatchObject({ group: region, state: 'В ожидании (без срока)' });
  expect(wishes.overruled).toContainEqual({ field: 'group', clause: 'R-4.2', by: 'R-4.2.1' });
  const told = wishes.acts.flatMap(({ html }) => html ?? []);
  expect(told.join()).toContain('СНИЛС: не заполнено');
  expect(told.join()).not.toContain('Тикет переведён');
});
