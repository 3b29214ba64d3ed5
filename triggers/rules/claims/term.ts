/**
 * Rule kind `claim-term`: ГРП answers a claim within seven working days (3.11.2, 4.3.2). A-17: counted from the registration of the
 * claim by the federal calendar; A-08: a changed calendar moves the day later, never earlier.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { said, verdictsOn } from '../../verdict/verdicts-on.js';
import { claimTerm, dotted } from './claim.js';
import type { RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({ group: z.string(), workingDays: z.number().int().positive() });

/** When the ticket came to ГРП: it was made there, or moved there first. */
const registeredAt = ({ transitions, createdAt }: TicketFacts, group: string): Date => {
  const moves = transitions.filter(({ field }) => field === 'group');
  if (moves[0]?.from === group) return createdAt;
  return moves.find(({ to }) => to === group)?.at ?? createdAt;
};

const endOf = (day: string, zone: string): Date =>
  new Date(
    Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime({ timeZone: zone }).epochMilliseconds,
  );

export const claimTermRule: RuleKind<z.infer<typeof params>> = {
  name: 'claim-term',
  params,
  needs: (facts, { group }) => (!facts.closed && facts.group === group ? ['transitions'] : []),
  evaluate(facts, { group, workingDays }, context) {
    const { leave, flag, due, pending } = verdictsOn(facts, context);
    if (facts.group !== group) return leave('тикет не в ГРП');
    if (facts.closed) return leave('претензия рассмотрена');
    const calendar = context.calendars.federal;
    const term = claimTerm(registeredAt(facts, group), workingDays, calendar);
    if (term === null)
      return flag('срок претензии не посчитать: нет производственного календаря на этот год');
    const promised = said(facts, 'claim_due');
    if (promised === null || promised < term.day || said(facts, 'claim_number') === null)
      return due('номер и срок претензии вносятся в тикет', [
        {
          do: 'set',
          fields: {
            claim_number: said(facts, 'claim_number') ?? facts.number,
            claim_due: promised !== null && promised > term.day ? promised : term.day,
          },
        },
      ]);
    const ends = endOf(promised, calendar.zone);
    const shown = { 'Срок рассмотрения претензии': dotted(promised) };
    return context.now < ends
      ? pending('претензия рассматривается', ends, shown)
      : flag('срок рассмотрения претензии истёк', shown);
  },
};
