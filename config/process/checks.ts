/**
 * Faults of the map of the process: names it does not know itself, names the helpdesk does not have, two places that cannot be
 * told apart, places nobody reaches or leaves, intentions that nobody is offered.
 */
import type { Path as Keys } from '../document.js';
import type { Fault } from '../faults.js';
import { knownIn } from '../known.js';
import { suggestion } from '../nearest.js';
import { outsiders, type Place, type ProcessMap, type Standing } from '../schema/process.js';
import type { Sources } from '../sources.js';

type Report = (at: Keys, message: string) => void;

const meet = <T>(one: readonly T[], other: readonly T[]): boolean => one.some((item) => other.includes(item));

const isApart = (one: Standing, other: Standing): boolean =>
  !meet(one.states, other.states) ||
  !meet(one.reasons, other.reasons) ||
  Object.entries(one.marks).some(([attribute, values]) => {
    const others = other.marks[attribute];
    if (others === undefined || meet(values, others)) return false;
    // «Заполнено» meets every value but the empty one.
    const filled = (list: readonly string[]): boolean => list.includes('заполнено');
    return !(
      (filled(values) && others.some((value) => value !== '')) ||
      (filled(others) && values.some((value) => value !== ''))
    );
  });

const looksLike = (one: Place, other: Place): boolean =>
  one.holder === other.holder &&
  (one.path === undefined || other.path === undefined || one.path === other.path) &&
  [one, ...one.also].some((mine) => [other, ...other.also].some((its) => !isApart(mine, its)));

const checkPlaces = (
  sources: Sources,
  { places, regions }: Pick<ProcessMap, 'places' | 'regions'>,
  reason: string,
  report: Report,
): void => {
  const known = knownIn(sources);
  const name = (kind: 'groups' | 'ticket_states', value: string, at: Keys): void => {
    const { what, names } = known.named(kind);
    if (!names.has(value)) report(at, `${what} «${value}»${suggestion(value, names)}`);
  };
  places.forEach((place, index) => {
    const at = ['places', index];
    if (place.holder !== regions) name('groups', place.holder, [...at, 'holder']);
    [{ standing: place as Standing, under: at }]
      .concat(place.also.map((standing, nth) => ({ standing, under: [...at, 'also', nth] })))
      .forEach(({ standing, under }) => {
        standing.states.forEach((state, nth) => {
          name('ticket_states', state, [...under, 'states', nth]);
        });
        for (const [attribute, values] of [
          [reason, standing.reasons] as const,
          ...Object.entries(standing.marks),
        ]) {
          const key = attribute === reason ? 'reasons' : attribute;
          const where = key === 'reasons' ? [...under, key] : [...under, 'marks', key];
          const allowed = known.valuesOf(`ticket.${attribute}`);
          if (allowed === undefined)
            report(where, `неизвестное поле «${attribute}»${suggestion(attribute, known.attributes)}`);
          else
            values.forEach((value, nth) => {
              if (allowed && value !== 'заполнено' && !allowed.names.has(value))
                report([...where, nth], `${allowed.what} «${value}»${suggestion(value, allowed.names)}`);
            });
        }
      });
    places.slice(0, index).forEach((other) => {
      if (other.name === place.name) report([...at, 'name'], `место «${place.name}» уже есть`);
      else if (looksLike(other, place))
        report(
          at,
          `места «${other.name}» и «${place.name}» не различить: держатель, состояние, причина и отметки те же`,
        );
    });
  });
};

/**
 * All faults of the map; to be asked when the files that define groups, states and fields are right. `isWhole`: all files of the
 * regulation are, so that a clause which is not there is a fault.
 */
export const checkProcess = (sources: Sources, isWhole: boolean): Fault[] => {
  if (sources.process === undefined || sources.vocabulary === undefined) return [];
  const { value: map, document } = sources.process;
  const faults: Fault[] = [];
  const report: Report = (at, message) => faults.push(document.fault(at, message));
  const known = knownIn(sources);
  const { reason } = sources.vocabulary.value.attributes;
  checkPlaces(sources, map, reason, report);

  const places = map.places.map(({ name }) => name);
  const desks = [...known.named('groups').names, map.regions];
  const listed = (values: readonly string[], allowed: readonly string[], what: string, at: Keys): void => {
    values.forEach((value, nth) => {
      if (!allowed.includes(value)) report([...at, nth], `${what} «${value}»${suggestion(value, allowed)}`);
    });
  };
  const reasons = known.valuesOf(`ticket.${reason}`);
  const offered = new Set(map.desks.flatMap(({ offers }) => offers));
  const ids = new Set<string>();
  for (const part of ['moves', 'endings'] as const)
    map[part].forEach((move, index) => {
      const at = [part, index];
      if (ids.has(move.id)) report([...at, 'id'], `«${move.id}» уже есть`);
      ids.add(move.id);
      listed(move.by, [...desks, ...outsiders], 'неизвестный участник', [...at, 'by']);
      listed(move.from, places, 'неизвестное место', [...at, 'from']);
      if (move.clauses.length === 0 && move.reading === undefined)
        report(at, 'нужен пункт регламента (clauses) или, если он молчит, reading');
      move.clauses.forEach((clause, nth) => {
        if (isWhole && !sources.obligations.has(clause))
          report(
            [...at, 'clauses', nth],
            `в регламенте нет обязанности «${clause}»${suggestion(clause, sources.obligations)}`,
          );
      });
      if (move.intention !== undefined && !offered.has(move.intention))
        report(
          [...at, 'intention'],
          `действия «${move.intention}» никому не предложено: добавьте его в desks${suggestion(move.intention, offered)}`,
        );
      for (const attribute of Object.keys(move.leaves))
        if (known.valuesOf(`ticket.${attribute}`) === undefined)
          report(
            [...at, 'leaves', attribute],
            `неизвестное поле «${attribute}»${suggestion(attribute, known.attributes)}`,
          );
      if ('to' in move && move.to !== undefined) listed([move.to], places, 'неизвестное место', [...at]);
      if ('reason' in move && reasons && !reasons.names.has(move.reason))
        report(
          [...at, 'reason'],
          `${reasons.what} «${move.reason}»${suggestion(move.reason, reasons.names)}`,
        );
    });
  map.terms.forEach(({ at }, index) => {
    listed(at, places, 'неизвестное место', ['terms', index, 'at']);
  });

  // Who leads where can only be said once every name is right.
  if (faults.length > 0) return faults;
  const moves = [...map.endings, ...map.moves];
  map.places.forEach(({ name }, index) => {
    if (!moves.some(({ from }) => from.includes(name)))
      report(['places', index, 'name'], `из места «${name}» нет ни перехода, ни окончания`);
  });
  map.desks.forEach(({ desk, offers }, index) => {
    if (!desks.includes(desk)) report(['desks', index, 'desk'], `неизвестная группа «${desk}»`);
    offers.forEach((offer, nth) => {
      const held = new Set(map.places.filter(({ holder }) => holder === desk).map(({ name }) => name));
      if (!moves.some(({ intention, from }) => intention === offer && from.some((place) => held.has(place))))
        report(
          ['desks', index, 'offers', nth],
          `действие «${offer}» у «${desk}» нигде не ведёт ни к переходу, ни к окончанию`,
        );
    });
  });
  return faults;
};
