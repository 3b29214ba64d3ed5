/**
 * What a rule needs beyond the one call: the ticket's history, the tickets linked to it, earlier ones of the same citizen.
 * Read when a rule asks and kept nowhere.
 */
import type { Condition } from 'zammad-api-client-ts';
import { z } from 'zod';
import { said } from '../../../triggers/ticket/fields.js';
import { isOtherName } from '../../../triggers/ticket/trust.js';
import type { Need, OtherTicket, TicketFacts } from '../../../triggers/types.js';
import type { TicketDesk } from '../ticket-desk.js';
import { transitionsOf, withStrangers } from './history.js';
import { lettersOf } from './letters.js';
import { otherTicket, readTicket, sentTicket } from './other-ticket.js';
import type { Parties } from '../parties.js';
import type { Reading } from './reading.js';
import { spellings } from './spellings.js';
import { suggestionsFor } from './suggestions.js';
import { wordsOn } from './words.js';

/** Contacts of one citizen are few; more is a number that stands for everybody. */
const EARLIER = 20;

const customer = z.looseObject({ email: z.string().nullish() });
const relation = z.enum(['parent', 'child', 'normal']);

/** Zammad sends linked tickets along with the ticket; one it left out is read. */
const linkedTo = async (
  helpdesk: TicketDesk,
  { full, directory }: Reading,
): Promise<TicketFacts['linked']> => {
  const read = async (id: number): Promise<OtherTicket | null> => {
    const sent = sentTicket.safeParse(full.assets['Ticket']?.[String(id)]).data;
    const group = sent === undefined ? undefined : directory.groups.get(sent.group_id);
    if (sent !== undefined && group !== undefined) return otherTicket(sent, group.name, directory);
    const ticket = await helpdesk.glance(id);
    return ticket === null ? null : readTicket(ticket, directory);
  };
  const links = full.links.flatMap(({ link_object: object, link_object_value: id, link_type: type }) => {
    const known = relation.safeParse(type);
    return object === 'Ticket' && known.success ? [{ id, relation: known.data }] : [];
  });
  const tickets = await Promise.all(
    links.map(async ({ id, relation: type }) => ({ ticket: await read(id), relation: type })),
  );
  return tickets.flatMap(({ ticket, relation: type }) =>
    ticket === null ? [] : [{ ...ticket, relation: type }],
  );
};

const is = (attribute: string, value: readonly string[]): Condition => ({
  [`ticket.${attribute}`]: { operator: 'is', value },
});

/** A portal's robot writes for everybody: its tickets are not of one citizen. */
const isRobot = ({ full }: Reading, { portalDomains }: Parties): boolean => {
  const mail = customer.safeParse(full.assets['User']?.[String(full.ticket.customer_id)]).data?.email;
  const domain = mail?.split('@')[1]?.toLowerCase();
  return domain === undefined || portalDomains.has(domain);
};

/** Whom to look for, surest first. */
export const identities = (reading: Reading, parties: Parties): Condition[] => {
  const names = parties.vocabulary.attributes;
  const { [names.snils]: snils, [names.contact]: contact } = reading.facts.attributes;
  const found: Condition[] = [];
  if (typeof snils === 'string') found.push(is(names.snils, spellings(snils)));
  if (typeof contact === 'string') found.push(is(names.contact, [contact]));
  else if (!isRobot(reading, parties))
    found.push({
      'ticket.customer_id': {
        operator: 'is',
        pre_condition: 'specific',
        value: [String(reading.full.ticket.customer_id)],
      },
    });
  return found;
};

const earlierThan = async (
  helpdesk: TicketDesk,
  reading: Reading,
  parties: Parties,
): Promise<OtherTicket[]> => {
  const { citizenName } = parties.vocabulary.attributes;
  const nameIn = (attributes: TicketFacts['attributes']): string | null => said({ attributes }, citizenName);
  for (const condition of identities(reading, parties)) {
    const found = await helpdesk.newest(condition, EARLIER + 1);
    const others = found
      .filter(({ id }) => id !== reading.facts.id)
      .slice(0, EARLIER)
      .map((ticket) => readTicket(ticket, reading.directory))
      // A family shares a mailbox, and a number may be mistyped: another name is another person.
      .filter(({ attributes }) => !isOtherName(nameIn(attributes), nameIn(reading.facts.attributes)));
    if (others.length > 0) return others;
  }
  return [];
};

/** Of a ticket that was deleted meanwhile what is known stands: the next reading finds it gone. */
const historyOf = async (
  helpdesk: TicketDesk,
  { facts, full }: Reading,
  { heads }: Parties,
): Promise<TicketFacts['transitions']> => {
  const found = await helpdesk.chronicle(facts.id);
  if (found === null) return facts.transitions;
  return withStrangers(transitionsOf(found.told, full, found.directory, heads), facts.articles);
};

/** The facts of `reading` with what `needs` names; what it does not name stays as it was. Rejects with ZammadError. */
export const readNeeded = async (
  helpdesk: TicketDesk,
  reading: Reading,
  parties: Parties,
  needs: ReadonlySet<Need>,
): Promise<TicketFacts> => {
  const { facts, full } = reading;
  const [transitions, linked, earlier, letters, faq] = await Promise.all([
    needs.has('transitions') ? historyOf(helpdesk, reading, parties) : facts.transitions,
    needs.has('linked') ? linkedTo(helpdesk, reading) : facts.linked,
    needs.has('earlier') ? earlierThan(helpdesk, reading, parties) : facts.earlier,
    needs.has('letters') ? lettersOf(helpdesk, reading, parties) : facts.letters,
    needs.has('suggestions') ? suggestionsFor(helpdesk, reading, parties) : null,
  ]);
  return {
    ...facts,
    transitions,
    linked,
    earlier,
    letters,
    ...(faq !== null && { faq }),
    ...(needs.has('words') && { words: wordsOn(facts, full.articles) }),
  };
};
