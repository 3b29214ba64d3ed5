/**
 * A ticket's history read as moves of the map, since what was last judged: which act led lawfully where, and which led nowhere the map
 * allows. Made by hand a move need not say all that the intention says: what was left unsaid is completed, what is said must fit.
 */
import type { Move } from '../../config/process/process.js';
import { standings } from '../../config/process/process.js';
import type { Need, Place } from '../../config/schema/process.js';
import type { RuleContext, TicketFacts } from '../types.js';
import { asOf, cameBy, isShown, type Asked } from './evidence.js';
import { said } from './fields.js';
import { homeOf } from './home.js';
import { isRegional, namesOf } from './moves.js';
import { actsOf, type Act, type Stood } from './past.js';

/** A letter and the change of state that Zammad makes upon it are stamped within moments of each other. */
const SAME_MOMENT_MS = 10_000;

/** How a ticket stood at a place of the map. */
export interface Standing {
  readonly stood: Stood;
  readonly place: Place;
}

/** A move an act can have meant, and what of its needs the ticket does not show. */
export interface Reading {
  readonly move: Move;
  readonly lacks: readonly Need[];
}

export interface Step {
  readonly act: Act;
  readonly from: Standing;
  /** Those it can have meant, the likeliest first; the first that lacks nothing is it. Empty: none. */
  readonly readings: readonly Reading[];
  /** It went to a region that had no part in the request. */
  readonly strayed: boolean;
  /** The group of the region whose request it is; null: nobody knows. */
  readonly home: string | null;
}

export interface Journey {
  /** Where the ticket last stood lawfully; null: nowhere the map knows. */
  readonly lawful: Standing | null;
  /** The act that led away from there unlawfully, and has not been taken back by anybody; null: none. */
  readonly wrong: Step | null;
  /** The newest act that made a move, where the ticket stands since; null: none. */
  readonly moved: Step | null;
}

export type Judging = Pick<Asked, 'consent' | 'repeatTag' | 'waiver'>;

/** The move an act made, once it lacks nothing. */
export const madeIn = ({ readings }: Step): Move | undefined =>
  readings.find(({ lacks }) => lacks.length === 0)?.move;

const isFederal = (group: string, { federalGroups }: RuleContext): boolean => federalGroups.includes(group);

/** Whether `after` can be meant for `to`: group and state fit, and the reason, unless it was left as it stood or empty. */
const fits = (to: Place, { stood }: Standing, after: Stood, context: RuleContext): boolean => {
  const { process, vocabulary } = context;
  const moved = after.group !== stood.group;
  const reason = said(after, vocabulary.attributes.reason) ?? '';
  const unsaid = reason === '' || reason === (said(stood, vocabulary.attributes.reason) ?? '');
  // A region picks among the federal groups as it can; where its request belongs is another clause's.
  // A state that the desk has no place for belongs to the desk the move leads to: СТП solves, and СП ЕПГУ has it.
  const foreign = process.map.places.every(
    ({ holder, states, also }) =>
      holder !== process.deskOf(after.group) ||
      [{ states }, ...also].every((one) => !one.states.includes(after.state)),
  );
  const there =
    process.deskOf(after.group) === to.holder ||
    (!moved && foreign && to.states.includes(after.state)) ||
    (moved &&
      isRegional(stood.group, context) &&
      isFederal(after.group, context) &&
      isFederal(to.holder, context));
  return (
    there &&
    standings(to).some(
      ({ states, reasons }) =>
        (states.includes(after.state) || (moved && after.state === stood.state)) &&
        (unsaid || reasons.includes(reason)),
    )
  );
};

/** In whose name an act may have been done: a shift head's in any. */
const desksOf = (act: Act, from: Stood, context: RuleContext): readonly string[] => {
  const holder = context.process.deskOf(from.group);
  if (act.head) return [holder, ...context.federalGroups, 'Руководитель СП'];
  const own = namesOf(act.desks, from, context);
  // Whoever takes requests in for СП ЕПГУ is of СП ЕПГУ.
  return own.includes(context.entryGroup) && holder !== context.entryGroup
    ? [...own, ...context.federalGroups]
    : own;
};

const readingsOf = (
  facts: TicketFacts,
  act: Act,
  from: Standing,
  judging: Judging,
  context: RuleContext,
): readonly Reading[] => {
  const { process } = context;
  const { stood, place } = from;
  const there = process.placeOf(act.after);
  const by = desksOf(act, stood, context);
  const possible = process
    .movesAt(stood)
    .filter(
      ({ ends, to, by: mine }) =>
        !ends && to !== null && to !== place.name && mine.some((desk) => by.includes(desk)),
    );
  const holderOf = (name: string | null): string | undefined =>
    process.map.places.find((one) => one.name === name)?.holder;
  const exact = possible.filter(({ to }) => to === there?.name);
  const loose = possible.filter(({ to }) => {
    const target = process.map.places.find(({ name }) => name === to);
    return to !== there?.name && target !== undefined && fits(target, from, act.after, context);
  });
  const asked: Asked = {
    desk: stood.group,
    ...judging,
    since: cameBy(facts, act.at),
    at: act.at,
    until: null,
  };
  const then = { ...asOf(facts, act.at), attributes: act.after.attributes };
  // Where it went is likelier meant than what a region could not pick.
  const went = loose.filter(({ to }) => holderOf(to) === process.deskOf(act.after.group));
  const rest = loose.filter((move) => !went.includes(move));
  return [...exact, ...went, ...rest].map((move) => ({
    move,
    lacks: move.needs.filter((need) => !isShown(need, then, asked, context)),
  }));
};

