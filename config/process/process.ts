/**
 * Questions put to the map of the process: where a ticket stands, what may be done with it there and by whom, what that needs and
 * leaves behind, whether a change is one of the map's moves. Pure: neither history nor evidence is looked at here, so whether a
 * need is met is for whoever reads the ticket.
 */
import type { ClauseId } from '../schema/common.js';
import type { Need, Path, Place, ProcessMap, Standing } from '../schema/process.js';
import type { Vocabulary } from '../schema/vocabulary.js';

type Value = string | number | boolean | null;

/** What of a ticket the map looks at; names, as in the facts of rules. */
export interface Stands {
  readonly group: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, Value | undefined>>;
}

/** A move or an ending of the map. */
export interface Move {
  readonly id: string;
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  readonly path: Path | undefined;
  /** Desks as the map calls them, and `заявитель`, `Zammad`, `Компаньон`, `Руководитель СП`. */
  readonly by: readonly string[];
  readonly from: readonly string[];
  /** Name of the place; null: it stays where it stands, or ends. */
  readonly to: string | null;
  readonly ends: boolean;
  /** An ending of A-46 that no clause names: counted and sampled. */
  readonly exception: boolean;
  readonly intention: string | undefined;
  /** Without these it is not lawful; what `expects` lacks is shown. */
  readonly needs: readonly Need[];
  readonly expects: readonly Need[];
  /** Whether the actor becomes the owner. */
  readonly take: boolean;
  readonly runs: 'Zammad' | 'Компаньон';
  /** What stands in the fields once it is made, `group` and `owner` apart; null: empty. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly tags: readonly string[];
  readonly untags: readonly string[];
  /** The desk that has the ticket after it; null: it stays. `СП РПГУ`: the group that passed it on. */
  readonly desk: string | null;
}

/** How a change of a ticket reads: nothing the map speaks of, one of these moves, or none that the actor may make. */
export type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'move'; readonly moves: readonly [Move, ...Move[]] }
  | { readonly kind: 'unlawful' };

export interface Process {
  readonly map: ProcessMap;
  /** Endings before moves, each in the order of the file: the order in which an intention is tried. */
  readonly moves: readonly Move[];
  /** The desk by the map's name: a region's group is `СП РПГУ`. */
  readonly deskOf: (group: string) => string;
  readonly pathOf: (ticket: Pick<Stands, 'attributes'>) => Path;
  readonly isClosed: (ticket: Pick<Stands, 'state'>) => boolean;
  /** Null: closed, merged, or nowhere the map knows. */
  readonly placeOf: (ticket: Stands) => Place | null;
  /** What may be done with the ticket where it stands; `by` left out: by anybody. */
  readonly movesAt: (ticket: Stands, by?: string) => readonly Move[];
  /** The moves an intention can mean here, the first whose needs are met is meant; none: the intention is not lawful here. */
  readonly meantBy: (ticket: Stands, intention: string) => readonly Move[];
  /**
   * The change from one standing of a ticket to the next, made by `by`. Fields that no place tells apart are no change. That a
   * ticket went to another region than it came from is unlawful; whether a returned one went home, the caller knows (`desk`).
   */
  readonly changeOf: (from: Stands, to: Stands, by: string) => Change;
}

/** Among the values of a mark: anything but nothing. */
export const FILLED = 'заполнено';

const said = (value: Value | undefined): string =>
  value === undefined || value === null ? '' : String(value).trim();

const isMarked = (ticket: Stands, marks: Standing['marks']): boolean =>
  Object.entries(marks).every(([attribute, values]) => {
    const found = said(ticket.attributes[attribute]);
    return values.includes(found) || (found !== '' && values.includes(FILLED));
  });

/** Attributes that tell places apart stand as the place's first value says; what only has to be filled is left alone. */
const fieldsOf = (
  { reasons, marks }: Standing,
  state: string,
  reason: string,
): Record<string, string | null> => ({
  state,
  [reason]: reasons[0] || null,
  ...Object.fromEntries(
    Object.entries(marks).flatMap(([attribute, [first = '']]) =>
      first === FILLED ? [] : [[attribute, first === '' ? null : first]],
    ),
  ),
});

/** Of clauses those of a path: sections 3 (by telephone) and 4 (in writing) say much of it twice; all, where none is of that path. */
export const ofPath = (clauses: readonly ClauseId[], path: Path): ClauseId[] => {
  const other = path === 'телефонное' ? 'R-4.' : 'R-3.';
  const own = clauses.filter((clause) => !clause.startsWith(other));
  return own.length > 0 ? own : [...clauses];
};

/** Places or moves as a ticket of each path meets them: with the clauses of its path. */
const byPath = <T extends { readonly clauses: readonly ClauseId[] }>(
  all: readonly T[],
): Readonly<Record<Path, readonly T[]>> => {
  const on = (path: Path): T[] => all.map((one) => ({ ...one, clauses: ofPath(one.clauses, path) }));
  return { письменное: on('письменное'), телефонное: on('телефонное') };
};

