/** Order and the three-way question hold whatever stands where. */
import fc from 'fast-check';
import { settle } from '../../sync/faq/plan/merge.js';
import { reordered } from '../../sync/faq/plan/order.js';

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });

test('ours come into the wanted order, all others stay where they are, and the second time there is nothing to do', () => {
  fc.assert(
    fc.property(ids, ids, (current, wanted) => {
      const next = reordered(current, wanted) ?? current;
      const ours = wanted.filter((id) => current.includes(id));
      expect(next.filter((id) => wanted.includes(id))).toEqual(ours);
      current.forEach((id, place) => {
        if (!wanted.includes(id)) expect(next[place]).toBe(id);
      });
      expect(next.toSorted()).toEqual(current.toSorted());
      expect(reordered(next, wanted)).toBeNull();
    }),
  );
});

test.each<[string, number | null, number, number, ReturnType<typeof settle>]>([
  ['nobody changed it', 1, 1, 1, 'same'],
  ['the edition changed it', 1, 2, 1, 'take'],
  ['the region changed it', 1, 1, 2, 'keep'],
  ['both changed it to the same', 1, 2, 2, 'note'],
  ['both changed it otherwise', 1, 2, 3, 'conflict'],
  ['our first write did not end', null, 2, 1, 'take'],
  ['our first write ended but for the note', null, 2, 2, 'note'],
])('%s', (_, base, theirs, mine, settled) => {
  expect(settle(base, theirs, mine)).toBe(settled);
});

test('what the region has is given up only when the edition alone changed it', () => {
  const value = fc.integer({ min: 0, max: 3 });
  fc.assert(
    fc.property(value, value, value, (base, theirs, mine) => {
      if (settle(base, theirs, mine) === 'take') expect(mine).toBe(base);
    }),
  );
});
