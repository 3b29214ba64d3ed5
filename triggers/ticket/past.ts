/**
 * A ticket's history as acts: what one hand changed in one moment, and how the ticket stood before it. Changes that Zammad's own
 * triggers make at once upon a person's belong to that person's act; ours are acts of their own.
 */
import type { Actor, TicketFacts, Transition } from '../types.js';
import { known, type Value } from './fields.js';

/** A macro, the triggers after it and the rows of one save are written within moments. */
const ACT_MS = 5_000;

/** How a ticket stood: names, as in the facts. */
export interface Stood {
  readonly group: string;
  readonly state: string;
  readonly owner: string | null;
  /** ISO instant. */
  readonly pendingTime: string | null;
  readonly attributes: TicketFacts['attributes'];
}

export interface Act {
  readonly at: Date;
  readonly by: Actor;
  /** Of somebody whose acts are shown and never undone: the shift head, «Руководитель СП». */
  readonly head: boolean;
  /** Groups whose tickets whoever did it may change. Left out: nobody can tell. */
  readonly desks?: readonly string[];
  readonly changes: readonly Transition[];
  readonly before: Stood;
  readonly after: Stood;
}

const goesWith = (act: readonly Transition[], change: Transition): boolean => {
  const [first] = act;
  const last = act.at(-1);
  if (first === undefined || last === undefined) return false;
  const near = change.at.getTime() - first.at.getTime() <= ACT_MS;
  const same = change.by === first.by || (change.by === 'helpdesk' && first.by !== 'companion');
  // One save changes a field once, and triggers run after it: two macros in a row are two acts, however quickly clicked.
  const isNextSave =
    change.by !== 'helpdesk' &&
    (last.by === 'helpdesk' || act.some(({ by, field }) => by === change.by && field === change.field));
  return near && same && !isNextSave && change.at >= last.at;
};

const nowOf = (facts: TicketFacts): Stood => ({
  group: facts.group,
  state: facts.state,
  owner: facts.owner,
  pendingTime: facts.pendingUntil?.toISOString() ?? null,
  attributes: facts.attributes,
});

const withField = (stood: Stood, field: string, value: Value): Stood => {
  const text = value === null ? null : String(value);
  if (field === 'group' || field === 'state') return { ...stood, [field]: text ?? '' };
  if (field === 'owner') return { ...stood, owner: text };
  if (field === 'pending_time') return { ...stood, pendingTime: text };
  return { ...stood, attributes: { ...stood.attributes, [field]: value } };
};

/**
 * The ticket has been moved on since its history was read: the last act would be taken for one that led where the next one did. News of
 * that move brings the next look.
 */
export const isBehind = ({ group, state, transitions }: TicketFacts): boolean => {
  const last = (field: string): Transition | undefined =>
    transitions.findLast((transition) => transition.field === field);
  const [moved, changed] = [last('group'), last('state')];
  return (moved !== undefined && moved.to !== group) || (changed !== undefined && changed.to !== state);
};

/** Acts, oldest first. Needs transitions. */
export const actsOf = (facts: TicketFacts): readonly Act[] => {
  const groups: Transition[][] = [];
  for (const change of facts.transitions) {
    const last = groups.at(-1);
    if (last !== undefined && goesWith(last, change)) last.push(change);
    else groups.push([change]);
  }
  let after = nowOf(facts);
  const acts = groups.toReversed().map((changes): Act => {
    const before = changes
      .toReversed()
      .reduce((stood, { field, from }) => withField(stood, field, known(from)), after);
    const [first] = changes as [Transition, ...Transition[]];
    const act = {
      at: first.at,
      by: first.by,
      head: changes.some(({ head }) => head === true),
      ...(first.desks !== undefined && { desks: first.desks }),
      changes,
      before,
      after,
    };
    after = before;
    return act;
  });
  return acts.toReversed();
};
