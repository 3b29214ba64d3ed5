/** What a look tells of a ticket for lists of tickets: whether it waits for somebody, whether a letter was lost, what it is about. Pure. */
import type { Vocabulary } from '../../config/schema/vocabulary.js';
import { lostLetterAt } from '../../triggers/ticket/delivery.js';
import { said } from '../../triggers/ticket/fields.js';
import type { TicketFacts } from '../../triggers/types.js';
import { mask } from '../process/mask.js';
import { mayName } from '../process/persons.js';
import type { Told } from '../store/places.js';

const LONGEST = 80;

/** Zammad's own state of a ticket that went into another. */
const MERGED = 'merged';

/**
 * A name of an agency or a service as it may be kept: the field is free text, and what somebody typed there by mistake must go
 * nowhere. Null: it is none, or speaks of a person.
 */
export const officialName = (text: string | null): string | null => {
  const name = text?.replace(/\s+/g, ' ').trim() ?? '';
  const isPlain = /^[\p{L}\d «»"().,:№/–—-]+$/u.test(name) && name.length <= LONGEST;
  const words = name.match(/\p{L}+/gu) ?? [];
  const isPersonal =
    mask(name) !== name || /\d{4}/.test(name) || /(?:^|\s)\p{Lu}\./u.test(name) || words.some(mayName);
  return isPlain && !isPersonal && words.some((word) => word.length > 1) ? name : null;
};

const dateIn = (text: string | null): string | null => /^\d{4}-\d{2}-\d{2}$/.exec(text ?? '')?.[0] ?? null;

/** What the row of the ticket says beside its place. */
export const toldOf = (
  facts: TicketFacts,
  { states, attributes, faqResults, federalResults }: Vocabulary,
): Told => {
  const result = said(facts, attributes.faqResult);
  return {
    untaken: !facts.closed && (facts.state === states.born || facts.state === states.assigned),
    lostAt: lostLetterAt(facts),
    closesAt: facts.state === states.termed ? facts.pendingUntil : null,
    agency: officialName(said(facts, attributes.agency)),
    agencyAsked: dateIn(said(facts, attributes.agencyAsked)),
    service: officialName(said(facts, attributes.portalService)),
    faq: [faqResults.notFound, federalResults.found].find((one) => one === result) ?? null,
    createdAt: facts.state === MERGED ? null : facts.createdAt,
  };
};
