/**
 * Random hands on one ticket, the companion looking on or away meanwhile: what must never be, told without the map of the process.
 * GUARD=full plays 10 000 histories.
 */
import fc from 'fast-check';
import type { ArticleFacts, TicketFacts } from '../../triggers/types.js';
import type { CheckAct } from './checks.js';
import { fixtureOf } from './judge.js';
import { play } from './play.js';
import { clausesInForce, FEDERAL, Unplayable, type World } from './world.js';

const runs = process.env['GUARD'] === 'full' ? 10_000 : 150;
const clauses = clausesInForce();
const HOME = 'СП РПГУ::Самарская область';
const ASKED = 'Запрошена информация (пользователь)';
const AGENCY = 'Отклонено на ведомство';
const DAY_MS = 24 * 3_600_000;

const states = ['Назначен', 'В работе', 'В ожидании', 'В ожидании (без срока)', 'Решен', 'Закрыт'];
const groups = [HOME, 'СП РПГУ::Республика Татарстан', ...FEDERAL];
const reasons = [null, ASKED, AGENCY, 'Вне компетенции', 'Нет ответа пользователя', 'Информация получена'];
const people = ['region', 'epgu', 'ns', 'stp', 'grp'];

const hand = fc.record({
  by: fc.constantFrom(...people),
  set: fc.record(
    {
      group: fc.constantFrom(...groups),
      state: fc.constantFrom(...states),
      reason: fc.constantFrom(...reasons),
      pending_time: fc.constantFrom('2026-03-17T01:00:00+04:00', '2027-01-01T00:00:00+04:00', null),
      fields: fc.constantFrom(
        { Согласие: 'согласен' },
        { Согласие: 'не согласен' },
        { 'Результат поиска в FAQ': 'найдено' },
        { Регион: 'Республика Татарстан' },
        { СНИЛС: null },
      ),
    },
    { requiredKeys: [] },
  ),
});
const word = fc.record({
  by: fc.constantFrom(...people),
  article: fc.record({
    type: fc.constantFrom('email' as const, 'phone' as const, 'note' as const),
    to: fc.constantFrom('citizen', 'citizen', 'robot', 'stranger'),
  }),
});
const mail = fc.record({
  by: fc.constantFrom('citizen', 'autoreply', 'stranger', 'mailer'),
  mail: fc.constant({ refs: 'number', headers: {} }),
});
const intended = fc.record({
  by: fc.constantFrom(...people),
  intent: fc.constantFrom(
    ...[
      'Взять в работу',
      'Передать в СП ЕПГУ',
      'Принять',
      'В СТП',
      'Решено',
      'Ответ готов',
      'Сообщено заявителю',
    ],
    ...[
      'Запросить у заявителя',
      'Данные запрошены',
      'Запрос в ФОИВ',
      'Ответ ФОИВ получен',
      'Согласен, закрыть',
    ],
    ...['Не согласен', 'Не наша компетенция'],
  ),
  comment: fc.constantFrom('Слова', ''),
});
const happening = fc.constantFrom<CheckAct>(
  { by: 'zammad', event: 'delivery-failed' },
  { by: 'zammad', event: 'pending-close' },
  { companion: 'down' },
  { companion: 'up' },
);
/** What a region does on the way to an end. */
const ending = fc.constantFrom<CheckAct>(
  { by: 'region', article: { type: 'email', to: 'citizen' } },
  { by: 'region', intent: 'Согласен, закрыть' },
  { by: 'region', intent: 'Сообщено заявителю' },
  { by: 'region', set: { state: 'Закрыт', fields: { Согласие: 'согласен' } } },
);
const act: fc.Arbitrary<CheckAct> = fc.oneof(hand, word, mail, intended, intended, happening, ending, ending);

/** Where histories begin: anew, and at the places on the way to each ending. */
const STARTS = ['W-NEW', 'W-FAQNO', 'W-EPGU', 'W-RSOLV', 'W-RTOLD', 'W-47', 'W-STPW'];
const starts: ReadonlyMap<string, World> = new Map(
  STARTS.map((name) => {
    const found = fixtureOf(name, clauses);
    if (found === null || !found.isThere) throw new Error(`${name} is not come to`);
    return [name, found.world] as const;
  }),
);

