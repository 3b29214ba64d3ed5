/**
 * Rule kind `claim-term`: ГРП answers a claim within seven working days (3.11.2, 4.3.2). A-17: counted from the registration of the
 * claim by the federal calendar; A-08: a changed calendar moves the day later, never earlier.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { groupName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { firstHeldAt } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { claimTerm, dotted } from './claim.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({ group: groupName, workingDays: z.number().int().positive() });

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
    const term = claimTerm(firstHeldAt(facts, group) ?? facts.createdAt, workingDays, calendar);
    if (term === null)
      return flag('срок претензии не посчитать: нет производственного календаря на этот год');
    const promised = said(facts, context.vocabulary.attributes.claimDue);
    if (
      promised === null ||
      promised < term.day ||
      said(facts, context.vocabulary.attributes.claimNumber) === null
    )
      return due('номер и срок претензии вносятся в тикет', [
        {
          do: 'set',
          fields: {
            [context.vocabulary.attributes.claimNumber]:
              said(facts, context.vocabulary.attributes.claimNumber) ?? facts.number,
            [context.vocabulary.attributes.claimDue]:
              promised !== null && promised > term.day ? promised : term.day,
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
