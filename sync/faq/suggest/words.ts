/** Words as they are compared: lower case, ё as е, no punctuation, without those that every request has. Pure. */

/** Particles, pronouns, greetings and the verbs of asking: they tell no request from another. */
const said = new Set(
  (
    'а без бы быть был была было были в вам вас весь во вот все всего вы где да для до его ее если есть еще же за здесь и из ' +
    'или им их к как ко когда кто ли либо мне может мы на надо нам нас не него нее нет ни них но ну о об он она они оно от по ' +
    'под при про с сам свой своей себя со так такой там те тем то того тоже той только том ты у уже хотя чего чей чем что ' +
    'чтобы чья эта эти это этот я мой моя мое мои меня мной нужно нужен нужна можно какой какая какие который которая ' +
    'которые почему зачем пожалуйста здравствуйте добрый день вечер утро спасибо прошу помогите подскажите скажите хочу ' +
    'хотим хотел хотела делать сделать'
  ).split(' '),
);

/** All words of a text, as they are compared. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^a-zа-я0-9]+/)
    .filter((word) => word !== '');

/** Whether a word says anything about the matter. */
export const isTelling = (word: string): boolean => !said.has(word);

/** Distinct trigrams of words, their edges marked by a space: a typo or an ending spoils two or three of them. */
export const trigramsOf = (words: readonly string[]): Set<string> => {
  const found = new Set<string>();
  for (const word of words) {
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3));
  }
  return found;
};

/** Shorter than this a word is its own stem. */
const SHORTEST = 3;

/** A word without the vowels it ends with: what most of its forms have in common. */
export const stemOf = (word: string): string => {
  const bare = word.replace(/[аеиоуыэюяйь]+$/, '');
  return bare.length >= SHORTEST ? bare : word;
};