/** What full runs have found, and is mended since. */
const FOUND: [string, CheckAct[]][] = [
  [
    'W-47',
    [
      { by: 'region', intent: 'Данные запрошены', comment: 'Слова' },
      { by: 'mailer', mail: { refs: 'number', headers: {} } },
      { by: 'region', set: { state: 'Закрыт', fields: { Согласие: 'согласен' } } },
      { by: 'region', set: { state: 'Назначен' } },
    ],
  ],
  [
    'W-EPGU',
    [
      { companion: 'down' },
      { by: 'region', set: { group: 'СП РПГУ::Республика Татарстан' } },
      { by: 'region', intent: 'Взять в работу', comment: 'Слова' },
      { companion: 'up' },
    ],
  ],
  [
    'W-RSOLV',
    [
      { by: 'region', set: { group: 'СТП ЕПГУ' } },
      { by: 'zammad', event: 'delivery-failed' },
      { by: 'region', article: { type: 'email', to: 'citizen' } },
      { by: 'region', intent: 'Согласен, закрыть' },
      { by: 'region', set: { group: 'СП ЕПГУ', state: 'Решен' } },
    ],
  ],
  [
    'W-EPGU',
    [
      { by: 'region', set: { group: 'ГРП', reason: AGENCY } },
      { by: 'zammad', event: 'delivery-failed' },
      { by: 'region', set: { fields: { 'Результат поиска в FAQ': 'найдено' } } },
    ],
  ],
  [
    'W-RTOLD',
    [
      { by: 'region', set: { state: 'Назначен', reason: AGENCY } },
      { by: 'autoreply', mail: { refs: 'number', headers: {} } },
      { by: 'zammad', event: 'delivery-failed' },
      { by: 'region', set: { group: 'СП ЕПГУ' } },
      { by: 'region', set: { group: 'СП РПГУ::Республика Татарстан', state: 'Назначен' } },
    ],
  ],
];

const isTelling = ({ from, channel, toCitizen }: ArticleFacts): boolean =>
  from === 'operator' && (channel === 'phone' || (channel === 'email' && toCitizen !== false));

/** When the solution came to the region that tells it; null: none has. */
const solvedAt = ({ transitions, group, state, createdAt }: TicketFacts): Date | null => {
  // What the companion puts back two seconds after it was done brings no solution, neither there nor back again.
  const standing = transitions.filter(
    ({ by, field, at, from, to }) =>
      !transitions.some((other) => {
        const [done, back] = by === 'companion' ? [other.at, at] : [at, other.at];
        const isPair = other.field === field && other.from === to && other.to === from;
        const after = back.getTime() - done.getTime();
        return isPair && (by === 'companion') !== (other.by === 'companion') && after > 0 && after <= 2_000;
      }),
  );
  const came = standing.findLast(
    ({ by, field, from, to }) =>
      (field === 'group' && to === HOME && FEDERAL.includes(from ?? '')) ||
      (field === 'state' && to === 'Решен' && from !== 'Закрыт' && by !== 'companion'),
  );
  return group === HOME && (state === 'Решен' || standing.some(({ to }) => to === 'Решен'))
    ? (came?.at ?? createdAt)
    : null;
};

const lastRequest = ({ articles }: TicketFacts): Date | undefined => articles.findLast(isTelling)?.createdAt;

/** A request that ended by consent to a solution which nobody told since it came. */
const undelivered = (facts: TicketFacts): string[] => {
  // What is put back after the end is no new solution.
  const end = facts.transitions.findLast(({ field, to }) => field === 'state' && to === 'Закрыт');
  const until = facts.transitions.filter(({ at }) => end !== undefined && at <= end.at);
  const came = solvedAt({ ...facts, transitions: until });
  const told = came !== null && facts.articles.some((one) => isTelling(one) && one.createdAt >= came);
  return came === null || told ? [] : ['решение не сообщено, а закрыт с согласием'];
};

