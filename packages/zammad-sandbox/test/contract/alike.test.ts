/** How the contract compares: everything, after what two helpdesks may name differently. */
import { Likeness, type Answer } from '../../contract/alike.js';
import { Pairs } from '../../contract/pairs.js';

const answer = (body: unknown, status = 200): Answer => ({ status, contentType: 'application/json', body });

const differing = (recorded: unknown, live: unknown, path = '/tickets/3'): string[] =>
  new Likeness(new Pairs(), { shift: 0, tolerance: 1000 })
    .differences(answer(recorded), answer(live), path)
    .map((difference) => difference.path);

it.each<[string, unknown, unknown, string[]]>([
  ['a key too many', { a: 1 }, { a: 1, b: 2 }, ['b']],
  ['a key too few', { a: 1, b: 2 }, { a: 1 }, ['b']],
  ['another type', { a: 1 }, { a: '1' }, ['a']],
  ['another value', { a: 'x' }, { a: 'y' }, ['a']],
  ['null for a value', { a: null }, { a: 'y' }, ['a']],
  ['an error in other words', { error: 'no' }, { error: 'never' }, ['error']],
  ['a list of another length', { a: [1, 2] }, { a: [1] }, ['a']],
  ['every difference, not the first', { a: 1, b: [{ c: 1 }] }, { a: 2, b: [{ c: 2 }] }, ['a', 'b[0].c']],
  ['a record too many among assets', { assets: {} }, { assets: { Role: { 1: { id: 1 } } } }, ['assets.Role']],
  ['a moment much later', { at: '2026-11-27T10:00:00.000Z' }, { at: '2026-11-27T11:00:00.000Z' }, ['at']],
])('%s is a difference', (_, recorded, live, paths) => {
  expect(differing(recorded, live)).toEqual(paths);
});

it.each<[string, unknown, unknown]>([
  ['ids of one object', { id: 3, group_id: 7 }, { id: 90, group_id: 12 }],
  [
    'records under other ids',
    { group_id: 7, assets: { Group: { 7: { id: 7 } } } },
    { group_id: 12, assets: { Group: { 12: { id: 12 } } } },
  ],
  ['ticket numbers', { number: '31003' }, { number: '91002' }],
  ['moments close by', { at: '2026-11-27T10:00:00.000Z' }, { at: '2026-11-27T10:00:00.900Z' }],
  [
    'error ids',
    { error: 'Error ID aB3_x-9z: Please contact your administrator.' },
    { error: 'Error ID 00000000: Please contact your administrator.' },
  ],
])('%s are alike', (_, recorded, live) => {
  expect(differing(recorded, live)).toEqual([]);
});

it('an id that stood for another object before is a difference', () => {
  const likeness = new Likeness(new Pairs(), { shift: 0, tolerance: 0 });
  likeness.differences(answer({ group_id: 7 }), answer({ group_id: 12 }), '/tickets');
  expect(likeness.differences(answer({ group_id: 7 }), answer({ group_id: 13 }), '/tickets')).toHaveLength(1);
  expect(likeness.differences(answer({ group_id: 8 }), answer({ group_id: 12 }), '/tickets')).toHaveLength(1);
});

it('a status and a kind of content are compared too', () => {
  const likeness = new Likeness(new Pairs(), { shift: 0, tolerance: 0 });
  const live = { status: 404, contentType: 'text/html', body: {} };
  expect(likeness.differences(answer({}), live, '/x').map(({ path }) => path)).toEqual([
    'status',
    'contentType',
  ]);
});
