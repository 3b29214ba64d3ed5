/** The act by which a ticket came to stand closed, and what was done to it after. Pure; needs transitions. */
import { pointsOf } from '../../../config/points.js';
import { isFailedDelivery } from '../../ticket/delivery.js';
import { isReasoned } from '../../ticket/evidence.js';
import { isRegional } from '../../ticket/moves.js';
import type { Act } from '../../ticket/past.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, TicketFacts, Verdict } from '../../types.js';
import { lastPlace, undoneNote, type UndoParams } from './undone.js';

/** The act that closed the ticket; a state put back that a failed delivery had taken is the act's that it was before. */
export const closingOf = (facts: TicketFacts, acts: readonly Act[], closed: string): Act | undefined => {
  const closings = acts.filter(({ changes }) =>
    changes.some(({ field, from, to }) => field === 'state' && to === closed && from !== closed),
  );
  const last = closings.at(-1);
  const reset = facts.transitions.findLast(
    ({ field, at }) => last !== undefined && field === 'state' && at < last.at,
  );
  const isPutBack = last?.by === 'companion' && reset !== undefined && isFailedDelivery(facts, reset);
  return isPutBack ? (closings.at(-2) ?? last) : last;
};

const byHead = ({ group }: TicketFacts): string =>
  `руководитель перевёл закрытый тикет в группу «${group}»: назовите причину`;

/** An ending moves nothing, and nobody moves what has ended: not to a desk, nor to a region that had no part. Null: it is where it ended. */
export const movedAway = (
  facts: TicketFacts,
  acts: readonly Act[],
  closing: Act,
  given: UndoParams,
  context: RuleContext,
): Verdict | null => {
  const later = acts.findLast(({ changes }) => changes.some(({ field }) => field === 'group'));
  const { group } = closing.after;
  const { flag, undo } = verdictsOn(facts, context);
  if (later?.head === true && context.process.isClosed(later.before) && later.at <= closing.at)
    // Opened and closed again since, it is still where a head put it.
    return isReasoned(facts, later, context) ? null : flag(byHead(facts));
  if (later === undefined || later.at <= closing.at || later.by === 'companion' || facts.group === group)
    return null;
  const there = lastPlace(acts, closing, context);
  const points = pointsOf(there?.place.clauses ?? []);
  const isStray = isRegional(facts.group, context);
  if (later.head && !isStray) return isReasoned(facts, later, context) ? null : flag(byHead(facts));
  return undo('закрытый тикет перевели, он возвращается', [
    {
      do: 'set',
      fields: {
        group,
        ...Object.fromEntries(
          given.restores.map((field) => [field, closing.after.attributes[field] ?? null]),
        ),
      },
    },
    ...(there === null
      ? []
      : [
          undoneNote(context, {
            stood: closing.after,
            place: there.place,
            found: 'Закрытый тикет перевели в другую группу',
            points,
            lacks: [],
          }),
        ]),
  ]);
};
