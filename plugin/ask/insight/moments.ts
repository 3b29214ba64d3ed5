/**
 * What a ticket was at each moment of its life, told backwards from what it is now: every change of its history is taken
 * back in turn. Pure. Zammad keeps no past of a ticket, only what changed, from what and to what.
 */
import type { Actor, OtherTicket, TicketFacts, Transition } from '../../../triggers/types.js';

/** A change of any field; tags are changes of the field `tag`, times are ISO 8601 or Zammad's `2026-11-23 16:57:23 UTC`. */
export type Change = Transition;

export interface Past {
  /** The ticket as it stands now. Its `transitions` may be empty: they are told from `changes`. */
  readonly now: TicketFacts;
  /** Oldest first. */
  readonly changes: readonly Change[];
}

/** What the words of a history mean on this helpdesk. */
export interface Meanings {
  /** Names of states in which nobody works on a ticket. */
  readonly closedStates: ReadonlySet<string>;
  /** Types of the attributes that are no text. */
  readonly types: ReadonlyMap<string, 'boolean' | 'number'>;
  /** Region id of a region's own group. */
  readonly regionOfGroup: ReadonlyMap<string, string>;
  /** By its name and by its id. */
  readonly regionNamed: ReadonlyMap<string, string>;
}

export interface Moment {
  readonly at: Date;
  readonly facts: TicketFacts;
}

/** Rows of one transaction lie within this; so do the changes of triggers it set off. */
const TOGETHER_MS = 1000;

interface Step {
  readonly at: Date;
  readonly by: Actor;
  readonly changes: readonly Change[];
}

const valueOf = (
  field: string,
  text: string | null,
  { types }: Meanings,
): string | number | boolean | null => {
  if (text === null || text === '') return null;
  const type = types.get(field);
  if (type === 'boolean') return text === 'true';
  return type === 'number' ? Number(text) : text;
};

const timeOf = (text: string | null): Date | null =>
  text === null || text === '' ? null : new Date(text.replace(/^(\S+) (\S+) UTC$/, '$1T$2Z'));

/** The facts as they were before `change`. */
const takenBack = (facts: TicketFacts, change: Change, meanings: Meanings): TicketFacts => {
  const { field, from, to } = change;
  switch (field) {
    case 'group':
      return { ...facts, group: from ?? '' };
    case 'state':
      return { ...facts, state: from ?? '', closed: meanings.closedStates.has(from ?? '') };
    case 'owner':
      return { ...facts, owner: from };
    case 'title':
      return { ...facts, title: from ?? '' };
    case 'pending_time':
      return { ...facts, pendingUntil: timeOf(from) };
    case 'tag':
      return {
        ...facts,
        tags: [...facts.tags.filter((tag) => tag !== to), ...(from === null ? [] : [from])],
      };
    default:
      return { ...facts, attributes: { ...facts.attributes, [field]: valueOf(field, from, meanings) } };
  }
};

/** One transaction changes a field once; only a trigger that it set off may change it again. */
const belongsTo = (last: Step, next: Step): boolean => {
  if (next.at.getTime() - last.at.getTime() > TOGETHER_MS) return false;
  const changed = new Set(last.changes.map(({ field }) => field));
  return (
    next.by === 'helpdesk' || (next.by === last.by && !next.changes.some(({ field }) => changed.has(field)))
  );
};

const stepsOf = ({ now, changes }: Past): Step[] => {
  const all: Step[] = [
    ...changes.map((change) => ({ at: change.at, by: change.by, changes: [change] })),
    ...now.articles.map(({ createdAt: at, from: by }) => ({ at, by, changes: [] })),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const steps: Step[] = [];
  for (const next of all) {
    const last = steps.at(-1);
    if (last !== undefined && belongsTo(last, next))
      steps[steps.length - 1] = { at: next.at, by: last.by, changes: [...last.changes, ...next.changes] };
    else steps.push(next);
  }
  return steps;
};

/** Another ticket then: not there before it was made, not closed before it was closed; else as it is today. */
const otherThen = <Other extends OtherTicket>(others: readonly Other[], at: Date): Other[] =>
  others
    .filter(({ createdAt }) => createdAt <= at)
    .map((other) =>
      other.closedAt !== null && other.closedAt > at
        ? { ...other, state: '', closed: false, closedAt: null }
        : other,
    );

const closedAtOf = (changes: readonly Change[], { closedStates }: Meanings): Date | null =>
  changes.findLast(({ field, to }) => field === 'state' && closedStates.has(to ?? ''))?.at ?? null;

/**
 * The ticket at the end of each moment in which something happened to it, oldest first. `transitions`, `linked` and
 * `earlier` hold what there was by then. Of another ticket only its making and closing are known, the rest is today's.
 */
export const momentsOf = (past: Past, meanings: Meanings): Moment[] => {
  const { now, changes } = past;
  const moments: Moment[] = [];
  let state = now;
  for (const { at, by, changes: undone } of stepsOf(past).toReversed()) {
    const before = changes.filter((change) => change.at <= at);
    const said = state.attributes['region'];
    moments.push({
      at,
      facts: {
        ...state,
        region: meanings.regionNamed.get(String(said)) ?? meanings.regionOfGroup.get(state.group) ?? null,
        articles: now.articles.filter(({ createdAt }) => createdAt <= at),
        transitions: before.filter(({ field }) => field !== 'tag'),
        linked: otherThen(now.linked, at),
        earlier: otherThen(now.earlier, at),
        closedAt: closedAtOf(before, meanings),
        updatedAt: at,
        updatedBy: by,
      },
    });
    for (const change of undone.toReversed()) state = takenBack(state, change, meanings);
  }
  return moments.toReversed();
};
