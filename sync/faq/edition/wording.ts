/** How people write questions down: labels, numbers in front, and what tells a question from a sentence. */

/** Soft hyphens, zero-width signs, direction marks, the byte order mark: nobody sees them, everybody copies them. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060\uFEFF]/g;
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** «1.», «2)», «1.2.», «3.1 », «№ 5.»: numbers by which a document is counted, no part of the wording. */
const COUNTED = /^(?:№\s*)?(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+)\s+(?=\S)/;
/** Depth of the number in front: «1.2.» is 2; 0: none. */
export const countedDepth = (text: string): number => COUNTED.exec(text)?.[0].match(/\d+/g)?.length ?? 0;
export const uncounted = (text: string): string => text.replace(COUNTED, '');

const QUESTION_LABEL =
  /^(?:(?:вопрос|question)\s*(?:(?:№|n|#)?\s*\d+(?:\.\d+)*)?\s*[.:)—–-]\s*|(?:вопрос|question)\s*(?:№|n|#)?\s*\d+(?:\.\d+)*\s+|(?:в|q)\s*\d{0,3}\s*:\s*|(?:вопрос|question)\s*(?:№\s*)?\d*\s*$)/i;
const ANSWER_LABEL =
  /^(?:(?:ответ|answer)\s*(?:(?:№|n|#)?\s*\d+(?:\.\d+)*)?\s*[.:)—–-]\s*|(?:о|a)\s*\d{0,3}\s*:\s*|(?:ответ|answer)\s*(?:№\s*)?\d*\s*$)/i;

/** Length of «Вопрос № 5:» at the start; null: none. */
export const questionLabel = (text: string): number | null => QUESTION_LABEL.exec(text)?.[0].length ?? null;
export const answerLabel = (text: string): number | null => ANSWER_LABEL.exec(text)?.[0].length ?? null;

/** Ends as a question ends. */
export const asks = (text: string): boolean => /\?[»"”’)\]*_\s]*[.!:]?$/.test(text.trim());

const OPENERS =
  /^(?:а\s+)?(?:в|на|за|по|из|от|до|с|к|у|о|об|при|для)?\s?(?:как|где|когда|почему|зачем|что|кто|кого|кому|чем|чей|как(?:ой|ая|ое|ие|ого|их|ую|ими|ому|им|ом)|сколько|скольк(?:их|им)|куда|откуда|отчего|можно ли|нужно ли|надо ли|есть ли|должен ли|обязательно ли)(?=[\s,?])/i;

/** Begins as a question begins: most headings of an FAQ do, with or without the mark at their end. */
export const opensQuestion = (text: string): boolean =>
  OPENERS.test(text.trim()) || /^\S+\s+(?:\S+\s+)?ли\s/i.test(text.trim());

/** Short enough to be a title, and begins or ends as a question does. */
export const likeQuestion = (text: string): boolean => {
  const plain = uncounted(text);
  return plain.length > 3 && plain.length <= 400 && (asks(plain) || opensQuestion(plain));
};

/** A name of the whole document rather than of a section. */
export const namesDocument = (text: string): boolean =>
  /(?:вопрос|faq|чаво|q\s*&\s*a|справк|справочник|пространство|памятк|редакци|издани|ответы)/i.test(text);
