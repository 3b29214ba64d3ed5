/**
 * Rule kind `knowledge-search`: the answer was looked for in СП ЕПГУ's knowledge base before the ticket went on (R-3.4,
 * R-4.5). What was not found there, yet was answered without СТП, is a gap in the base (A-40) and is marked as one.
 */
import { z } from 'zod';
import { becauseOf, isBlank, movesOf, present } from '../../ticket/moves.js';
import type { RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({
  attribute: z.string(),
  notFound: z.string(),
  technical: z.string(),
  solved: z.string(),
  /** Whose search it is: the federal group that answered. */
  desk: z.string(),
  /** Which tickets the clause speaks of, by an attribute. */
  of: z.strictObject({ attribute: z.string(), values: z.array(z.string().nullable()).min(1) }),
  gapTag: z.string(),
});
type Params = z.infer<typeof params>;

/** Solved by СП ЕПГУ, or passed on to СТП: the search is behind it. */
const hasGoneOn = (facts: TicketFacts, { technical, solved, desk }: Params): boolean =>
  facts.group === technical ||
  (facts.state === solved && (facts.group === desk || present(facts, 'last_federal_group') === desk));

export const knowledgeSearch: RuleKind<Params> = {
  name: 'knowledge-search',
  params,
  needs: (facts, given) =>
    !facts.closed &&
    facts.state === given.solved &&
    facts.group !== given.technical &&
    hasGoneOn(facts, given) &&
    present(facts, given.attribute) === given.notFound &&
    !facts.tags.includes(given.gapTag)
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    const { of } = given;
    const kind = present(facts, of.attribute);
    if (facts.closed || !of.values.includes(kind === null ? null : String(kind)) || !hasGoneOn(facts, given))
      return { status: 'notApplicable', because: because('до поиска в базе знаний дело не дошло') };
    if (isBlank(facts, given.attribute))
      return { status: 'flagged', because: because('результат поиска в БЗ ЕПГУ не указан') };
    const technical = [...movesOf(facts, 'group')].some(({ from, to }) =>
      [from, to].includes(given.technical),
    );
    const gap =
      present(facts, given.attribute) === given.notFound &&
      facts.state === given.solved &&
      facts.group !== given.technical &&
      !technical;
    if (gap && !facts.tags.includes(given.gapTag))
      return {
        status: 'due',
        because: because('ответ дан без БЗ ЕПГУ и без СТП ЕПГУ: в базе пробел'),
        actions: [{ do: 'tag', add: [given.gapTag], remove: [] }],
      };
    return { status: 'met', because: because('поиск в БЗ ЕПГУ отмечен') };
  },
};
