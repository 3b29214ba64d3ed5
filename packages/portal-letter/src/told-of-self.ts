/**
 * What a citizen's own sentences say of the citizen. Each number stands in a sentence that tells whose it is: by «мой» or «её», by a
 * name, by who was spoken of last. What is plainly one's own is taken, what is plainly another's is not; in doubt it is reported.
 */
import type { Entry } from './form.js';
import { tidy } from './form.js';
import {
  askedWay,
  isOthersBefore,
  ownerBehind,
  ownerMarks,
  speaksOfAnother,
  type Mark,
} from './owner-words.js';
import { isPerson, isSamePerson, namesIn } from './person-name.js';
import { refusedIn } from './refusals.js';
import { sentencesOf } from './sentences.js';
import type { IntakeFault, IntakeField } from './types.js';
import { withZeros } from './written-number.js';
import { candidatesIn, type Candidate } from './written-in-prose.js';

/** Numbers of a citizen stand in the first pages of a letter. */
const MAX_LOOKED_AT = 20_000;

/** Who writes to a portal has a passport. */
const LEAST_AGE = 14;

/** Who wrote the text: the sender, and the one whose letter was forwarded. */
export interface Writers {
  readonly names: readonly (string | null)[];
  /** Lower case. */
  readonly addresses: readonly (string | null)[];
}

export interface Told {
  readonly entries: readonly Entry[];
  readonly faults: readonly IntakeFault[];
  /** What the citizen writes not to have. */
  readonly refused: readonly IntakeField[];
}

type Owner = 'own' | 'other' | 'unclear';

/** Pure. `where`: the place that faults and entries name; `now`: a day of late is no birthday, unless it is called one. */
export const toldOfSelf = (prose: string, where: string, writers: Writers, now: Date): Told => {
  const text = zeros(prose.slice(0, MAX_LOOKED_AT).normalize('NFKC'));
  const reader = new SelfReader(writers, text, now.getUTCFullYear() - LEAST_AGE);
  // Nothing in it could be anybody's.
  const sentences = /\d{3}|@/u.test(text) || namesIn(text).length > 0 ? sentencesOf(text) : [];
  for (const [index, sentence] of sentences.entries()) reader.sentence(sentence, sentences[index + 1] ?? '');
  return reader.told(text, where);
};

/**
 * Of whom a line of text speaks last: `other` where it names somebody who did not write it, or says that something is wrong;
 * `unclear` where it only speaks of somebody; null: of nobody, or of the writer.
 */
export const spokenOfIn = (line: string, writers: Writers): 'other' | 'unclear' | null => {
  const text = line.slice(0, MAX_LOOKED_AT).normalize('NFKC');
  const people = writers.names.filter(isPerson);
  const named = namesIn(text).at(-1);
  const own = named !== undefined && people.some((person) => isSamePerson(person, named.name));
  if (own || ownerMarks(text).at(-1)?.owner === 'own') return null;
  if (speaksOfAnother(text) || (named !== undefined && people.length > 0)) return 'other';
  return ownerMarks(text).length > 0 ? 'unclear' : null;
};

/** «О» for 0 among digits; every sign keeps its place. */
const zeros = (text: string): string =>
  text.replace(/(?<!\p{L})[\dОоOo][\dОоOo.-]{6,16}[\dОоOo](?!\p{L})/gu, withZeros);

class SelfReader {
  private readonly writers: Writers;
  private readonly people: readonly string[];
  private readonly found: { readonly candidate: Candidate; readonly owner: Owner }[] = [];
  /** Who was spoken of last. */
  private topic: Mark['owner'] | null = null;
  private readonly text: string;
  private others: boolean | null = null;
  private readonly year: number;

  constructor(writers: Writers, text: string, year: number) {
    this.year = year;
    this.writers = writers;
    this.people = writers.names.filter(isPerson);
    this.text = text;
  }

  /** Somebody else is spoken of, anywhere in the text. */
  private get aboutOthers(): boolean {
    this.others ??= ownerMarks(this.text).some(({ owner }) => owner === 'other');
    return this.others;
  }

  /** `below`: the next one, which may take back what this one says. */
  sentence(text: string, below: string): void {
    const marks = [...ownerMarks(text), ...this.names(text)].sort((one, two) => one.at - two.at);
    const candidates = candidatesIn(text, this.year);
    for (const candidate of candidates) {
      const isLast = candidate === candidates.at(-1);
      const owner = isLast && TAKEN_BACK.test(below) ? 'other' : this.ownerOf(candidate, text, marks);
      this.found.push({ candidate, owner });
      // «Её СНИЛС …, родилась …»: what follows is hers too.
      if (owner !== 'unclear' && candidate.field !== 'email' && !this.denied(candidate, text))
        marks.splice(marks.filter(({ at }) => at <= candidate.from).length, 0, { at: candidate.from, owner });
    }
    this.topic = marks.at(-1)?.owner ?? this.topic;
  }

