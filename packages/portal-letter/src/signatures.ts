/** Signatures at the end of a message, and the lines phones add. */

/** A longer «signature» is the letter itself. */
const MAX_SIGNATURE = 10;

const SEPARATOR = /^\s*(?:--|—|__)\s*$/u;
const REGARDS =
  /^\s*(?:с (?:большим |глубоким |искренним )?уважением|с наилучшими пожеланиями|best regards|kind regards|regards)(?:[\s,.!]|$)/iu;
const PHONE_MARK =
  /^\s*(?:отправлено (?:с|со|из) [^:]{1,80}|sent (?:from|with|via) [^:]{1,80}|получить outlook для [^:]{1,40}|get outlook for [^:]{1,40}|скачать outlook для [^:]{1,40})$/iu;
/** A citizen signs with what we ask for: such a signature is data. */
const DATA =
  /снилс|(?<!\p{L})инн(?!\p{L})|(?<!\p{L})ф\.?\s?и\.?\s?о(?!\p{L})|дата рождения|фамилия|способ связи|номер (?:обращения|заявки|заявления)|согласи[ея]/iu;
/** A portal's footer apart: two fields and more below a separator are the form. */
const FIELD = /^\s*[\p{L}][^:]{1,60}:\s*\S/u;

/**
 * Position of the first line of the signature; the length of the list when there is none. `belowText`: only below something else.
 */
export const signatureStart = (texts: readonly string[], belowText: boolean): number => {
  let below = 0;
  for (let position = texts.length - 1; position >= 0; position -= 1) {
    const text = texts[position] ?? '';
    if (text.trim() === '') continue;
    below += 1;
    if (below > MAX_SIGNATURE + 1) break;
    if ((SEPARATOR.test(text) || REGARDS.test(text)) && isSignature(texts, position, belowText))
      return withSeparator(texts, position);
  }
  return texts.length;
};

/** «--» above «С уважением» is of the signature. */
const withSeparator = (texts: readonly string[], position: number): number => {
  const above = texts.slice(0, position).findLastIndex((text) => text.trim() !== '');
  return above >= 0 && SEPARATOR.test(texts[above] ?? '') ? above : position;
};

const isSignature = (texts: readonly string[], position: number, belowText: boolean): boolean => {
  if (belowText && !texts.slice(0, position).some((text) => text.trim() !== '')) return false;
  const below = texts.slice(position + 1);
  const fields = below.filter((text) => FIELD.test(text)).length;
  return !below.some((text) => DATA.test(text)) && (REGARDS.test(texts[position] ?? '') || fields < 3);
};

/** «Отправлено с iPhone» among the last three lines of what the sender wrote. */
export const isPhoneMark = (texts: readonly string[], position: number, end: number): boolean => {
  if (!PHONE_MARK.test(texts[position] ?? '')) return false;
  let below = 0;
  for (let index = position + 1; index < end && below < 3; index += 1) {
    if ((texts[index] ?? '').trim() !== '') below += 1;
  }
  return below < 3;
};
