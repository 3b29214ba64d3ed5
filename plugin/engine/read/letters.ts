/**
 * Mails of a ticket as the rules read them: what each says, and which tickets the same letter or the same request of the portal has
 * made before. Read from the mail itself, since Zammad's article has lost its encodings, parts and headers. Nothing is kept.
 */
import type { Condition } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import type { Writer } from '../../../config/schema/trust.js';
import type { LetterFacts, OtherTicket } from '../../../triggers/types.js';
import { unreadLetters } from '../../../triggers/rules/intake/unread.js';
import { fieldLabels, readMail, type ReadMail } from 'portal-letter';
import type { Log } from '../../process/log.js';
import type { TicketDesk } from '../ticket-desk.js';
import { readTicket } from './other-ticket.js';
import type { LetterFailed, Parties } from '../parties.js';
import type { Reading } from './reading.js';
import { spellings } from './spellings.js';

/** What the columns of the helpdesk hold; a longer text stays whole in the letter. */
const LIMITS = {
  citizenName: 200,
  snils: 20,
  inn: 20,
  birthDate: 10,
  contactMethod: 255,
  contact: 200,
  summary: 4000,
  portalService: 250,
  portalRequest: 60,
} as const satisfies Partial<Record<keyof Vocabulary['attributes'], number>>;
type Told = keyof typeof LIMITS;

/** Copies of one letter are few; more is a number that stands for everything. */
const COPIES = 10;

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);

/** Attributes of the ticket out of what the letter says; what is no day or no option has no place in a column of such. */
const fieldsOf = (
  { intake: { citizen, summary, service, portalRequest, faults } }: ReadMail,
  { attributes }: Vocabulary,
): Record<string, string> => {
  const isOption = !faults.some(({ field }) => field === 'contactMethod');
  const said: Readonly<Record<Told, string | null>> = {
    citizenName: citizen.name,
    snils: citizen.snils,
    inn: citizen.inn,
    birthDate: citizen.birthDate !== null && isDay(citizen.birthDate) ? citizen.birthDate : null,
    contactMethod: isOption ? citizen.contactMethod : null,
    contact: citizen.contact,
    summary,
    portalService: service,
    portalRequest,
  };
  return Object.fromEntries(
    Object.entries(LIMITS).flatMap(([role, limit]): [string, string][] => {
      const value = said[role as Told];
      if (value === null || value.trim() === '') return [];
      return [[attributes[role as Told], value.length > limit ? `${value.slice(0, limit - 1)}…` : value]];
    }),
  );
};

/** A portal's robot may name the citizen's own address for answers. */
const personOf = (
  { intake: { citizen }, letter }: ReadMail,
  { letters }: Parties,
): LetterFacts['citizen'] => {
  const answersTo = letter.replyTo ?? '';
  const domain = answersTo.split('@')[1] ?? '';
  const isPersonal = domain !== '' && letters.regionsOfDomain(domain).length === 0;
  return {
    name: citizen.name,
    mail: citizen.email ?? (isPersonal ? answersTo.toLowerCase() : null),
    phone: citizen.phone,
    snils: citizen.snils,
  };
};

/** Of a stack only where it was: its message may quote the letter. */
const placeOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
        .slice(0, 5)
        .map((line) => line.trim())
    : [];

/** Logs that a letter brought an error of the program to light: what kind and where, nothing of the letter. */
export const logLetterFailure =
  (log: Log): LetterFailed =>
  (letter, error) => {
    log.error(
      'письмо не прочитано из-за ошибки программы: внесите данные сами, а эту строку журнала передайте разработчику',
      { ...letter, cause: error instanceof Error ? error.name : typeof error, at: placeOf(error) },
    );
  };

const othersOf = async (helpdesk: TicketDesk, { facts, directory }: Reading, condition: Condition) =>
  (await helpdesk.newest(condition, COPIES))
    .filter(({ id }) => id !== facts.id)
    .map((ticket) => readTicket(ticket, directory))
    .reverse();

const sameSenderAs =
  ({ facts }: Reading) =>
  ({ attributes }: OtherTicket): boolean =>
    attributes['customer_id'] === facts.attributes['customer_id'];

/** By Message-ID on any article, else by the portal's number: of a portal in its region, of anybody else anywhere, only to be linked. */
const copiesOf = async (
  helpdesk: TicketDesk,
  reading: Reading,
  { letter: { messageId }, intake: { portalRequest } }: ReadMail,
  /** `region`: its name, as tickets say it. */
  { region, writer }: { readonly region: string | null; readonly writer: Writer },
  { attributes }: Vocabulary,
): Promise<LetterFacts['copies']> => {
  const sameSender = sameSenderAs(reading);
  const told = (sameLetter: boolean) => (ticket: OtherTicket) => ({
    ...ticket,
    sameLetter,
    sameSender: sameSender(ticket),
  });
  if (messageId !== null) {
    const same = await othersOf(helpdesk, reading, {
      'article.message_id': { operator: 'is', value: [`<${messageId}>`] },
    });
    if (same.length > 0) return same.map(told(true));
  }
  if (portalRequest === null || (writer === 'portal' && region === null)) return [];
  const numbered = await othersOf(helpdesk, reading, {
    [`ticket.${attributes.portalRequest}`]: { operator: 'is', value: [portalRequest] },
    ...(writer === 'portal' &&
      region !== null && { [`ticket.${attributes.region}`]: { operator: 'is', value: [region] } }),
  });
  return numbered.map(told(false));
};

