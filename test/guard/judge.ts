/** Plays a check and says what of it does not hold; an empty list: it holds. */
import type { BoundClause } from '../../plugin/engine/evaluate.js';
import { fixtures, type Check, type CheckAct, type Fixture, type PlaceWanted } from './checks.js';
import { play } from './play.js';
import { groupOf, look, newWorld, Unplayable, type World } from './world.js';

const listOf = <T>(one: T | readonly T[]): readonly T[] =>
  Array.isArray(one) ? (one as readonly T[]) : [one as T];

/** Reasons by which the map tells places of an open ticket apart where the text names none. */
const UNNAMED = ['', 'Информация получена', 'Зарегистрирована претензия'];

const isAt = ({ facts }: World, { group, state, reason }: PlaceWanted): boolean => {
  const found = String(facts.attributes['state_reason'] ?? '');
  const fits = (wanted: string | null): boolean =>
    wanted === 'any' ||
    (wanted ?? '') === found ||
    (wanted === null && !facts.closed && UNNAMED.includes(found));
  // Zammad takes no ticket back into the state of its birth.
  const states = listOf(state).flatMap((one) => (one === 'Новый' ? [one, 'Назначен'] : [one]));
  return (
    listOf(group).some((one) => groupOf(one) === facts.group) &&
    states.includes(facts.state) &&
    listOf(reason).some(fits)
  );
};

const chainOf = (name: string): Fixture[] => {
  const one = fixtures[name];
  if (one === undefined) throw new Error(`no fixture ${name}`);
  return one.after === undefined ? [one] : [...chainOf(one.after), one];
};

const clauseOf = (id: string): string => id.slice(2).replace(/\.[a-z]$/, '');

const START = new Date('2026-03-16T09:00:00+04:00').getTime();

/** A fixture that ends after the check's first act is shifted to end half an hour before it. */
const moved = (history: readonly CheckAct[], act: readonly CheckAct[]): CheckAct[] => {
  const first = act[0]?.clock ?? act[0]?.at;
  const end = history.reduce((at, one) => Date.parse(one.clock ?? one.at ?? '') || at + 60_000, START);
  const by = first === undefined ? 0 : Math.min(0, Date.parse(first) - end - 30 * 60_000);
  const later = (at: string): string => new Date(Date.parse(at) + by).toISOString();
  return history.map((one) => ({
    ...one,
    ...(one.at !== undefined && { at: later(one.at) }),
    ...(one.clock !== undefined && { clock: later(one.clock) }),
  }));
};

/** Builds the fixture by its own acts. */
const given = (
  { given: { from, fields = {}, plus, config, ...more }, act }: Pick<Check, 'given' | 'act'>,
  clauses: readonly BoundClause[],
  parties?: World['parties'],
): World => {
  if ('links' in more || config !== undefined) throw new Unplayable('нужны другие настройки или тикеты');
  const chain = chainOf(from);
  if (chain.some(({ links }) => links !== undefined)) throw new Unplayable('нужен второй тикет');
  const [first] = chain as [Fixture, ...Fixture[]];
  if (first.path === 'claim') throw new Unplayable('претензия — второй тикет');
  const born = chain.flatMap(({ history }) => history)[0]?.set;
  const said = Object.assign({}, ...chain.map((one) => one.fields ?? {}), fields) as Fixture['fields'];
  const acts = moved([...chain.flatMap(({ history }) => history), ...plus], act);
  const world = newWorld(
    String(listOf(first.place.group)[0]),
    born?.state ?? String(listOf(first.place.state)[0]),
    said ?? {},
    acts[0]?.at,
    parties,
  );
  for (const act of acts) {
    if (act.mail !== undefined && world.facts.articles.length === 0)
      world.facts = {
        ...world.facts,
        articles: [
          {
            id: 1,
            from: 'citizen',
            channel: 'email',
            internal: false,
            automatic: false,
            createdAt: world.now,
          },
        ],
      };
    else if (act.create === undefined) play(world, act, clauses);
  }
  look(world, clauses);
  return world;
};

/** A fixture as it stands, and whether that is where it says; null: one ticket cannot play it. */
export const fixtureOf = (
  from: string,
  clauses: readonly BoundClause[],
  parties?: World['parties'],
): { readonly world: World; readonly isThere: boolean } | null => {
  const place = fixtures[from]?.place;
  if (place === undefined) throw new Error(`no fixture ${from}`);
  try {
    const world = given({ given: { from, plus: [] }, act: [] }, clauses, parties);
    return { world, isThere: isAt(world, place) };
  } catch (error) {
    if (error instanceof Unplayable) return null;
    throw error;
  }
};

