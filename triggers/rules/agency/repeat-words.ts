/**
 * What operators of a region wrote of a repeat contact, carried into the primary ticket word for word (R-3.8.3.1, R-4.8.4.1): what was
 * typed before the operator named the repeat goes with the news of it, what was typed later follows, each once. Which notes were carried,
 * the repeat's own ticket remembers. Pure.
 */
import { withoutOthersSnils } from '../../person/others-snils.js';
import { pointOn } from '../../ticket/cited.js';
import { said } from '../../ticket/fields.js';
import { lastChange, lastMove } from '../../ticket/moves.js';
import { snilsOn } from '../../ticket/same-citizen.js';
import { describeMoment } from '../../working-time/describe-deadline.js';
import type { Action, OtherTicket, RuleContext, Surroundings, TicketFacts } from '../../types.js';

/** A note saved together with the macro is stamped within moments of it. */
const SAME_ACT_MS = 5_000;

const wordsOf = (lines: readonly string[], facts: TicketFacts, context: Surroundings): string[] => {
  const own = snilsOn(facts, context);
  return lines.map((line) => withoutOthersSnils(line, own));
};

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Id of the newest article whose words were carried; 0: none were. */
const toldUpTo = (
  facts: Pick<TicketFacts, 'attributes'>,
  { vocabulary }: Pick<Surroundings, 'vocabulary'>,
): number => Number(facts.attributes[vocabulary.attributes.toldUpTo] ?? 0);

/** Whether the repeat was told to its primary ticket. */
export const isRelayed = (
  facts: Pick<TicketFacts, 'attributes'>,
  context: Pick<Surroundings, 'vocabulary'>,
): boolean => toldUpTo(facts, context) > 0;

/** Whether operators have written something since that nobody carried. */
export const hasMore = (facts: TicketFacts, context: Surroundings): boolean =>
  facts.articles.some(
    ({ id, from, channel }) => from === 'operator' && channel === 'note' && id > toldUpTo(facts, context),
  );

/** When the operator named the repeat. Needs transitions. */
export const namedAt = (facts: TicketFacts, { vocabulary }: Surroundings): Date =>
  lastMove(facts, vocabulary.attributes.act)?.at ?? facts.createdAt;

const pointsOn = (facts: TicketFacts, context: Surroundings): string =>
  pointOn(facts, ['3.8.3.1', '4.8.4.1'], context);

const untold = (facts: TicketFacts, context: Surroundings) =>
  (facts.words ?? []).filter(({ article }) => article > toldUpTo(facts, context));

const comment = (facts: TicketFacts, context: Surroundings): string[] =>
  wordsOf(linesOf(said(facts, context.vocabulary.attributes.comment) ?? ''), facts, context);

/** What was written since, each in a note of its own. */
const later = (
  facts: TicketFacts,
  primary: Pick<OtherTicket, 'id'>,
  notes: NonNullable<TicketFacts['words']>,
  context: RuleContext,
): Action[] =>
  notes.map(({ article, lines }) => ({
    do: 'relay',
    to: primary.id,
    occasion: `repeat-${facts.id}-note-${article}`,
    template: 'repeat-relay',
    view: {
      points: pointsOn(facts, context),
      number: facts.number,
      asked: null,
      words: [wordsOf(lines, facts, context)],
    },
    fields: {},
  }));

const upTo = (facts: TicketFacts, context: Surroundings): Action => ({
  do: 'set',
  fields: { [context.vocabulary.attributes.toldUpTo]: Math.max(1, ...facts.articles.map(({ id }) => id)) },
});

/** The news of a repeat that was just named, with all that is written of it. Needs transitions and words. */
export const newsOf = (
  facts: TicketFacts,
  primary: OtherTicket,
  repeats: number,
  context: RuleContext,
): readonly Action[] => {
  const at = namedAt(facts, context);
  const notes = untold(facts, context);
  const until = at.getTime() + SAME_ACT_MS;
  const [before, after] = [
    notes.filter((note) => note.at.getTime() <= until),
    notes.filter((note) => note.at.getTime() > until),
  ];
  const typed = comment(facts, context);
  return [
    upTo(facts, context),
    {
      do: 'relay',
      to: primary.id,
      occasion: `repeat-${facts.id}-${at.toISOString()}`,
      template: 'repeat-relay',
      view: {
        points: pointsOn(facts, context),
        number: facts.number,
        asked: { at: describeMoment(at, context.calendars.of(facts.region)), repeats },
        words: [
          ...before.map(({ lines }) => wordsOf(lines, facts, context)),
          ...(typed.length > 0 ? [typed] : []),
        ],
      },
      fields: { [context.vocabulary.attributes.repeats]: repeats },
    },
    ...later(facts, primary, after, context),
  ];
};

/** When the comment was typed that stands on the ticket; null: before the news went out, with it. Needs transitions. */
const typedSince = (facts: TicketFacts, { vocabulary: { attributes } }: Surroundings): Date | null => {
  const typed = lastMove(facts, attributes.comment)?.at ?? null;
  const told = lastChange(facts, attributes.act, ({ by }) => by === 'companion')?.at;
  return typed !== null && told !== undefined && typed <= told ? null : typed;
};

/** What was written of a repeat since it was told; empty: nothing. Needs words, and transitions where a comment stands. */
export const moreOf = (
  facts: TicketFacts,
  primary: Pick<OtherTicket, 'id'>,
  context: RuleContext,
): readonly Action[] => {
  const notes = untold(facts, context);
  const at = typedSince(facts, context);
  const typed = at === null ? [] : comment(facts, context);
  return [
    ...(notes.length > 0 ? [upTo(facts, context), ...later(facts, primary, notes, context)] : []),
    ...(at !== null && typed.length > 0
      ? [
          {
            do: 'relay' as const,
            to: primary.id,
            occasion: `repeat-${facts.id}-said-${at.toISOString()}`,
            template: 'repeat-relay' as const,
            view: { points: pointsOn(facts, context), number: facts.number, asked: null, words: [typed] },
            fields: {},
          },
        ]
      : []),
  ];
};
