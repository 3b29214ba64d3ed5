/** What the form of a ticket lets a person pick where it stands: the states and reasons that the map's moves lead to. */
import type { ClauseId } from '../schema/common.js';
import type { Wanted } from '../schema/helpdesk.js';
import type { ProcessMap } from '../schema/process.js';
import type { Vocabulary } from '../schema/vocabulary.js';
import { clausesOf, FILLED, movesOf, standings } from './process.js';

/** The states and reasons a ticket can be put into by hand where it stands: those of the moves its holder may make. */
export const placeWorkflows = (map: ProcessMap, { attributes }: Vocabulary): Wanted<'core_workflows'>[] => {
  const moves = movesOf(map, attributes.reason);
  const places = new Map(map.places.map((place) => [place.name, place]));
  return map.places.flatMap((place, index) => {
    const own = moves.filter(({ from, by }) => from.includes(place.name) && by.includes(place.holder));
    const reached = own
      .flatMap(({ to }) => places.get(to ?? '') ?? [])
      .filter(({ holder }) => holder === place.holder);
    const ends = own.filter((move) => move.ends);
    const standing = [place, ...reached].flatMap(standings);
    const states = [
      ...new Set([...standing.flatMap((one) => one.states), ...(ends.length > 0 ? [map.closed] : [])]),
    ];
    const reasons = [
      ...new Set([
        ...standing.flatMap((one) => one.reasons),
        ...ends.map(({ fields }) => fields[attributes.reason] ?? ''),
      ]),
    ];
    const group =
      place.holder === map.regions
        ? { 'ticket.group.region_code': { 'is set': true as const } }
        : { 'ticket.group': { is: [place.holder] } };
    return standings(place).map(({ states: stand, reasons: why, marks }, nth) => ({
      name: `${String(310 + index)}${nth === 0 ? '' : String.fromCharCode(96 + nth)} ${place.name}`,
      clauses: [...place.clauses],
      object: 'Ticket' as const,
      screens: ['edit' as const],
      condition_saved: {
        ...group,
        'ticket.state': { is: [...stand] },
        [`ticket.${attributes.reason}`]: { is: [...why] },
        ...(place.path !== undefined && {
          [`ticket.${map.phone.attribute}`]: {
            [place.path === 'телефонное' ? 'is' : 'is not']: [map.phone.value],
          },
        }),
        ...Object.fromEntries(
          Object.entries(marks).map(([attribute, values]) => [
            `ticket.${attribute}`,
            values.includes(FILLED) ? { 'is set': true as const } : { is: [...values] },
          ]),
        ),
      },
      condition_selected: { 'session.role': { 'is not': [...map.unbound] } },
      perform: {
        'ticket.state': { set_fixed_to: states },
        [`ticket.${attributes.reason}`]: { set_fixed_to: reasons },
      },
      priority: 310 + index,
      stop_after_match: false,
      active: true,
    }));
  });
};

/** Which reasons go with a state, wherever the ticket stands. */
export const pairWorkflows = (map: ProcessMap, { attributes }: Vocabulary): Wanted<'core_workflows'>[] => {
  const found = new Map<string, { reasons: Set<string>; clauses: Set<ClauseId> }>();
  const learn = (state: string, reasons: readonly string[], clauses: readonly ClauseId[]): void => {
    const known = found.get(state) ?? { reasons: new Set(), clauses: new Set() };
    for (const reason of reasons) known.reasons.add(reason);
    for (const clause of clauses) known.clauses.add(clause);
    found.set(state, known);
  };
  // How a place looks when Zammad or a slip has been at it is read, not offered.
  for (const { states, reasons, clauses } of map.places)
    for (const state of states) learn(state, reasons, clauses);
  for (const ending of movesOf(map, attributes.reason).filter(({ ends }) => ends))
    learn(map.closed, [ending.fields[attributes.reason] ?? ''], clausesOf([ending], map));
  return [...found].map(([state, { reasons, clauses }], index) => ({
    name: `${String(301 + index)} ${state}: причины состояния`,
    clauses: [...clauses],
    object: 'Ticket' as const,
    screens: ['create_middle' as const, 'edit' as const],
    condition_selected: { 'ticket.state': { is: [state] }, 'session.role': { 'is not': [...map.unbound] } },
    perform: { [`ticket.${attributes.reason}`]: { set_fixed_to: [...reasons] } },
    priority: 301,
    stop_after_match: false,
    active: true,
  }));
};
