/**
 * Rule kind `disagreement`: a citizen who does not agree with the solution brings the same ticket back to «Начальник смены
 * ЦПП», and the rounds are counted. The mark of disagreement is taken off in the very write that counts
 * it, so that each disagreement counts once; the round itself stays in the count and in a note.
 */
import { z } from 'zod';
import {
  attributeName,
  optionBeside,
  optionsByAttribute,
  placeName,
  stateName,
  tagName,
} from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { isRegional } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { Action, RuleContext, RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({
  point: z.string().min(1),
  consent: z.strictObject({ attribute: attributeName, disagreed: optionBeside('attribute') }),
  count: attributeName,
  /** State in which a region tells the solution. */
  solved: stateName,
  state: stateName,
  /** Tickets whose disagreement goes another way: by phone it is a claim (R-3.11.2.a). */
  unless: optionsByAttribute,
  /** Groups where a disagreement is not the region's: ГРП. */
  notAt: z.array(placeName),
  /** Answers of the round before, to be given anew. */
  clears: z.array(attributeName),
  deliveredTag: tagName,
  /** From this round on the ticket is marked and a claim is offered. */
  claimFrom: z.int().min(2),
  repeatedTag: tagName,
});
type Params = z.infer<typeof params>;

const isElsewhere = (facts: TicketFacts, { unless, notAt }: Params): boolean =>
  notAt.includes(facts.group) ||
  Object.entries(unless).some(([field, allowed]) => allowed.includes(present(facts, field)));

const newRound = (facts: TicketFacts, given: Params, context: RuleContext): readonly Action[] => {
  const count = Number(present(facts, given.count) ?? 0) + 1;
  const there = isRegional(facts.group, context)
    ? {
        group: context.entryGroup,
        owner: null,
        state: given.state,
        [context.vocabulary.attributes.reason]: null,
      }
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
    const { leave, flag, due } = verdictsOn(facts, context);
    const federal = context.federalGroups.includes(facts.group);
    if (facts.closed || isElsewhere(facts, given)) return leave('несогласие идёт не этим путём');
    const solved = facts.state === given.solved;
    const here = (isRegional(facts.group, context) && solved) || (federal && !solved);
    if (here && present(facts, given.consent.attribute) === given.consent.disagreed)
      return due('пользователь не согласен с решением', newRound(facts, given, context));
    const rounds = Number(present(facts, given.count) ?? 0);
    const add = rounds >= given.claimFrom && !facts.tags.includes(given.repeatedTag);
    const remove = rounds > 0 && federal && !solved && facts.tags.includes(given.deliveredTag);
    if (add || remove)
      return due(`несогласий: ${rounds}`, [
        {
          do: 'tag',
          add: add ? [given.repeatedTag] : [],
          remove: remove ? [given.deliveredTag] : [],
        },
      ]);
    if (rounds >= given.claimFrom)
      return flag(`пользователь не согласен уже ${rounds} раз: предложите претензию`);
    return leave('несогласия нет');
  },
};
