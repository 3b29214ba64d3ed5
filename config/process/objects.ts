/**
 * The helpdesk as the map of the process wants it: a macro an intention, a trigger for each move that Zammad itself makes, an
 * overview a queue, and per place the states and reasons that can be picked there. Nothing of it names a region, so one more
 * region changes nothing here but the groups of its desk's macros.
 */
import type { Condition, Perform } from '../schema/common.js';
import type { HelpdeskFile, Wanted } from '../schema/helpdesk.js';
import type { Need, Place, ProcessMap, Standing } from '../schema/process.js';
import type { Vocabulary } from '../schema/vocabulary.js';
import { clausesOf, FILLED, movesOf, standings, type Move } from './process.js';
import { pairWorkflows, placeWorkflows } from './workflows.js';

/** What the map's objects have to know beside it. */
interface Surroundings {
  /** Names of all groups that are no region's. */
  readonly otherGroups: readonly string[];
  /** Names of the federal side's groups. */
  readonly federalGroups: readonly string[];
  readonly vocabulary: Vocabulary;
}

const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : { all: [...conditions] };
const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : { any: [...conditions] };

const valuesOf = (attribute: string, values: readonly string[]): Condition => ({
  [`ticket.${attribute}`]: values.includes(FILLED) ? { 'is not': [''] } : { is: [...values] },
});

/** Where a ticket is to stand, as Zammad's selectors say it. */
const atPlace = (place: Place, map: ProcessMap, { otherGroups, vocabulary }: Surroundings): Condition =>
  all([
    {
      'ticket.group': place.holder === map.regions ? { 'is not': [...otherGroups] } : { is: [place.holder] },
    },
    ...(place.path === undefined ? [] : [onPath(place.path, map)]),
    any(
      standings(place).map(({ states, reasons, marks }) =>
        all([
          { 'ticket.state': { is: [...states] } },
          { [`ticket.${vocabulary.attributes.reason}`]: { is: [...reasons] } },
          ...Object.entries(marks).map(([attribute, values]) => valuesOf(attribute, values)),
        ]),
      ),
    ),
  ]);

const onPath = (path: NonNullable<Place['path']>, { phone }: ProcessMap): Condition => ({
  [`ticket.${phone.attribute}`]: { [path === 'телефонное' ? 'is' : 'is not']: [phone.value] },
});

/** What Zammad itself can see of a need; the rest is the companion's. */
const conditionsOf = (
  need: Need,
  map: ProcessMap,
  { attributes, faqResults }: Vocabulary,
): readonly Condition[] => {
  switch (need) {
    case 'комментарий':
      return [{ [`ticket.${attributes.comment}`]: { 'is not': [''] } }];
    case 'ответа в FAQ нет':
      return [{ [`ticket.${attributes.faqResult}`]: { is: ['', faqResults.notFound] } }];
    case 'данные п. 4.2.1':
      return map.data.map(({ attribute, check }) => ({
        // A date cannot be compared with an empty text.
        [`ticket.${attribute}`]:
          check === 'birthDate' ? { 'before (relative)': { in: 1, unit: 'day' } } : { 'is not': [''] },
      }));
    default:
      return [];
  }
};

const always = (place: Place, field: string, reason: string): readonly string[] | undefined => {
  const read = ({ states, reasons, marks }: Standing): readonly string[] | undefined =>
    field === 'state' ? states : field === reason ? reasons : marks[field];
  const [first, ...others] = standings(place).map(read);
  return first?.length === 1 && others.every((values) => values?.length === 1 && values[0] === first[0])
    ? first
    : undefined;
};

/** What a move changes where it may begin: what is so at each of its places is left out. */
const performOf = (
  move: Move,
  from: readonly Place[],
  map: ProcessMap,
  { federalGroups, vocabulary: { attributes } }: Surroundings,
): Perform => {
  const fields = Object.entries(move.fields).filter(
    // The state is always said, so that one trigger can serve moves from several places.
    ([field, value]) =>
      field === 'state' ||
      !from.every((place) => always(place, field, attributes.reason)?.[0] === (value ?? '')),
  );
  const { desk } = move;
  const moves = desk !== null && from.some(({ holder }) => holder !== desk);
  return {
    ...(moves && { 'ticket.group': desk === map.regions ? `#{ticket.${attributes.homeGroup}}` : desk }),
    ...(moves && !move.take && { 'ticket.owner': 'not_set' }),
    // Zammad runs no trigger on what a trigger changed, so each that moves a ticket says who has it.
    ...(moves && federalGroups.includes(desk) && { [`ticket.${attributes.holder}`]: desk }),
    ...Object.fromEntries(fields.map(([field, value]) => [`ticket.${field}`, value ?? ''])),
    ...(move.tags.length > 0 && { 'ticket.tags': { add: [...move.tags] } }),
    ...(move.untags.length > 0 && { 'ticket.tags': { remove: [...move.untags] } }),
    [`ticket.${attributes.act}`]: '',
  };
};

