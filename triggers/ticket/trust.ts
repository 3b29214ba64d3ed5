/**
 * The one place that says who wrote a letter and what it may do in a ticket (config/trust.yaml; 4.2.1, A-36, A-55). Proven by the
 * sender's address and by how the letter came in; what stands in it, in its subject or in its headers proves nothing. Pure.
 */
import type { Trust, TrustRow, Writer } from '../../config/schema/trust.js';

/** A mail that came in, as the helpdesk knows it. */
export interface CameIn {
  /** Lower case; null: none that can be read. */
  readonly address: string | null;
  /** The helpdesk took the sender for an agent or for itself: a «From» anybody can write. */
  readonly asAgent: boolean;
  /** By its headers, or a report of non-delivery. */
  readonly automatic: boolean;
  /** By its user in the helpdesk it is the ticket's customer. */
  readonly ofCustomer: boolean;
  /** It made the ticket. */
  readonly first: boolean;
}

/** Whom a ticket knows. */
export interface Known {
  /** Addresses in lower case: the customer's, the contact written down, those an operator confirmed. */
  readonly contacts: readonly string[];
  /** Of these, what an operator confirmed. */
  readonly confirmed: readonly string[];
  /** Our own mailboxes. */
  readonly own: readonly string[];
  /** Whether an address is the robot of a portal of the ticket's region; of any region while the ticket has none. */
  readonly isPortal: (address: string) => boolean;
}

/** Who writes. The letter that makes a ticket is its own writer's, whoever that is: it can take nothing from anybody. */
export const writerOf = (
  { address, asAgent, automatic, ofCustomer, first }: CameIn,
  { contacts, own, isPortal }: Known,
): Writer => {
  const isOurs = asAgent || (address !== null && own.includes(address));
  const isRobot = !isOurs && address !== null && isPortal(address);
  // A portal's form comes with the headers of bulk mail.
  if (automatic && !(isRobot && first)) return 'machine';
  if (isOurs) return 'own';
  if (isRobot) return 'portal';
  if (first || ofCustomer || address === null || contacts.includes(address)) return 'citizen';
  return 'other';
};

/** What tells one person from the next; null: not said. */
export interface Person {
  readonly name: string | null;
  readonly snils: string | null;
  readonly inn: string | null;
  readonly birthDate: string | null;
  /** Addresses and telephones. */
  readonly contacts: readonly string[];
}

const plainName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s.]+/gu, ' ')
    .trim();
const digits = (value: string): string => value.replace(/\D/gu, '');
const plainContact = (value: string): string =>
  value.includes('@') ? value.trim().toLowerCase() : digits(value).slice(-10);

/** Null: one of them does not say. */
const agree = (
  one: string | null,
  other: string | null,
  plain: (value: string) => string,
): boolean | null => {
  const [a, b] = [plain(one ?? ''), plain(other ?? '')];
  return a === '' || b === '' ? null : a === b;
};

/** Whether two names are one person's; unknown names are nobody's. */
export const isSameName = (one: string | null, other: string | null): boolean =>
  agree(one, other, plainName) === true;

/** Whether two names are two people's; unknown names are nobody's. */
export const isOtherName = (one: string | null, other: string | null): boolean =>
  agree(one, other, plainName) === false;

/**
 * Whether two requests are one person's: the same name, one thing more that is the same, and nothing of a person's papers that differs.
 * What is empty is the same as nothing, and a СНИЛС alone is nobody.
 */
export const isSamePerson = (one: Person, other: Person): boolean => {
  const papers = [
    agree(one.snils, other.snils, digits),
    agree(one.inn, other.inn, digits),
    agree(one.birthDate, other.birthDate, (day) => day.trim()),
  ];
  const contacts = new Set(other.contacts.map(plainContact));
  return (
    agree(one.name, other.name, plainName) === true &&
    !papers.includes(false) &&
    (papers.includes(true) || one.contacts.some((contact) => contacts.has(plainContact(contact))))
  );
};

/** By what a letter points at a ticket that was there before. */
export type Pointer = 'request' | 'letter';

export interface Joining {
  readonly may: 'join' | 'link' | 'no';
  /** Why (Russian), for the note. */
  readonly reason: string;
}

/**
 * Whether a letter that made a ticket goes into the older one it points at. `same`: the persons were compared; `sameSender`: both came
 * from one address, which for a letter without a person's data stands for the person.
 */
export const joiningOf = (
  writer: Writer,
  pointer: Pointer,
  {
    same,
    sameSender,
    otherPerson,
  }: { readonly same: boolean; readonly sameSender: boolean; readonly otherPerson: boolean },
  { writers }: Trust,
): Joining => {
  const { byRequest, byMessageId } = writers[writer];
  const how = pointer === 'request' ? byRequest : byMessageId;
  if (how === 'join') return { may: 'join', reason: 'то же обращение' };
  if (how === 'link')
    return { may: 'link', reason: 'номер назван в письме с другого адреса, а не с портала' };
  if (how === 'no') return { may: 'no', reason: 'по этому признаку не присоединяется' };
  // A private letter that says nothing of a person is told by its sender; a portal's robot writes for everybody.
  const known = same || (writer === 'citizen' && sameSender && !otherPerson);
  return known
    ? { may: 'join', reason: 'то же обращение того же лица' }
    : { may: 'link', reason: 'номер совпал, лицо другое' };
};

/** What a letter may do in the ticket it is in. */
export const rowOf = (writer: Writer, { writers }: Trust): TrustRow => writers[writer];
