/**
 * Rule kind `transition-comment`: a transition that the regulation wants explained has its explanation, and the
 * explanation stands in an article. Zammad cannot demand an article; it can demand the attribute `transition_comment`.
 *
 * Used by every clause that asks for a comment (R-3.7.1.a, R-3.9, R-4.3.1.b, R-4.5.1, R-4.5.4, R-4.7.a, R-4.7.1.a, R-4.8.1.b,
 * .b, R-4.9, R-4.11.a). How to use it: say in `when` which transition is meant: `by` names the field whose change
 * makes it (`group`: the ticket went `from` a desk `to` another; `state`: it came into one of `states`), the rest narrows it
 * by what stood on the ticket right after. `point`, `title` and `ask` are words of the note. Exactly one clause sets `take`: it
 * turns a comment into an internal note and clears the field, on any ticket, whatever the transition. The note cites the
 * obligation that asked for the comment; where none did, the clause itself.
 *
 * The comment counts when `transition_comment` was filled in, or an operator wrote an article, between the ticket's previous
 * such change (at most `minutesBefore`) and the transition itself. A transition by the companion or the citizen is never
 * asked about, so a bounce, which is a change by the companion, settles the matter. What the companion carried out for an
 * operator is the operator's, but never undone: whether it may be done was asked before.
 */
import { z } from 'zod';
import { fieldName, optionsByAttribute, stateName } from '../../../config/schema/names.js';
import { isBlank, present } from '../../ticket/fields.js';
import { desks, heldAt, isAt, isCarriedOut, isRegional, lastMove, movesOf } from '../../ticket/moves.js';
import type { ClauseId } from '../../../config/schema/common.js';
import { asPossible } from '../../ticket/birth.js';
import { isFailedDelivery } from '../../ticket/delivery.js';
import { isReasoned } from '../../ticket/evidence.js';
import { citedOn } from '../../ticket/cited.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, Surroundings, TicketFacts, Transition } from '../../types.js';

/** A macro and the triggers after it write within a moment: changes this near are one act. */
const ACT_MS = 15_000;
const MINUTE_MS = 60_000;

const params = z.strictObject({
  /** Clause of the regulation in the note: `4.3.1`. */
  point: z.string().min(1),
  /** The transition in words: «возврат в СП РПГУ как не относящегося к компетенции». */
  title: z.string().min(1),
  /** What the comment should say. */
  ask: z.string().min(1),
  when: z.strictObject({
    by: z.enum(['group', 'state']),
    from: desks.optional(),
    /** Where the ticket stood after it. */
    to: desks.optional(),
    states: z.array(stateName).min(1).optional(),
    is: optionsByAttribute.default({}),
  }),
  take: z.boolean().default(false),
  /** `bounce`: the ticket goes back where it came from; `flag`: it is only told. */
  missing: z.enum(['bounce', 'flag']).default('bounce'),
  minutesBefore: z.int().min(0).default(60),
  /** An older transition is told, not undone: the other desk has been working on it. */
  bounceWithinMinutes: z.int().min(1).default(240),
  /** Fields put back when the same act changed them; left out: desk, state, and what goes with them. */
  restores: z.array(fieldName).optional(),
});
type Params = z.infer<typeof params>;

const usuallyRestored = ({ vocabulary: { attributes } }: Surroundings): readonly string[] => [
  'group',
  'state',
  attributes.reason,
  attributes.waitSource,
  attributes.agencyNotice,
  attributes.federalResult,
];

/** The transition asked about, when it is the last of its field and fits. */
const transitionOf = (
  facts: TicketFacts,
  { when }: Pick<Params, 'when'>,
  context: Surroundings,
): Transition | null => {
  const move = lastMove(facts, when.by);
  if (move === null || move.by === 'citizen') return null;
  if (move.by === 'companion' && !isCarriedOut(facts, move, context.vocabulary)) return null;
  if (isFailedDelivery(facts, move)) return null;
  const after = new Date(move.at.getTime() + ACT_MS);
  const held = (field: string) => heldAt(facts, field, after);
  const group = held('group');
  const came = when.by === 'group' ? move.from : String(group);
  const fits =
    (when.from === undefined || isAt(came, when.from, context)) &&
    (when.to === undefined || isAt(String(group), when.to, context)) &&
    (when.states === undefined || when.states.includes(String(held('state')))) &&
    Object.entries(when.is).every(([field, allowed]) => allowed.includes(held(field)));
  return fits ? move : null;
};

const timely = (written: Transition | null, move: Transition): boolean =>
  written !== null &&
  written.at.getTime() <= move.at.getTime() + ACT_MS &&
  written.at.getTime() >= move.at.getTime() - 60 * MINUTE_MS;

/**
 * Of the clauses of this kind the one that wants the ticket's last transition explained, when the comment on the ticket
 * was written for it: filled in with the transition or in the hour before. Cited for the ticket's own path.
 * Throws zod's error when the parameters of one do not fit.
 */
export const commentFor = (
  asking: readonly { readonly ids: readonly [ClauseId, ...ClauseId[]]; readonly params: unknown }[],
): RuleContext['commentFor'] => {
  const clauses = asking.map(({ ids, params: given }) => ({ ids, given: params.parse(given) }));
  return (facts, context) => {
    const written = lastMove(facts, context.vocabulary.attributes.comment);
    const fitting = clauses.flatMap(({ ids, given }) => {
      const move = transitionOf(facts, given, context);
      return move !== null && timely(written, move) ? [{ ids, at: move.at }] : [];
    });
    const [last] = fitting.toSorted((one, other) => other.at.getTime() - one.at.getTime());
    return last === undefined ? null : citedOn(facts, last.ids, context.vocabulary);
  };
};