const macrosOf = (map: ProcessMap, { attributes }: Vocabulary): Wanted<'macros'>[] => {
  const moves = movesOf(map, attributes.reason);
  const made = new Map<string, Wanted<'macros'>>();
  for (const { desk, offers } of map.desks)
    offers.forEach((intention, index) => {
      const name = `${String(index + 1)} ${intention}`;
      const own = moves.filter((move) => move.intention === intention && move.by.includes(desk));
      // What leads nowhere is a fault of the map, told where it stands.
      if (own.length === 0) return;
      const groups = desk === map.regions ? '{{regions.group}}' : desk;
      const leaves = own.some((move) => move.desk !== null && move.desk !== desk);
      const known = made.get(name);
      made.set(name, {
        name,
        clauses: [...new Set([...(known?.clauses ?? []), ...clausesOf(own, map)])],
        groups: [...(known?.groups ?? []), groups],
        perform: {
          [`ticket.${attributes.act}`]: intention,
          ...(own.some(({ take }) => take) && { 'ticket.owner': 'current_user' }),
        },
        // Where the ticket leaves the desk, its page would end on «Запрещено».
        ux_flow_next_up: leaves || known?.ux_flow_next_up === 'next_task' ? 'next_task' : 'none',
        active: true,
      });
    });
  return [...made.values()];
};

const triggersOf = (map: ProcessMap, around: Surroundings): Wanted<'triggers'>[] => {
  const { attributes } = around.vocabulary;
  const places = new Map(map.places.map((place) => [place.name, place]));
  const grouped = new Map<string, { moves: Move[]; from: Condition[]; perform: Perform; home: boolean }>();
  for (const move of movesOf(map, attributes.reason)) {
    if (move.runs !== 'Zammad' || move.intention === undefined) continue;
    const from = move.from.flatMap((name) => places.get(name) ?? []);
    const perform = performOf(move, from, map, around);
    const key = JSON.stringify([move.intention, move.needs, perform]);
    const group = grouped.get(key) ?? { moves: [], from: [], perform, home: move.desk === map.regions };
    group.moves.push(move);
    group.from.push(
      ...from.map((place) =>
        move.path === undefined || place.path !== undefined
          ? atPlace(place, map, around)
          : all([onPath(move.path, map), atPlace(place, map, around)]),
      ),
    );
    grouped.set(key, group);
  }
  return [...grouped.values()].map(({ moves, from, perform, home }, index) => {
    const [first] = moves;
    return {
      name: `${String(110 + index)} ${moves.map(({ name }) => name).join('; ')}`.slice(0, 120),
      clauses: clausesOf(moves, map),
      condition: all([
        { 'ticket.action': { is: 'update' } },
        { [`ticket.${attributes.act}`]: { is: [first?.intention ?? ''] } },
        ...(home ? [{ [`ticket.${attributes.homeGroup}`]: { 'matches regex': '^[0-9]+$' } }] : []),
        ...(first?.needs ?? []).flatMap((need) => conditionsOf(need, map, around.vocabulary)),
        any(from),
      ]),
      perform,
      active: true,
      disable_notification: true,
    };
  });
};

const overviewsOf = (map: ProcessMap, around: Surroundings): Wanted<'overviews'>[] => {
  const places = new Map(map.places.map((place) => [place.name, place]));
  return map.queues.map(
    ({ name, roles, places: at, states, with: tag, without, marks, view, order }, index) => {
      const from = at.flatMap((place) => places.get(place) ?? []);
      return {
        name,
        clauses: [...new Set(from.flatMap(({ clauses }) => clauses))],
        roles: [...roles],
        prio: 2010 + index * 10,
        condition: all([
          any(from.map((place) => atPlace(place, map, around))),
          ...(states === undefined ? [] : [{ 'ticket.state': { is: [...states] } }]),
          ...Object.entries(marks).map(([attribute, values]) => valuesOf(attribute, values)),
          ...(tag === undefined ? [] : [{ 'ticket.tags': { 'contains all': tag } }]),
          ...(without === undefined ? [] : [{ 'ticket.tags': { 'contains all not': without } }]),
        ]),
        order: { by: order, direction: 'ASC' },
        view: [...view],
        active: true,
      };
    },
  );
};

/** Everything the map puts into the helpdesk, as a file of `config/helpdesk` would say it. */
export const objectsOf = (map: ProcessMap, around: Surroundings): HelpdeskFile => ({
  macros: { wanted: macrosOf(map, around.vocabulary), removed: [] },
  triggers: { wanted: triggersOf(map, around), removed: [] },
  overviews: { wanted: overviewsOf(map, around), removed: [] },
  core_workflows: {
    wanted: [...pairWorkflows(map, around.vocabulary), ...placeWorkflows(map, around.vocabulary)],
    removed: [],
  },
});

/** The intentions in the order in which desks are offered them, each once: the values of «Действие по регламенту». */
export const intentionsOf = (map: ProcessMap): string[] => [
  ...new Set(map.desks.flatMap(({ offers }) => offers)),
];
