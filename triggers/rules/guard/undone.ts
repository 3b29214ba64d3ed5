/**
 * Putting an act back: the ticket stands as it did at the last place of the map before the act, and one note names the clause and what
 * may be done there. What the operator typed stays. Each act is undone once; what comes again all the same is shown.
 */
import { z } from 'zod';
import { attributeName } from '../../../config/schema/names.js';
import { pointsOf } from '../../../config/points.js';
import type { Move } from '../../../config/process/process.js';
import type { Place } from '../../../config/schema/process.js';
import { asPossible } from '../../ticket/birth.js';
import type { Act, Stood } from '../../ticket/past.js';
import type { Action, RuleContext, TicketFacts } from '../../types.js';
import type { Fields } from '../../verdict/actions-to.js';

export const undoParams = {
  /** Fields put back when the act changed them, beside group, state and owner. */
  restores: z.array(attributeName).min(1),
  /** An older act stands: work has gone on since. */
  withinHours: z.int().min(1).default(168),
  /** Acts of persons undone on one ticket before the next is only shown; of Zammad itself, one. */
  undoes: z.int().min(1).default(3),
};
export type UndoParams = z.infer<z.ZodObject<typeof undoParams>>;

/** How the ticket stood at the last place of the map before `act`, walking back over acts that led nowhere. */
export const lastPlace = (
  acts: readonly Act[],
  act: Act,
  { process }: RuleContext,
): { readonly stood: Stood; readonly place: Place } | null => {
  for (const { before } of acts.slice(0, acts.indexOf(act) + 1).toReversed()) {
    const place = process.placeOf(before);
    if (place !== null) return { stood: before, place };
  }
  return null;
};

/** A lawful move as notes tell it. */
export const wayOn = ({ intention, name, clauses, needs }: Move) => ({
  intention: intention ?? name,
  name,
  points: pointsOf(clauses),
  needs: [...needs],
});

/** A state that cannot be without a time gives way to the one without a term where no time is known. */
const fieldsOf = (stood: Stood, given: UndoParams, context: RuleContext): Fields => {
  const { termed, open } = context.vocabulary.states;
  const pending = stood.pendingTime === null ? NaN : Date.parse(stood.pendingTime);
  const state = stood.state === termed && Number.isNaN(pending) ? open : stood.state;
  const possible = asPossible({ group: stood.group, state, owner: stood.owner }, context);
  // All of them, also those that stand so: nobody else may move the ticket in the same write.
  return {
    ...possible,
    ...Object.fromEntries(given.restores.map((field) => [field, stood.attributes[field] ?? null])),
    ...(state === termed && { pending_time: new Date(pending).toISOString() }),
  };
};

/**
 * How often an act has been undone here: our own changes out of a state that `isUndone` knows. What a letter had changed was
 * nobody's act.
 */
export const undonesOf = (facts: TicketFacts, isUndone: (from: string, to: string) => boolean): number => {
  const changes = facts.transitions.filter(({ field }) => field === 'state');
  return changes.filter(({ by, from, to }, index) => {
    const before = changes[index - 1];
    const isReset =
      before !== undefined && before.to === from && (before.by === 'citizen' || before.by === 'stranger');
    return by === 'companion' && isUndone(from ?? '', to ?? '') && !isReset;
  }).length;
};

/** The note on an act put back. `stood`: how the ticket stands then. */
export const undoneNote = (
  { process }: RuleContext,
  {
    stood,
    place,
    found,
    points,
    lacks,
  }: {
    readonly stood: Pick<Stood, 'group' | 'state' | 'attributes'>;
    readonly place: Place;
    readonly found: string;
    readonly points: string;
    readonly lacks: readonly string[];
  },
): Action => ({
  do: 'note',
  template: 'act-undone',
  view: {
    found,
    points,
    group: stood.group,
    state: stood.state,
    place: place.name,
    what: place.what,
    lacks: [...lacks],
    ways: process
      .movesAt(stood, process.deskOf(stood.group))
      .filter(({ intention }) => intention !== undefined)
      .map(wayOn),
  },
});

/** What puts the ticket back to `stood` and says why. `found`: what was done, as the note begins. */
export const undone = (
  given: UndoParams,
  context: RuleContext,
  said: {
    readonly back: { readonly stood: Stood; readonly place: Place };
    readonly found: string;
    readonly clauses: readonly string[];
    readonly lacks: readonly string[];
    readonly more?: Fields;
    readonly silent?: boolean;
  },
): readonly Action[] => {
  const { stood, place } = said.back;
  const fields = { ...fieldsOf(stood, given, context), ...said.more };
  const state = String(fields['state'] ?? stood.state);
  return [
    { do: 'set', fields },
    ...(said.silent === true
      ? []
      : [
          undoneNote(context, {
            stood: { ...stood, state },
            place,
            found: said.found,
            points: pointsOf(said.clauses),
            lacks: said.lacks,
          }),
        ]),
  ];
};