/** A letter of the citizen made Zammad change the ticket. */
export const isLetter = ({ articles }: TicketFacts, { at }: Act): boolean =>
  articles.some(
    ({ from, createdAt }) =>
      from === 'citizen' && Math.abs(createdAt.getTime() - at.getTime()) <= SAME_MOMENT_MS,
  );

/** A reason taken away at the same desk, in a state of the same place, moves nothing. */
const isSamePlace = ({ place, stood: was }: Standing, stood: Stood, context: RuleContext): boolean => {
  const { process, vocabulary } = context;
  if (stood.group !== was.group) return false;
  if (process.placeOf(stood)?.name === place.name) return true;
  const isBare = said(stood, vocabulary.attributes.reason) === null;
  return (
    isBare &&
    process.placeOf(stood) !== null &&
    standings(place).some(({ states }) => states.includes(stood.state))
  );
};

const startOf = (acts: readonly Act[], since: number, { process }: RuleContext): Standing | null => {
  const before = acts.slice(0, since + 1).toReversed();
  const stands = [
    ...before.flatMap(({ after, before: was }) => [after, was]),
    ...(since < 0 && acts[0] !== undefined ? [acts[0].before] : []),
  ];
  for (const stood of stands) {
    const place = process.placeOf(stood);
    if (place !== null) return { stood, place };
  }
  return null;
};

/** The companion has put the ticket somewhere: that settles all before. What it writes beside settles what was lawful only. */
const isMoving = ({ by, changes }: Act, { vocabulary: { attributes } }: RuleContext): boolean =>
  by === 'companion' &&
  changes.some(({ field }) => ['group', 'state', attributes.reason, attributes.act].includes(field));

/** What the companion only shows of an act settles not even that. */
const isShowing = ({ changes }: Act, { vocabulary: { attributes } }: RuleContext): boolean =>
  changes.every(({ field }) => field === attributes.attention);

/** Reads the acts since the companion moved the ticket last, up to `until`. Needs transitions. */
export const journeyOf = (
  facts: TicketFacts,
  judging: Judging,
  context: RuleContext,
  until?: Date,
): Journey => {
  const { process } = context;
  const acts = actsOf(facts).filter(({ at }) => until === undefined || at < until);
  const since = acts.findLastIndex((act) => isMoving(act, context));
  const written = acts.findLastIndex((act) => act.by === 'companion' && !isShowing(act, context));
  let lawful = startOf(acts, since, context);
  let wrong: Step | null = null;
  let moved: Step | null = null;
  for (const [index, act] of acts.entries()) {
    if (index <= since) continue;
    const place = process.placeOf(act.after);
    const after = place === null ? null : { stood: act.after, place };
    if (act.by === 'companion') {
      // A term it has set belongs to how the ticket stands lawfully: an undo must not take it away.
      if (wrong === null) lawful = after ?? lawful;
      continue;
    }
    if (lawful === null || process.isClosed(act.before) || process.isClosed(act.after)) {
      lawful = after ?? lawful;
      continue;
    }
    if (isSamePlace(lawful, act.after, context)) {
      lawful = after ?? lawful;
      wrong = null;
      continue;
    }
    const home = isRegional(lawful.stood.group, context) ? lawful.stood.group : homeOf(facts, context);
    const strayed =
      act.after.group !== lawful.stood.group &&
      isRegional(act.after.group, context) &&
      home !== null &&
      act.after.group !== home;
    const isOwn = act.by === 'helpdesk' || (act.by === 'citizen' && isLetter(facts, act));
    if (isOwn && !strayed) {
      lawful = after ?? lawful;
      continue;
    }
    const step: Step = {
      act,
      from: lawful,
      // What would have been a move to the region the request came from, is one that went astray.
      readings:
        act.by === 'operator'
          ? readingsOf(
              facts,
              strayed ? { ...act, after: { ...act.after, group: home } } : act,
              lawful,
              judging,
              context,
            )
          : [],
      home,
      strayed,
    };
    if (!strayed && madeIn(step) !== undefined) {
      lawful = after ?? lawful;
      [moved, wrong] = [index > written ? step : null, null];
    } else if (act.head && !strayed && after !== null) {
      lawful = after;
      [moved, wrong] = [step, null];
    } else if (wrong === null || strayed !== wrong.strayed)
      // That a citizen's data are with a region without part is worse than whatever was wrong before.
      wrong = step;
  }
  return { lawful, wrong, moved };
};
