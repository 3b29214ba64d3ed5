/** The first words of an answer, as a note shows them. Pure. */

/** One line on an operator's screen. */
const LONGEST = 160;

/** The first sentences that fit a line, else as many words as do; empty for an answer without text. */
export const beginningOf = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= LONGEST) return line;
  const cut = line.slice(0, LONGEST);
  const sentence = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('! '), cut.lastIndexOf('? '));
  return sentence > LONGEST / 2 ? cut.slice(0, sentence + 1) : `${cut.slice(0, cut.lastIndexOf(' '))} …`;
};
