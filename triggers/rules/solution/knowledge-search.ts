/**
 * Rule kind `knowledge-search`: the answer was looked for in СП ЕПГУ's knowledge base before the ticket went on (R-3.4,
 * R-4.5). What was not found there, yet was answered without СТП, is a gap in the base (A-40) and is marked as one.
 */
import { z } from 'zod';
import { attributeName, groupName, optionBeside, stateName, tagName } from '../../../config/schema/names.js';
import { isBlank, present } from '../../ticket/fields.js';
import { movesOf } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind, Surroundings, TicketFacts } from '../../types.js';

const params = z.strictObject({
  attribute: attributeName,
  notFound: optionBeside('attribute'),
  technical: groupName,
  solved: stateName,
  /** Whose search it is: the federal group that answered. */
  desk: groupName,
  /** Which tickets the clause speaks of, by an attribute. */
  of: z.strictObject({
    attribute: attributeName,
    values: z.array(optionBeside('attribute').nullable()).min(1),
  }),
  gapTag: tagName,
});
type Params = z.infer<typeof params>;

/** Solved by СП ЕПГУ, or passed on to СТП: the search is behind it. */
const hasGoneOn = (facts: TicketFacts, { technical, solved, desk }: Params, context: Surroundings): boolean =>
  facts.group === technical ||
  (facts.state === solved &&
    (facts.group === desk || present(facts, context.vocabulary.attributes.holder) === desk));

export const knowledgeSearch: RuleKind<Params> = {
  name: 'knowledge-search',
  params,
  // It is told when the ticket has gone on, and nobody who has it then has searched.
  aside: true,
  needs: (facts, given, context) =>
    !facts.closed &&
    facts.state === given.solved &&
    facts.group !== given.technical &&
    hasGoneOn(facts, given, context) &&
    present(facts, given.attribute) === given.notFound &&
    !facts.tags.includes(given.gapTag)
      ? ['transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const { of } = given;
    const kind = present(facts, of.attribute);
    if (
      facts.closed ||
      !of.values.includes(kind === null ? null : String(kind)) ||
      !hasGoneOn(facts, given, context)
    )
      return leave('до поиска в базе знаний дело не дошло');
    if (isBlank(facts, given.attribute)) return flag('результат поиска в БЗ ЕПГУ не указан');
    const technical = [...movesOf(facts, 'group')].some(({ from, to }) =>
      [from, to].includes(given.technical),
    );
    const gap =
      present(facts, given.attribute) === given.notFound &&
      facts.state === given.solved &&
      facts.group !== given.technical &&
      !technical;
    if (gap && !facts.tags.includes(given.gapTag))
      return due('ответ дан без БЗ ЕПГУ и без СТП ЕПГУ: в базе пробел', [
        { do: 'tag', add: [given.gapTag], remove: [] },
      ]);
    return met('поиск в БЗ ЕПГУ отмечен');
  },
};