/** What is wrong with the ticket at rest; empty: nothing. */
const faultsAt = ({ facts, shown }: World, undone: number): string[] => {
  // What somebody closes again and again is not fought over, but shown.
  const isShown = shown.some(({ text }) => text.includes('закры'));
  const { group, state, closed, articles, attributes, pendingUntil, transitions } = facts;
  const reason = attributes['state_reason'];
  const closer = transitions.findLast(({ field, to }) => field === 'state' && to === 'Закрыт');
  const asked = lastRequest(facts);
  const waitedOut =
    closer?.by === 'helpdesk' && asked !== undefined && closer.at.getTime() - asked.getTime() >= 3 * DAY_MS;
  return [
    ...(closed && !isShown && closer?.by !== 'companion' && !articles.some(isTelling) && !waitedOut
      ? ['закрыт, а заявителю никто ничего не сказал']
      : []),
    ...(closed && !isShown && FEDERAL.includes(group) && group !== 'ГРП'
      ? [`письменное закрыто в группе «${group}»`]
      : []),
    ...(!FEDERAL.includes(group) && group !== HOME ? [`данные заявителя у «${group}»`] : []),
    ...(state === 'В ожидании' && reason === ASKED && pendingUntil !== null && asked !== undefined
      ? pendingUntil.getTime() - asked.getTime() < 3 * DAY_MS
        ? [`срок ${pendingUntil.toISOString()} короче трёх дней от ${asked.toISOString()}`]
        : []
      : []),
    ...(closed && !isShown && attributes['citizen_consent'] === 'согласен' && closer?.by === 'operator'
      ? undelivered(facts)
      : []),
    ...(undone > 1 ? [`одно действие отменено ${undone} раза`] : []),
  ];
};

/** A word about the solution is a matter of its own, wherever the ticket is moved with it. */
const mattersIn = ({ set }: CheckAct): number =>
  set?.group !== undefined && set.fields?.['Согласие'] !== undefined ? 2 : 1;

const waits = ({ facts, down }: World): boolean =>
  !down && facts.state === 'В ожидании (без срока)' && facts.attributes['state_reason'] === AGENCY;
/** Words of an operator's, kept in the ticket since the wait began. */
const isAnswered = ({ articles }: TicketFacts, begun: number): boolean =>
  articles.slice(begun).some(({ from, channel }) => from === 'operator' && channel === 'note');

test(`${runs} random histories: no end untold, no solution undelivered, no shorter term, no stranger’s region, one undo an act`, () => {
  const ends = { closed: 0, undone: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...STARTS), fc.array(act, { minLength: 2, maxLength: 9 }), (from, acts) => {
      const start = starts.get(from);
      if (start === undefined) throw new Error(from);
      const world: World = { ...start, said: [], mailed: 0, shown: [...start.shown] };
      // What was typed or written before the wait for an agency began is no answer of the agency's.
      let wait = { typed: false, begun: world.facts.articles.length };
      let unseen = 0;
      for (const one of acts) {
        const [waited, said] = [waits(world), world.said.length];
        wait = { ...wait, typed: wait.typed || (one.comment ?? '') !== '' };
        try {
          play(world, one, clauses);
        } catch (error) {
          if (error instanceof Unplayable) continue;
          throw error;
        }
        unseen += mattersIn(one);
        if (world.down) continue;
        const undone = world.said.slice(said).filter((text) => text.includes('Тикет возвращён')).length;
        ends.undone += undone;
        expect(faultsAt(world, undone - unseen + 1)).toEqual([]);
        unseen = 0;
        if (waited && !waits(world)) expect(wait.typed || isAnswered(world.facts, wait.begun)).toBe(true);
        if (!waited && waits(world)) wait = { typed: false, begun: world.facts.articles.length };
      }
      if (world.facts.closed) ends.closed += 1;
    }),
    // Random ones are for the full run: what it finds is a finding, and no chance of the day.
    { numRuns: runs, examples: FOUND, ...(process.env['GUARD'] === 'full' ? {} : { seed: 20_261_128 }) },
  );
  process.stdout.write(`${runs} histories: ${ends.closed} ended, ${ends.undone} acts undone\n`);
  expect(ends.undone).toBeGreaterThan(runs / 10);
  expect(ends.closed).toBeGreaterThan(runs / 20);
});
