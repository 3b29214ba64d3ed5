/** Seeds written as text, one record a line: short to read, and quick to load at every start. */

/** Splits lines into at most `fields` words; the last one takes the rest of the line. */
export const linesOf = (text: string, fields: number): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const words = line.split(' ');
      return [...words.slice(0, fields - 1), words.slice(fields - 1).join(' ')];
    });
