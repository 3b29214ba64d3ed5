/** Order of what is ours among what is not: others keep their places, ours take each other's. */

/**
 * The ids of `current` in the order they should have, or null when it is so already. `wanted`: ours, in the order of the
 * edition; those that are not in `current` are passed over.
 */
export const reordered = <Id>(current: readonly Id[], wanted: readonly Id[]): Id[] | null => {
  const present = new Set(current);
  const ours = wanted.filter((id) => present.has(id));
  const known = new Set(ours);
  let next = 0;
  const result = current.map((id) => (known.has(id) ? (ours[next++] ?? id) : id));
  return result.every((id, index) => id === current[index]) ? null : result;
};
