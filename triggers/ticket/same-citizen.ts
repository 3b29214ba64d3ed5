/** Whose another ticket is, for what may be said in it: a link alone proves nothing, a letter may name anybody's number. Pure. */
import type { OtherTicket, Surroundings, TicketFacts } from '../types.js';
import { said } from './fields.js';
import { isOtherName } from './trust.js';

type Ticket = Pick<OtherTicket, 'attributes'>;

/** Digits of the СНИЛС on a ticket; empty: there is none. */
export const snilsOn = (ticket: Ticket, { vocabulary }: Surroundings): string =>
  (said(ticket, vocabulary.attributes.snils) ?? '').replace(/\D/gu, '');

/** Whether both say the same; what neither says is nobody's. */
const agreesOn = (field: string, one: Ticket, other: Ticket): boolean => {
  const value = one.attributes[field] ?? '';
  return value !== '' && value === other.attributes[field];
};

/**
 * Whether `other` is of the citizen of `facts`: by СНИЛС where both have one; else by contact or customer, unless the names are two
 * people's. A portal's robot is the customer of everybody it writes for.
 */
export const isOfSameCitizen = (
  facts: Pick<TicketFacts, 'attributes' | 'articles'>,
  other: Ticket,
  context: Surroundings,
): boolean => {
  const { contact, citizenName } = context.vocabulary.attributes;
  const [own, theirs] = [snilsOn(facts, context), snilsOn(other, context)];
  if (own !== '' && theirs !== '') return own === theirs;
  if (isOtherName(said(facts, citizenName), said(other, citizenName))) return false;
  return (
    agreesOn(contact, facts, other) ||
    (!facts.articles.some(({ writer }) => writer === 'portal') && agreesOn('customer_id', facts, other))
  );
};
