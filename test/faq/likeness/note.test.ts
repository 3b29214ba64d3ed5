/** The operator's note on requests people could write, held to what was measured when the weights were last chosen. */
import { noteScore } from './note.js';

test.each([
  ['tuned', 81, 17.1, 313],
  ['written', 90, 15, 136],
  ['held-out', 78, 27.3, 139],
] as const)(
  '%s: right answers in the note %d %% at least, false notes %d %% at most',
  async (set, right, wrong, requests) => {
    const score = await noteScore(set);
    expect(score.requests).toBe(requests);
    expect(score.right).toBeGreaterThanOrEqual(right);
    expect(score.false).toBeLessThanOrEqual(wrong);
  },
);