  told(text: string, where: string): Told {
    const entries = this.found.flatMap(({ candidate: { field, value }, owner }) =>
      owner === 'own' ? [{ field, value: tidy(value), label: '', where }] : [],
    );
    const has = new Set<string>(entries.map(({ field }) => field));
    const way = askedWay(text);
    const method: Entry[] =
      way !== null && has.has(way) ? [{ field: 'contactMethod', value: way, label: '', where }] : [];
    const refused = refusedIn(text).filter((field) => !has.has(field));
    return { entries: [...entries, ...method], faults: this.faults(has, where), refused };
  }

  /** One for each field that stands in the letter and is not taken. */
  private faults(has: ReadonlySet<string>, where: string): IntakeFault[] {
    const left = this.found.filter(({ candidate: { field }, owner }) => owner !== 'own' && !has.has(field));
    return (['name', 'snils', 'inn', 'birthDate', 'phone'] as const).flatMap((field) => {
      const of = left.filter(({ candidate }) => candidate.field === field);
      const unclear = of.some(({ owner }) => owner === 'unclear');
      if (of.length === 0 || ((field === 'phone' || field === 'name') && !unclear)) return [];
      const message = unclear
        ? 'Названо в тексте письма, чьё — не ясно: не взято, уточните у заявителя'
        : 'В письме названы только данные другого человека: они не взяты';
      return [{ field: field === 'phone' ? 'contact' : field, message, where }];
    });
  }

  private names(text: string): Mark[] {
    return namesIn(text).flatMap(({ at, name }) => {
      const owner = this.ownerOfName(name, text, at);
      return owner === 'unclear' ? [] : [{ at: at + 1, owner }];
    });
  }

  /** The sender's, by the name in the header; somebody else's, where the header names a person and not this one. */
  private ownerOfName(name: string, text: string, at: number): Owner {
    if (this.people.some((person) => isSamePerson(person, name))) return 'own';
    if (INTRODUCES.test(text.slice(Math.max(0, at - 40), at))) return 'own';
    if (this.people.length > 0 || this.aboutOthers) return 'other';
    return 'unclear';
  }

  private ownerOf(candidate: Candidate, text: string, marks: readonly Mark[]): Owner {
    const { field, value, from, at, end } = candidate;
    if (field === 'name') return this.nameOf(candidate, text);
    if (field === 'email' && this.writers.addresses.includes(value.toLowerCase())) return 'own';
    if (this.denied(candidate, text)) return 'other';
    const behind = ownerBehind(text.slice(end, end + 80));
    if (behind !== null) return behind;
    const inside = ownerMarks(text.slice(from, at)).at(-1);
    if (inside !== undefined) return inside.owner;
    if (isOthersBefore(text.slice(0, from))) return 'other';
    const [before] = marks.filter((mark) => mark.at <= from).slice(-1);
    if (before !== undefined) return before.owner;
    // «СНИЛС … уже привязан к другому человеку»: who is spoken of comes behind.
    const alone = (text.match(/\p{L}{2,}/gu)?.length ?? 0) < 2 && !this.aboutOthers;
    if (candidate.bare === true && this.topic !== 'own' && !alone)
      return field === 'phone' || field === 'email' ? 'other' : 'unclear';
    if (this.topic === 'other' || marks.some(({ at: place, owner }) => place > end && owner === 'other'))
      return 'unclear';
    return 'own';
  }

  /** «Мой СНИЛС не 111…, а 112…», «111… — это не мой»: said of that one value, not of whom the sentence is about. */
  private denied({ from, at, end }: Candidate, text: string): boolean {
    return (
      /(?<!\p{L})не[\s:]{0,2}$/iu.test(text.slice(from, at)) ||
      ownerBehind(text.slice(end, end + 80)) === 'other'
    );
  }

  private nameOf({ value, from }: Candidate, text: string): Owner {
    const owner = this.ownerOfName(value, text, from);
    if (owner !== 'unclear') return owner;
    // A name among what is asked for, in a letter of nobody else's.
    return this.topic === 'own' ? 'own' : 'unclear';
  }
}

/** «… СНИЛС не мой!», «Это чужой номер.» */
const TAKEN_BACK =
  /^(?:(?:но|и|а|это|этот|такой|он|данный)\s){0,2}(?:снилс|инн|номер|телефон)?\s{0,2}(?:(?:явно|точно|совсем|вообще)\s)?(?:не мо(?:й|я|ё|е)(?!\p{L})|чуж|мне не принадлеж|не принадлежит мне)/iu;
/** «Меня зовут …», «Я, …», «Обращается …» before a name. */
const INTRODUCES =
  /(?:меня зовут|зовут меня|моё имя|мое имя|мои данные|(?<!\p{L})я,|(?<!\p{L})я\s?[–—-]|от себя,|обраща(?:ется|юсь я,?)|заявител[ья]|с уважением[,.!]?)\s{0,2}[:–—-]?\s{0,3}(?:ф\.?\s?и\.?\s?о\.?\s{0,2}:?\s{0,2})?$/iu;
