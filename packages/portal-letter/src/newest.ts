/** What is true now, of a field that says what it was and what it became. */

const BECAME =
  /(?:^|[\s,;.(–—-])(?:стало|стал[аи]?|нов(?:ый|ая|ое|ые)|теперь|сейчас|now|new)(?!\p{L})[\s:–—-]{0,4}(.+?)\)?$/iu;
const WAS = /^\(?(?:было|был[аи]?|стар(?:ый|ая|ое)|прежн\p{L}{2}|ранее|before|old)(?!\p{L})/iu;
const ARROW = /^.{1,200}?\s{0,3}(?:→|⇒|->|=>|—>)\s{0,3}(.+)$/u;

/** «Было …, стало …», «… → …»: the latter; else the value as it is. */
export const newest = (value: string): string => {
  if (value.length > 400) return value;
  const arrow = ARROW.exec(value)?.[1];
  if (arrow !== undefined) return arrow.trim();
  return WAS.test(value) ? (BECAME.exec(value)?.[1]?.trim() ?? value) : value;
};

/** «СНИЛС (старый)», «Прежний телефон». */
export const isOutdated = (label: string): boolean =>
  /(?<!\p{L})(?:стар(?:ый|ая|ое)|прежн(?:ий|яя|ее)|предыдущ(?:ий|ая|ее)|было|до изменения|old|previous)(?!\p{L})/iu.test(
    label.slice(0, 200),
  );
