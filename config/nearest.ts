/** «Возможно, имелось в виду …»: the known words nearest to a misspelt one. */

const distance = (left: string, right: string): number => {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      current.push(
        Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost),
      );
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
};

/** Up to three known words within a third of the word's length (at least two edits), nearest first. */
export const nearest = (word: string, known: Iterable<string>): string[] => {
  const reach = Math.max(2, Math.floor(word.length / 3));
  return [...new Set(known)]
    .map((candidate) => ({
      candidate,
      edits: distance(word.toLocaleLowerCase('ru'), candidate.toLocaleLowerCase('ru')),
    }))
    .filter(({ edits }) => edits <= reach)
    .sort((a, b) => a.edits - b.edits || a.candidate.localeCompare(b.candidate, 'ru'))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
};

const quoted = (words: readonly string[]): string => words.map((word) => `«${word}»`).join(', ');

/** `; возможно, «email»` or, when nothing is near, `; допустимо: …` with at most a dozen of the known words. */
export const suggestion = (word: string, known: Iterable<string>): string => {
  const near = nearest(word, known);
  if (near.length > 0) return `; возможно, ${quoted(near)}`;
  const all = [...new Set(known)];
  if (all.length === 0) return '';
  return `; допустимо: ${quoted(all.slice(0, 12))}${all.length > 12 ? ` и ещё ${all.length - 12}` : ''}`;
};