/** Every way a place looks; the first is how moves leave it. */
export const standings = (place: Place): readonly Standing[] => [place, ...place.also];

/** All moves and endings of a map, in one form. `reasonField`: the attribute of the reason. */
export const movesOf = (map: ProcessMap, reasonField: string): readonly Move[] => {
  const places = new Map(map.places.map((place) => [place.name, place]));
  const endings = map.endings.map(({ reason, exception, leaves, ...rest }): Move => ({
    ...rest,
    path: rest.path,
    intention: rest.intention,
    to: null,
    ends: true,
    exception,
    take: false,
    runs: 'Компаньон',
    fields: { state: map.closed, [reasonField]: reason === '' ? null : reason, ...leaves },
    desk: null,
  }));
  const moves = map.moves.map(({ to, state, leaves, ...rest }): Move => {
    const place = to === undefined ? undefined : places.get(to);
    return {
      ...rest,
      path: rest.path,
      intention: rest.intention,
      to: to ?? null,
      ends: false,
      exception: false,
      fields: {
        ...(place
          ? fieldsOf(place, state ?? place.states[0] ?? '', reasonField)
          : state === undefined
            ? {}
            : { state }),
        ...leaves,
      },
      desk: place?.holder ?? null,
    };
  });
  return [...endings, ...moves];
};

/** The clauses of moves; where the regulation is silent about all of them, of the places they begin at. */
export const clausesOf = (
  moves: readonly Pick<Move, 'clauses' | 'from'>[],
  { places }: ProcessMap,
): ClauseId[] => {
  const found = [...new Set(moves.flatMap(({ clauses }) => clauses))];
  const begun = places.filter(({ name }) => moves.some(({ from }) => from.includes(name)));
  return found.length > 0 ? found : [...new Set(begun.flatMap(({ clauses }) => clauses))];
};

/** The map, ready to be asked. `regionGroups`: the names of all regions' groups. */
export const processOf = (
  map: ProcessMap,
  regionGroups: Iterable<string>,
  { attributes }: Pick<Vocabulary, 'attributes'>,
): Process => {
  const regional = new Set(regionGroups);
  const reasonOf = (ticket: Pick<Stands, 'attributes'>): string => said(ticket.attributes[attributes.reason]);
  const moves = movesOf(map, attributes.reason);
  const deskOf = (group: string): string => (regional.has(group) ? map.regions : group);
  const pathOf: Process['pathOf'] = (ticket) =>
    said(ticket.attributes[map.phone.attribute]) === map.phone.value ? 'телефонное' : 'письменное';
  const isClosed: Process['isClosed'] = ({ state }) => state === map.closed;
  const places = byPath(map.places);
  const movesOn = byPath(moves);
  const placeOf: Process['placeOf'] = (ticket) =>
    places[pathOf(ticket)].find(
      (place) =>
        place.holder === deskOf(ticket.group) &&
        (place.path === undefined || place.path === pathOf(ticket)) &&
        standings(place).some(
          ({ states, reasons, marks }) =>
            states.includes(ticket.state) && reasons.includes(reasonOf(ticket)) && isMarked(ticket, marks),
        ),
    ) ?? null;
  const movesAt: Process['movesAt'] = (ticket, by) => {
    const place = placeOf(ticket);
    const path = pathOf(ticket);
    return place === null
      ? []
      : movesOn[path].filter(
          (move) =>
            move.from.includes(place.name) &&
            (move.path === undefined || move.path === path) &&
            (by === undefined || move.by.includes(by)),
        );
  };
  const changeOf: Process['changeOf'] = (from, to, by) => {
    const [before, after] = [placeOf(from), placeOf(to)];
    const closes = isClosed(to) && !isClosed(from);
    const strays = from.group !== to.group && deskOf(from.group) === deskOf(to.group);
    if (!closes && !strays && (before?.name === after?.name || (isClosed(from) && isClosed(to))))
      return { kind: 'none' };
    if (strays) return { kind: 'unlawful' };
    const reason = reasonOf(to);
    // A reason that was left as it stood, or left empty, says nothing about which ending is meant.
    const isOpen = reason === '' || reason === reasonOf(from);
    const [first, ...others] = movesAt(from, by).filter((move) =>
      closes
        ? move.ends && (isOpen || (move.fields[attributes.reason] ?? '') === reason)
        : !move.ends && after !== null && move.to === after.name,
    );
    return first === undefined ? { kind: 'unlawful' } : { kind: 'move', moves: [first, ...others] };
  };
  return {
    map,
    moves,
    deskOf,
    pathOf,
    isClosed,
    placeOf,
    movesAt,
    meantBy: (ticket, intention) => movesAt(ticket).filter((move) => move.intention === intention),
    changeOf,
  };
};
