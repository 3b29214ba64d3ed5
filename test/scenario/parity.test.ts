/**
 * No silent gap between the regulation and its stories: what the companion enforces has a story, or stands below with the
 * reason; what stands below has none.
 */
import { loadConfig } from '../../config/load.js';
import { stories } from './stories/index.js';

/** Obligations of the companion that no story shows yet. */
const WITHOUT_STORY: readonly string[] = [];

const { clauses, obligations } = await loadConfig('config');
const told = new Set(stories.flatMap(({ clauses: ids }) => ids));

test('every obligation the companion enforces has a story or stands in the list of those without', () => {
  const enforced = clauses.flatMap(({ enforcer, ids }) => (enforcer === 'companion' ? ids : []));
  expect(enforced.filter((id) => !told.has(id)).toSorted()).toEqual([...WITHOUT_STORY].toSorted());
});

test('no story tells of an obligation that the regulation does not have', () => {
  const known = new Set<string>(obligations);
  expect([...told].filter((id) => !known.has(id))).toEqual([]);
});

test('what Zammad itself keeps is told as well', () => {
  const kept = clauses.flatMap(({ enforcer, ids }) => (enforcer === 'zammad' ? ids : []));
  expect(kept.filter((id) => !told.has(id))).toEqual([]);
});
