/**
 * Which answer of FAQ a request was answered with: chosen by the operator among those shown, or linked by hand in Zammad's
 * sidebar. What was chosen is linked to the ticket and told in a note.
 */
import { z } from 'zod';
import { pointsOf } from '../../../config/points.js';
import { attributeName, optionBeside } from '../../../config/schema/names.js';
import { present } from '../../ticket/fields.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { FaqAnswer, FaqFacts, RuleContext, TicketFacts, Verdict } from '../../types.js';

export const recording = z.strictObject({
  /** The operator's choice among the answers shown. */
  attribute: attributeName,
  /** Its values, in the order of the note. */
  places: z.array(optionBeside('attribute')).min(1),
  /** Clauses that notes with answers cite, and those that the note on the answer given cites. */
  shownBy: z.array(z.string()).min(1),
  toldBy: z.array(z.string()).min(1),
});

interface Given {
  readonly record: z.infer<typeof recording>;
}

/** The answer at the chosen place of the newest note that has one there. */
const chosenOf = ({ shown }: FaqFacts, place: number, { shownBy }: Given['record']): FaqAnswer | null =>
  shown.findLast(
    ({ clauses, answers }) => clauses.some((clause) => shownBy.includes(clause)) && answers.length > place,
  )?.answers[place] ?? null;

/** Null: nothing can be said, for the base was not read. */
export const recorded = (facts: TicketFacts, { record }: Given, context: RuleContext): Verdict | null => {
  const { faq } = facts;
  if (faq === undefined || faq.likely === null) return null;
  const { met, flag, due } = verdictsOn(facts, context);
  const place = record.places.indexOf(String(present(facts, record.attribute)));
  const chosen = place < 0 ? null : chosenOf(faq, place, record);
  if (chosen === null) {
    if (faq.linked.length > 0)
      return met('ответ из FAQ связан с тикетом', { Ответ: faq.linked[0]?.title ?? '' });
    return flag(
      place < 0
        ? 'ответ дан из FAQ, а какой, не отмечено: отметьте его или свяжите с тикетом'
        : 'отмечен ответ, которого в подсказке нет: свяжите нужный с тикетом',
    );
  }
  const isLinked = faq.linked.some(({ translation }) => translation === chosen.translation);
  const isTold = faq.shown.some(
    ({ clauses, answers }) =>
      clauses.some((clause) => record.toldBy.includes(clause)) &&
      answers.some((answer) => answer?.id === chosen.id),
  );
  if (isLinked && isTold) return met('ответ из FAQ связан с тикетом', { Ответ: chosen.title });
  return due(
    'отмечен подошедший ответ из FAQ: он связывается с тикетом',
    [
      { do: 'link-answer', translation: chosen.translation },
      {
        do: 'note',
        template: 'faq-answered',
        view: { point: pointsOf([context.clause]), title: chosen.title, url: chosen.url },
      },
    ],
    { Ответ: chosen.title },
  );
};
