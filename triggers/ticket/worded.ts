/** Words of the vocabulary with places in braces: «Раньше: обращение № {number} …». Pure. */

const PLACE = /\{(\w+)\}/gu;

/** The words with every place filled in; a value is never looked at for places. */
export const worded = <Place extends string>(
  words: string,
  values: Readonly<Record<Place, string>>,
): string =>
  words.replaceAll(PLACE, (place, name: string) =>
    Object.hasOwn(values, name) ? values[name as Place] : place,
  );

/** Whether `text` was made of these words: by what stands before the first place. */
export const isWorded = (text: string | null, words: string): boolean =>
  text !== null && text.startsWith(words.split('{', 1)[0] ?? '');
