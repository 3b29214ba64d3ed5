/**
 * Mails of a ticket as the rules read them: what each says, and which tickets the same letter or the same request of the portal has
 * made before. Read from the mail itself, since Zammad's article has lost its encodings, parts and headers. Nothing is kept.
 */
import { z } from 'zod';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import type { LetterFacts } from '../../../triggers/types.js';
import { isMachines, unreadLetters } from '../../../triggers/rules/intake/unread.js';
import { fieldLabels, readMail, type ReadMail } from 'portal-letter';
import type { Log } from '../../process/log.js';
import type { TicketDesk } from '../ticket-desk.js';
import { answersOf, copiesOf, othersOf } from './pointed-at.js';
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
          answers: await answersOf(helpdesk, reading, mail, parties.vocabulary),
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

/**
 * Those not read yet; where all are, the citizen's last: whoever asks again says what was wrong in it. What a machine made a ticket of is
 * read for what it answers.
 */
const lettersToRead = ({ facts }: Reading, { vocabulary }: Parties) => {
  const unread = unreadLetters(facts, vocabulary.attributes.readUpTo);
  if (unread.length > 0) return unread;
  const read = unreadLetters({ ...facts, attributes: {} }, vocabulary.attributes.readUpTo).slice(-1);
  return read.length > 0 ? read : facts.articles.slice(0, 1).filter(isMachines);
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
