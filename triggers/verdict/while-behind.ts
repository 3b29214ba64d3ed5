/**
 * The one place where a ticket is left alone because its history does not lead where it stands. Mostly it was moved on between two
 * readings, and news of that move brings the next look; where the two go on disagreeing, somebody has to know that nobody judges it.
 */
import { isBehind } from '../ticket/past.js';
import type { RuleContext, TicketFacts, Verdict } from '../types.js';
import { verdictsOn } from './verdicts-on.js';

/** Readings of one ticket that old are of one and the same moment no more. */
const LASTING_MS = 10 * 60_000;

/** When anybody but us last did something: what we write about the disagreement itself does not begin it anew. */
const lastTouched = ({ createdAt, updatedAt, updatedBy, articles, transitions }: TicketFacts): Date =>
  [
    createdAt,
    ...(updatedBy === 'companion' ? [] : [updatedAt]),
    ...articles.flatMap((article) => (article.from === 'companion' ? [] : [article.createdAt])),
    ...transitions.flatMap(({ by, at }) => (by === 'companion' ? [] : [at])),
  ].reduce((latest, one) => (one > latest ? one : latest));

/** Where the history says that a ticket is. */
const ledTo = ({ group, state, transitions }: TicketFacts): string => {
  const last = (field: string): string | null | undefined =>
    transitions.findLast((change) => change.field === field)?.to;
  return `«${last('group') ?? group}», «${last('state') ?? state}»`;
};

/** Null: history leads where the ticket stands. `shows`: whether a lasting disagreement is shown by this clause. Needs transitions. */
export const whileBehind = (facts: TicketFacts, context: RuleContext, shows: boolean): Verdict | null => {
  if (!isBehind(facts)) return null;
  const { leave, flag, pending } = verdictsOn(facts, context);
  if (!shows) return leave('тикет с тех пор изменён');
  const until = new Date(lastTouched(facts).getTime() + LASTING_MS);
  return context.now < until
    ? pending('тикет с тех пор изменён: история читается снова', until)
    : flag(
        `по истории тикет в ${ledTo(facts)}, а стоит в «${facts.group}», «${facts.state}»: что с ним делали, программа не судит, пока его не переведут снова`,
      );
};
