/** What a robot adds below a text: its footer begins at the line drawn above it. */

const RULER = /^\s*[-=_*~─━═—–]{5,}\s*$/u;
/** A line drawn further up belongs to the text. */
const MAX_FOOTER = 10;

/** Lines above a footer, without what the same line sets off: the portal's name and telephone. */
export const aboveFooter = (lines: readonly string[]): readonly string[] => {
  for (let at = lines.length - 1; at > 0 && at >= lines.length - MAX_FOOTER; at -= 1)
    if (RULER.test(lines[at] ?? '')) return lines.slice(0, at);
  return lines;
};
