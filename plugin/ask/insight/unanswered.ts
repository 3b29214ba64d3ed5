/** Requests that went without an answer in FAQ, read from the helpdesk for as long as they are counted. */
import type { Condition, Ticket, ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../../config/load.js';
import { regionGroup } from '../../../config/regions.js';
import type { Vocabulary } from '../../../config/schema/vocabulary.js';
import type { UnansweredRequest } from './faq-gaps.js';

/** A text attribute; empty: nothing. */
export const said = (ticket: Ticket, attribute: string): string => {
  const value = ticket[attribute];
  return typeof value === 'string' ? value.trim() : '';
};

/** By СНИЛС; without one by account and name, for a portal's robot writes for everybody. */
export const personOf = (ticket: Ticket, { attributes }: Vocabulary): string =>
  said(ticket, attributes.snils).replaceAll(/\D/g, '') ||
  `${ticket.customer_id} ${said(ticket, attributes.citizenName).toLowerCase()}`;

/** A request, and whose it is: by the group that passed it on, else by what the ticket says; null: nobody knows. */
export type RegionalRequest = UnansweredRequest & { readonly region: string | null };

type Known = Pick<Config, 'federal' | 'vocabulary' | 'regions'>;

const requestOf = (ticket: Ticket, { vocabulary, regions }: Known): RegionalRequest => {
  const home = said(ticket, vocabulary.attributes.homeGroup);
  const named = said(ticket, vocabulary.attributes.region);
  const passedOn = [...regions].find(([, region]) => regionGroup(region) === home)?.[0];
  return {
    number: ticket.number,
    person: personOf(ticket, vocabulary),
    title: ticket.title,
    summary: said(ticket, vocabulary.attributes.summary),
    citizen: said(ticket, vocabulary.attributes.citizenName),
    inFederalBase: said(ticket, vocabulary.attributes.federalResult) === vocabulary.federalResults.found,
    region: passedOn ?? (regions.has(named) ? named : null),
  };
};

/** Not found by the region, or handed over whatever it found; the newest first. Rejects with ZammadError. */
export const unanswered = async (
  client: ZammadClient,
  config: Known,
  [from, to]: readonly [Date, Date],
): Promise<RegionalRequest[]> => {
  const { federal, vocabulary } = config;
  const { attributes, faqResults } = vocabulary;
  const since = { 'ticket.created_at': { operator: 'after (absolute)', value: from.toISOString() } };
  const conditions: Condition[] = [
    { ...since, [`ticket.${attributes.faqResult}`]: { operator: 'is', value: [faqResults.notFound] } },
    { ...since, [`ticket.${attributes.holder}`]: { operator: 'is', value: federal.groups } },
  ];
  const found = new Map<number, Ticket>();
  for (const condition of conditions)
    for await (const ticket of client.tickets.search({ condition }))
      if (new Date(ticket.created_at) < to) found.set(ticket.id, ticket);
  return [...found.values()]
    .toSorted((one, other) => other.id - one.id)
    .map((ticket) => requestOf(ticket, config));
};