/** Every act by which a fixture came to its place. */
export const historyOf = (from: string): CheckAct[] => chainOf(from).flatMap(({ history }) => history);

const noted = (world: World, { note }: Check['then']): string[] => {
  if (note === undefined) return [];
  const { count, count_max: most, clause_any: clauses, names_moves: moves } = note;
  // What only carries an operator's own words from the field into the ticket is the operator's comment.
  const ours = world.said.filter((one) => !one.startsWith('<p><strong>Комментарий к переводу'));
  const many = ours.length;
  const text = ours.join('\n');
  return [
    ...(count !== undefined && count !== many ? [`заметок ${many}, а не ${count}`] : []),
    ...(most !== undefined && many > most ? [`заметок ${many}, а не больше ${most}`] : []),
    ...(many > 0 && clauses.length > 0 && !clauses.some((one) => one === 'any' || text.includes(one))
      ? [`заметка не называет п. ${clauses.join(' или ')}`]
      : []),
    ...(moves && many > 0 && !text.includes('«') ? ['заметка не называет, что можно сделать'] : []),
  ];
};

const showing = (world: World, before: World['shown'], { shown }: Check['then']): string[] => {
  const now = world.shown.map(({ clause }) => clauseOf(clause));
  if (typeof shown === 'string') {
    if (shown !== 'none') return [];
    // One matter whose list got shorter is no new one.
    const matter = ({ clause, text }: World['shown'][number]): string =>
      `${clause} ${text.split('«')[0] ?? ''}`;
    const more = world.shown.filter((shown) => !before.some((one) => matter(one) === matter(shown)));
    return more.map(({ clause, text }) => `показано лишнее: ${clause} ${text}`);
  }
  const texts = world.shown.map(({ text }) => text).join('\n');
  if (shown.gone !== undefined) return now.includes(shown.gone) ? [`п. ${shown.gone} всё ещё показан`] : [];
  const wanted = shown.clause ?? '';
  return now.includes(wanted) || texts.includes(wanted) ? [] : [`п. ${wanted} не показан`];
};

const timed = (world: World, { pending_time: wanted }: Check['then']): string[] => {
  if (wanted === undefined) return [];
  const found = world.facts.pendingUntil;
  if (wanted === null) return found === null ? [] : [`срок ${found.toISOString()}, а его не должно быть`];
  const minute = (at: Date): number => Math.floor(at.getTime() / 60_000);
  return found !== null && listOf(wanted).some((one) => minute(new Date(one)) === minute(found))
    ? []
    : [`срок ${found?.toISOString() ?? 'не стоит'}, а не ${listOf(wanted).join(' или ')}`];
};

/** What does not hold; null: one ticket in the pure core cannot play it. */
export const faultsOf = (check: Check, clauses: readonly BoundClause[]): string[] | null => {
  try {
    const world = given(check, clauses);
    // Where a request may stand in either of two states, the play's fixture may have come to the other.
    if (![fixtures[check.given.from]?.place, check.then.place].some((place) => place && isAt(world, place)))
      return [
        `исходное место иное: ${world.facts.group} · ${world.facts.state} · ${String(world.facts.attributes['state_reason'])}`,
      ];
    // What passing time alone brings about, before anybody acts, is nothing the act did.
    const acts = check.act.findIndex((act) => Object.keys(act).some((key) => key !== 'clock'));
    for (const act of check.act.slice(0, Math.max(acts, 0))) play(world, act, clauses);
    const before = world.shown;
    world.said = [];
    world.mailed = 0;
    for (const act of check.act.slice(Math.max(acts, 0))) play(world, act, clauses);
    const { then } = check;
    const at = [then.place, ...then.accept].some((place) => isAt(world, place));
    const { group, state, attributes } = world.facts;
    return [
      ...(at ? [] : [`место: ${group} · ${state} · ${String(attributes['state_reason'] ?? '—')}`]),
      ...noted(world, then),
      ...showing(world, before, then),
      ...timed(world, then),
      ...(then.mails === 'none' && world.mailed > 0 ? ['заявителю ушло письмо'] : []),
    ];
  } catch (error) {
    if (error instanceof Unplayable) return null;
    return [String(error)];
  }
};
