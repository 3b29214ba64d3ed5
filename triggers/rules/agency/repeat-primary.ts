/** Which ticket of the same citizen a repeat contact asks about, and which one has heard of it (3.8.3, 4.8.4; A-22). Pure. */
import { z } from 'zod';
import { groupName, optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { isOfSameCitizen, snilsOn } from '../../ticket/same-citizen.js';
import type { OtherTicket, Surroundings, TicketFacts } from '../../types.js';

/** Parameters of the rule. */
export const repeatParams = z.strictObject({
  /** How a ticket looks that awaits an agency. */
  waiting: z.strictObject({ state: stateName, reason: optionOf('reason') }),
  /** The operator's own word: a value of `regulation_act`. */
  act: optionOf('act'),
  tags: z.strictObject({ repeat: tagName, otherQuestion: tagName }),
  federalGroups: z.array(groupName).min(1),
  entryGroup: groupName,
  /** States of a contact that is still being looked at. */
  freshStates: z.array(stateName).min(1),
  /** State of a contact that comes back to its region. */
  returnState: stateName,
});
export type RepeatContact = z.infer<typeof repeatParams>;

/** Awaits an agency. */
export const isWaiting = (ticket: OtherTicket, { waiting }: RepeatContact, context: Surroundings): boolean =>
  ticket.state === waiting.state && said(ticket, context.vocabulary.attributes.reason) === waiting.reason;

/** Tickets of the same citizen that came before; a family may share a mailbox: two numbers that differ are two people. */
const earlierOf = <Other extends OtherTicket>(
  facts: TicketFacts,
  among: readonly Other[],
  context: Surroundings,
): readonly Other[] => {
  const own = snilsOn(facts, context);
  return among.filter(
    (other) =>
      other.createdAt < facts.createdAt &&
      (own === '' || snilsOn(other, context) === '' || snilsOn(other, context) === own),
  );
};

/** Linked ones of the same citizen that came before: what a letter merely named is linked, too, and may be anybody's. */
const linkedOf = (facts: TicketFacts, context: Surroundings): TicketFacts['linked'] =>
  earlierOf(facts, facts.linked, context).filter((other) => isOfSameCitizen(facts, other, context));

/** The ticket the citizen asks about: one that awaits an agency before any other, the newest first, open when it was asked. */
export const primaryOf = (
  facts: TicketFacts,
  given: RepeatContact,
  asked: Date | null,
  context: Surroundings,
): OtherTicket | undefined => {
  const open = [...linkedOf(facts, context), ...earlierOf(facts, facts.earlier, context)].filter(
    ({ closed, closedAt }) => !closed || (asked !== null && closedAt !== null && closedAt > asked),
  );
  const waits = open.find((other) => isWaiting(other, given, context));
  return waits ?? (asked === null ? undefined : (open.find(({ closed }) => !closed) ?? open[0]));
};

/** The ticket that was told of this one: of the same citizen's linked ones, one that counts repeats before any other. */
export const toldOf = (
  facts: TicketFacts,
  given: RepeatContact,
  context: Surroundings,
): OtherTicket | undefined => {
  const linked = linkedOf(facts, context).filter(({ relation }) => relation === 'normal');
  const counting = linked.filter(
    ({ attributes }) => Number(attributes[context.vocabulary.attributes.repeats] ?? 0) > 0,
  );
  const among = counting.length > 0 ? counting : linked;
  return (
    among.find((other) => isWaiting(other, given, context)) ?? among.find(({ closed }) => !closed) ?? among[0]
  );
};
