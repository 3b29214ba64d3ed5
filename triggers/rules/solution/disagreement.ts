/**
 * Rule kind `disagreement`: a citizen who does not agree with the solution brings the same ticket back to «Начальник смены
 * ЦПП», and the rounds are counted. The mark of disagreement is taken off in the very write that counts
 * it, so that each disagreement counts once; the round itself stays in the count and in a note.
 */
import { z } from 'zod';
import { becauseOf, isRegional, present } from '../../ticket/moves.js';
import type { Action, RuleContext, RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({
  point: z.string().min(1),
  consent: z.strictObject({ attribute: z.string(), disagreed: z.string() }),
  count: z.string(),
  /** State in which a region tells the solution. */
  solved: z.string(),
  state: z.string(),
  /** Tickets whose disagreement goes another way: by phone it is a claim (R-3.11.2.a). */
  unless: z.record(z.string(), z.array(z.string()).min(1)),
  /** Groups where a disagreement is not the region's: ГРП. */
  notAt: z.array(z.string()),
  /** Answers of the round before, to be given anew. */
  clears: z.array(z.string()),
  deliveredTag: z.string(),
  /** From this round on the ticket is marked and a claim is offered. */
  claimFrom: z.int().min(2),
  repeatedTag: z.string(),
});
type Params = z.infer<typeof params>;

const isElsewhere = (facts: TicketFacts, { unless, notAt }: Params): boolean =>
  notAt.includes(facts.group) ||
  Object.entries(unless).some(([field, values]) => values.includes(String(present(facts, field) ?? '')));

const newRound = (facts: TicketFacts, given: Params, context: RuleContext): readonly Action[] => {
  const count = Number(present(facts, given.count) ?? 0) + 1;
  const there = isRegional(facts.group, context)
    ? { group: context.entryGroup, owner: null, state: given.state, state_reason: null }
    : {};
  return [
    {
      do: 'set',
      fields: {
        ...there,
        [given.consent.attribute]: null,
        [given.count]: count,
        ...Object.fromEntries(given.clears.map((field) => [field, null])),
      },
    },
    {
      do: 'note',
      template: 'disagreement',
      view: { point: given.point, count, claim: count >= given.claimFrom },
    },
  ];
};

export const disagreement: RuleKind<Params> = {
  name: 'disagreement',
  params,
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    const federal = context.federalGroups.includes(facts.group);
    if (facts.closed || isElsewhere(facts, given))
      return { status: 'notApplicable', because: because('несогласие идёт не этим путём') };
    const solved = facts.state === given.solved;
    const here = (isRegional(facts.group, context) && solved) || (federal && !solved);
    if (here && present(facts, given.consent.attribute) === given.consent.disagreed)
      return {
        status: 'due',
        because: because('пользователь не согласен с решением'),
        actions: newRound(facts, given, context),
      };
    const rounds = Number(present(facts, given.count) ?? 0);
    const add = rounds >= given.claimFrom && !facts.tags.includes(given.repeatedTag);
    const remove = rounds > 0 && federal && !solved && facts.tags.includes(given.deliveredTag);
    if (add || remove)
      return {
        status: 'due',
        because: because(`несогласий: ${rounds}`),
        actions: [
          {
            do: 'tag',
            add: add ? [given.repeatedTag] : [],
            remove: remove ? [given.deliveredTag] : [],
          },
        ],
      };
    if (rounds >= given.claimFrom)
      return {
        status: 'flagged',
        because: because(`пользователь не согласен уже ${rounds} раз: предложите претензию`),
      };
    return { status: 'notApplicable', because: because('несогласия нет') };
  },
};
