/**
 * Rule kind `faq-suggestion`: whoever takes a request in looks for its answer in FAQ first (R-3.1.b, R-4.1.b), and finds the
 * likeliest ones in one internal note. It is replaced when the request has changed so that another answer is the likeliest;
 * once the operator has said what the search came to, nothing is suggested any more.
 */
import { z } from 'zod';
import { pointsOf } from '../../../config/points.js';
import { attributeName } from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { isRegional } from '../../ticket/moves.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { FaqFacts, RuleContext, RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({
  /** Where the operator says what the search came to. */
  attribute: attributeName,
  /** Filled once the ticket has been with the federal side: then the search is behind it. */
  handedOver: attributeName,
  /** Clauses that notes with answers cite. */
  shownBy: z.array(z.string()).min(1),
});
type Params = z.infer<typeof params>;

/** Why nothing is suggested here; null: something may be. */
const restOf = (
  facts: TicketFacts,
  { attribute, handedOver }: Params,
  parties: Pick<RuleContext, 'regions' | 'federalGroups'>,
): string | null => {
  if (facts.closed) return 'тикет закрыт';
  if (!isRegional(facts.group, parties)) return 'тикет не у региона';
  if (present(facts, attribute) !== null) return 'результат поиска в FAQ указан';
  return present(facts, handedOver) === null ? null : 'поиск в FAQ был до передачи в СП ЕПГУ';
};

const ownNotes = ({ shown }: FaqFacts, { shownBy }: Params): FaqFacts['shown'] =>
  shown.filter(({ clauses }) => clauses.some((clause) => shownBy.includes(clause)));

export const faqSuggestion: RuleKind<Params> = {
  name: 'faq-suggestion',
  params,
  needs: (facts, given, context) => (restOf(facts, given, context) === null ? ['suggestions'] : []),
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    const rest = restOf(facts, given, context);
    if (rest !== null) return leave(rest);
    const { faq } = facts;
    if (faq === undefined || faq.likely === null) return leave('база знаний не прочитана: подсказать нечего');
    const notes = ownNotes(faq, given);
    const [first] = faq.likely;
    if (first === undefined) return leave('похожего ответа в базе знаний нет');
    if (notes.some(({ answers }) => answers.some((answer) => answer?.id === first.id)))
      return met('похожие ответы показаны в заметке');
    return due(
      'в базе знаний есть похожие ответы',
      [
        // A note that speaks for another clause as well stays; the new one says that it counts.
        ...notes
          .filter(({ clauses }) => clauses.length === 1)
          .map(({ article }) => ({ do: 'erase', article }) as const),
        {
          do: 'note',
          alone: true,
          template: 'faq-suggestion',
          view: {
            point: pointsOf([context.clause]),
            replaces: notes.length > 0,
            answers: faq.likely.map(({ title, begins, url }) => ({ title, begins, url })),
          },
        },
      ],
      {
        Ответы: faq.likely.map(({ title }) => `«${title}»`).join(', '),
      },
    );
  },
};
