/** A text as sentences: at full stops, and at line ends where a new line begins something new. Linear. */

/** Shortenings that a full stop does not end a sentence behind. */
const SHORT =
  /(?:^|[\s(.,])(?:г|гг|р|тел|моб|сот|д|ул|кв|им|т|к|п|стр|руб|эл|род|св|доб|обл|г\.р|гр|\p{Lu})$/iu;
const MAX_SENTENCES = 2_000;

/** In their order, without what separates them. */
export const sentencesOf = (text: string): string[] => {
  const sentences: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/[.!?…]+(?=\s)|\n/gu)) {
    if (sentences.length >= MAX_SENTENCES) break;
    const { index } = match;
    const end = index + match[0].length;
    if (!isEnd(text, index, match[0])) continue;
    const sentence = text.slice(from, end).trim();
    if (sentence !== '') sentences.push(sentence);
    from = end;
  }
  const rest = text.slice(from).trim();
  return rest === '' ? sentences : [...sentences, rest];
};

const isEnd = (text: string, at: number, sign: string): boolean => {
  const below = text.slice(at + sign.length, at + sign.length + 200).trimStart();
  if (sign !== '\n') {
    if (!/^["«(]?[\p{Lu}\d+]/u.test(below)) return false;
    return sign !== '.' || !SHORT.test(text.slice(Math.max(0, at - 12), at));
  }
  if (text.startsWith('\n', at + 1)) return true;
  // A line that a mail program wrapped goes on small, or with what no line begins with.
  return (
    /^(?:[\p{Lu}\d"«+•*–—-]|$)/u.test(below) && !/[,(–—-]\s*$/u.test(text.slice(Math.max(0, at - 3), at))
  );
};