/** What Zammad writes into subjects before a number, and takes out again where the ticket is closed. */
const NUMBER = /\[[^\]#]{0,30}#\s{0,2}(\d{2,48})\]/gu;

/** Closed tickets that a letter answers: Zammad opens a new one for it, without a link. */
const answersOf = async (
  helpdesk: TicketDesk,
  reading: Reading,
  { letter: { subject, references } }: ReadMail,
): Promise<NonNullable<LetterFacts['answers']>> => {
  const numbers = [...subject.matchAll(NUMBER)].flatMap(([, number]) => number ?? []).slice(0, COPIES);
  const ids = references.slice(-COPIES).map((id) => `<${id}>`);
  const found =
    numbers.length > 0
      ? await othersOf(helpdesk, reading, { 'ticket.number': { operator: 'is', value: numbers } })
      : ids.length > 0
        ? await othersOf(helpdesk, reading, { 'article.message_id': { operator: 'is', value: ids } })
        : [];
  const sameSender = sameSenderAs(reading);
  return found
    .filter(({ closed, id }) => closed && id < reading.facts.id)
    .map((ticket) => ({ ...ticket, sameSender: sameSender(ticket) }));
};

const named = z.looseObject({ name: z.string() });

/** The region whose portal the sender's organization is. */
const organizationRegionOf = ({ full }: Reading, { organizations }: Parties): string | undefined => {
  const { organization_id: id } = full.ticket;
  const name = named.safeParse(full.assets['Organization']?.[String(id)]).data?.name;
  return name === undefined ? undefined : organizations.get(name);
};

/** What one mail says. */
const letterOf = async (
  helpdesk: TicketDesk,
  reading: Reading,
  parties: Parties,
  article: number,
  raw: Uint8Array,
): Promise<LetterFacts> => {
  const { facts } = reading;
  const organizationRegion = organizationRegionOf(reading, parties);
  const mail = await readMail(raw, parties.letters, {
    // A birthday is judged by the day of the letter, or near enough.
    now: facts.updatedAt,
    onError: (error) => parties.letterFailed?.({ ticket: facts.id, article }, error),
    ...(facts.region !== null && { region: facts.region }),
    ...(organizationRegion !== undefined && { organizationRegion }),
  });
  const { origin, intake, letter } = mail;
  const isFirst = facts.articles[0]?.id === article;
  const writer = facts.articles.find(({ id }) => id === article)?.writer ?? 'citizen';
  const fields = fieldsOf(mail, parties.vocabulary);
  const { snils } = parties.vocabulary.attributes;
  const region = parties.regions.get(facts.region ?? origin.region ?? '')?.name ?? null;
  return {
    article,
    sender: origin.kind,
    writer,
    automatic: letter.automatic !== null,
    // A portal's form comes with such headers; it is the citizen who gets an answer.
    machine: letter.machine !== null && writer !== 'portal',
    region: origin.region,
    fields,
    refused: intake.refused.map((field) => fieldLabels[field]),
    faults: intake.faults.map(({ field, message, where }) => ({
      label: field === null ? null : fieldLabels[field],
      message,
      where,
    })),
    citizen: personOf(mail, parties),
    ...(isFirst
      ? {
          copies: await copiesOf(helpdesk, reading, mail, { region, writer }, parties.vocabulary),
          answers: await answersOf(helpdesk, reading, mail),
          sameSnils:
            fields[snils] === undefined
              ? []
              : await othersOf(helpdesk, reading, {
                  [`ticket.${snils}`]: { operator: 'is', value: spellings(fields[snils]) },
                }),
        }
      : { copies: [] }),
  };
};

/** Those not read yet; where all are, the citizen's last: whoever asks again says what was wrong in it. */
const lettersToRead = ({ facts }: Reading, { vocabulary }: Parties) => {
  const unread = unreadLetters(facts, vocabulary.attributes.readUpTo);
  return unread.length > 0
    ? unread
    : unreadLetters({ ...facts, attributes: {} }, vocabulary.attributes.readUpTo).slice(-1);
};

/** Letters newer than `after` that a person or a portal wrote, oldest first. Rejects with ZammadError. */
export const lettersOf = async (
  helpdesk: TicketDesk,
  reading: Reading,
  parties: Parties,
): Promise<LetterFacts[]> => {
  const letters: LetterFacts[] = [];
  for (const { id } of lettersToRead(reading, parties)) {
    const raw = await helpdesk.mail(id);
    if (raw !== null) letters.push(await letterOf(helpdesk, reading, parties, id, raw));
  }
  return letters;
};