/** What was changed in the act of `move`: nearer to it than to the change of the same field before, however quick people are. */
const actOf = (facts: TicketFacts, move: Transition): Transition[] => {
  const before = movesOf(facts, move.field).findLast(({ at }) => at < move.at);
  const distance = (at: Date, from: Transition): number => Math.abs(at.getTime() - from.at.getTime());
  return facts.transitions.filter(
    ({ at, by }) =>
      by !== 'companion' &&
      by !== 'citizen' &&
      distance(at, move) <= ACT_MS &&
      (before === undefined || distance(at, move) < distance(at, before)),
  );
};

const isExplained = (
  facts: TicketFacts,
  move: Transition,
  { when, minutesBefore }: Params,
  context: Surroundings,
): boolean => {
  const until = move.at.getTime() + ACT_MS;
  const previous = movesOf(facts, when.by).filter(({ at }) => at < move.at);
  const since = Math.max(
    move.at.getTime() - Math.max(minutesBefore * MINUTE_MS, ACT_MS),
    // A comment typed in the same moment as the change before belongs to that one.
    ...previous.map(({ at }) => at.getTime() + 1),
  );
  const inTime = (at: Date): boolean => at.getTime() >= since && at.getTime() <= until;
  return (
    !isBlank(facts, context.vocabulary.attributes.comment) ||
    movesOf(facts, context.vocabulary.attributes.comment).some(
      ({ at, by, to }) => by !== 'companion' && to !== null && inTime(at),
    ) ||
    facts.articles.some(({ from, createdAt }) => from === 'operator' && inTime(createdAt))
  );
};

/** What the act changed and nobody has touched since, as it was. */
const undoing = (facts: TicketFacts, move: Transition, restores: readonly string[]) =>
  Object.fromEntries(
    restores.flatMap((field) => {
      const first = actOf(facts, move).find((one) => one.field === field);
      const stands = lastMove(facts, field);
      if (first === undefined || stands === null || !actOf(facts, move).includes(stands)) return [];
      return [[field, first.from === '' ? null : first.from] as const];
    }),
  );

/** A region's ticket that no federal group has held cannot have come from one: the ticket remembers its holder. */
const neverThere = (facts: TicketFacts, { when: { by, from } }: Params, context: Surroundings): boolean =>
  by === 'group' &&
  from !== undefined &&
  from.every((desk) => desk === 'federal' || context.federalGroups.includes(desk)) &&
  isRegional(facts.group, context) &&
  isBlank(facts, context.vocabulary.attributes.holder);

export const transitionComment: RuleKind<Params> = {
  name: 'transition-comment',
  params,
  needs: (facts, given, context) => {
    if (given.take && !isBlank(facts, context.vocabulary.attributes.comment)) return ['transitions'];
    const { by, to, states } = given.when;
    // Where the last change of group led is where the ticket is; the state it is in it came to last.
    const elsewhere =
      by === 'group'
        ? to !== undefined && !isAt(facts.group, to, context)
        : states !== undefined && !states.includes(facts.state);
    return facts.closed || elsewhere || neverThere(facts, given, context) ? [] : ['transitions'];
  },
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    if (given.take && !isBlank(facts, context.vocabulary.attributes.comment))
      return verdictsOn(facts, { clause: context.commentFor(facts, context) ?? context.clause }).due(
        'комментарий к переводу переносится в заметку',
        [
          { do: 'set', fields: { [context.vocabulary.attributes.comment]: null } },
          {
            do: 'note',
            template: 'transition-comment',
            view: {
              group: facts.group,
              state: facts.state,
              lines: String(present(facts, context.vocabulary.attributes.comment))
                .split(/\r?\n/)
                .map((line) => line.trim())
                .filter((line) => line !== ''),
            },
          },
        ],
      );
    const move = facts.closed ? null : transitionOf(facts, given, context);
    if (move === null) return leave('перевода, которому нужен комментарий, не было');
    if (isExplained(facts, move, given, context)) return met('комментарий оставлен');
    if (move.head === true)
      return isReasoned(facts, move, context)
        ? met('руководитель перевёл и записал причину')
        : flag(`${given.title}: руководитель комментария не оставил, назовите причину`);
    const missing = `${given.title}: комментария нет`;
    const fields = asPossible(undoing(facts, move, given.restores ?? usuallyRestored(context)), context);
    const age = context.now.getTime() - move.at.getTime();
    const workedOn = facts.articles.some(
      ({ from, createdAt }) =>
        (from === 'operator' || from === 'citizen') && createdAt.getTime() > move.at.getTime() + ACT_MS,
    );
    if (
      given.missing === 'flag' ||
      move.by === 'companion' ||
      age > given.bounceWithinMinutes * MINUTE_MS ||
      workedOn ||
      fields[given.when.by] === undefined ||
      fields[given.when.by] === null ||
      fields['state'] === context.vocabulary.states.termed ||
      fields['state'] === context.vocabulary.states.closed
    )
      return flag(missing);
    return due(`${missing}, тикет возвращается`, [
      { do: 'set', fields: { ...fields, ...(given.when.by === 'group' ? { owner: null } : {}) } },
      {
        do: 'note',
        template: 'comment-demanded',
        view: {
          point: given.point,
          title: given.title,
          ask: given.ask,
          group: fields['group'] ?? facts.group,
          state: fields['state'] ?? facts.state,
        },
      },
    ]);
  },
};
