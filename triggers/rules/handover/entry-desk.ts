/**
 * Rule kind `entry-desk`: what a region hands over comes to «Начальник смены ЦПП» the first time, whatever federal group
 * was picked, and to the last federal holder later on (R-4.2, A-27; «Начальник смены ЦПП» stays right then too). The ticket
 * remembers its holder, also one born in a federal group, where Zammad's triggers write nothing.
 */
import { z } from 'zod';
import { placeName, stateName } from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { heldAt, isRegional, lastMove, movesOf } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, TicketFacts, Transition, Verdict } from '../../types.js';

const params = z.strictObject({
  point: z.string().min(1),
  /** Federal groups that a region's first transfer does not belong in. */
  elsewhere: z.array(placeName).min(1),
  /** Where an agency's answer goes, also while a region has the ticket. */
  technical: placeName,
  /** State at «Начальник смены ЦПП». */
  state: stateName,
  /** where a second transfer may go beside the entry. `entry`: nowhere else. */
  later: z.enum(['holder', 'entry']).default('holder'),
  /** An older transfer stands as it is: work has begun there. */
  withinMinutes: z.int().min(1).default(240),
  next: z.string().min(1),
  /** The same where it had been on the federal side before. */
  laterNext: z.string().min(1),
  /** What a region is told whose ticket came back from another region. */
  strayedNext: z.string().min(1),
});
type Params = z.infer<typeof params>;

/**
 * The federal group that held the ticket before it went to its region, if one did. A desk that it was put back from at once has not held
 * it, and is not written as its holder any more.
 */
const holderBefore = (
  facts: TicketFacts,
  arrival: Transition,
  { federalGroups, vocabulary: { attributes } }: RuleContext,
): string | null => {
  const left = movesOf(facts, 'group')
    .filter((move) => move !== arrival && move.at <= arrival.at)
    .flatMap(({ from }) => (from !== null && federalGroups.includes(from) ? [from] : []));
  const written = heldAt(facts, attributes.holder, new Date(arrival.at.getTime() - 1));
  return left.find((group) => group === written) ?? left.at(-1) ?? null;
};

const isAnswerPassed = (
  facts: TicketFacts,
  move: Transition,
  { technical }: Params,
  context: RuleContext,
): boolean => {
  const { attributes, reasons } = context.vocabulary;
  return (
    move.to === technical &&
    heldAt(facts, attributes.reason, new Date(move.at.getTime() - 1)) === reasons.agency &&
    move.desks?.some((desk) => context.federalGroups.includes(desk)) === true
  );
};

/** Where the ticket's transfer should have led; `first`: it had never been on the federal side. */
const targetOf = (
  facts: TicketFacts,
  given: Params,
  context: RuleContext,
): { readonly group: string; readonly first: boolean } | null => {
  const { federalGroups, entryGroup, now } = context;
  const move = lastMove(facts, 'group');
  if (
    !given.elsewhere.includes(facts.group) ||
    move === null ||
    move.by === 'companion' ||
    move.by === 'citizen' ||
    move.head === true
  )
    return null;
  if (move.from === null || federalGroups.includes(move.from)) return null;
  if (now.getTime() - move.at.getTime() > given.withinMinutes * 60_000) return null;
  // What waits for an agency leaves the region by the agency's answer too, which СП ЕПГУ passes on from there.
  if (isAnswerPassed(facts, move, given, context)) return null;
  const holder = holderBefore(facts, move, context);
  return {
    group: given.later === 'holder' && holder !== null ? holder : entryGroup,
    first: holder === null,
  };
};

/**
 * A region passes its request to СП ЕПГУ and to nobody else: what went to another region, or back among what nobody has sorted, comes
 * back, whoever sent it there, for a citizen's data are no business of a region that had no part.
 */
const strayed = (facts: TicketFacts, given: Params, context: RuleContext): Verdict | null => {
  const { undo } = verdictsOn(facts, context);
  const move = lastMove(facts, 'group');
  if (move === null || move.by === 'companion' || !isRegional(move.from, context)) return null;
  const group = move.from ?? '';
  return undo(`передан регионом не в СП ЕПГУ, возвращается в группу «${group}»`, [
    { do: 'set', fields: { group } },
    {
      do: 'note',
      template: 'put-right',
      view: {
        point: given.point,
        found: `СП РПГУ передала тикет в группу «${facts.group}», а не в СП ЕПГУ`,
        group,
        state: facts.state,
        next: given.strayedNext,
      },
    },
  ]);
};

export const entryDesk: RuleKind<Params> = {
  name: 'entry-desk',
  params,
  needs: ({ closed, group }, { elsewhere }, context) =>
    !closed && (elsewhere.includes(group) || !context.federalGroups.includes(group)) ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const { leave, met, due, undo } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    const isFederal = context.federalGroups.includes(facts.group);
    if (!isFederal) return strayed(facts, given, context) ?? leave('тикет не в федеральной группе');
    const target = targetOf(facts, given, context);
    const right = target === null || target.group === facts.group;
    if (right && present(facts, context.vocabulary.attributes.holder) !== facts.group)
      return due('держатель тикета записывается', [
        { do: 'set', fields: { [context.vocabulary.attributes.holder]: facts.group } },
      ]);
    if (right) return met('тикет в той группе, куда и передаётся');
    // Handed back from a wait for an agency, the ticket keeps waiting.
    const { reason, waitSource } = context.vocabulary.attributes;
    const fresh = target.first ? { state: given.state, [reason]: null, [waitSource]: null } : {};
    return undo(`передан регионом не туда, место тикета в группе «${target.group}»`, [
      { do: 'set', fields: { group: target.group, owner: null, ...fresh } },
      {
        do: 'note',
        template: 'put-right',
        view: {
          point: given.point,
          found: `СП РПГУ передала тикет в группу «${facts.group}»`,
          group: target.group,
          state: target.first ? given.state : facts.state,
          next: target.first ? given.next : given.laterNext,
        },
      },
    ]);
  },
};
