/**
 * The abstract state space of a ticket: what rules tell apart, one axis each, and the ticket that stands for one point of
 * it. What the clauses route by is crossed in full; every point of that core meets all pairs (or triples) of the rest.
 */
import type { ArticleFacts, OtherTicket, TicketFacts, Transition } from '../../../triggers/types.js';
import { NOW, ticket } from '../tickets.js';

const HOME = 'СП РПГУ::Республика Башкортостан';

export const core = {
  group: ['Начальник смены ЦПП', 'СП ЕПГУ', 'СТП ЕПГУ', 'ГРП', HOME, 'СП РПГУ::Камчатский край'],
  state: ['Новый', 'Назначен', 'В работе', 'В ожидании', 'В ожидании (без срока)', 'Решен', 'Закрыт'],
  state_reason: [
    null,
    'Запрошена информация (пользователь)',
    'Информация получена',
    'Отклонено на ведомство',
    'Вне компетенции',
    'Нет ответа пользователя',
    'Зарегистрирована претензия',
  ],
  regulation_act: [
    null,
    'Передать в СП ЕПГУ',
    'Запросить у заявителя',
    'Сообщено заявителю',
    'Претензия',
    'Спросил о статусе',
  ],
} as const;

export const rest = {
  event: [
    'operator came from the region',
    'operator came from the federal side',
    'helpdesk moved it',
    'companion moved it',
    'citizen wrote',
    'auto-reply came',
    'message bounced',
    'letter given up on',
  ],
  wait_source: [null, 'до передачи', 'по запросу ЕПГУ'],
  data: ['complete', 'missing', 'wrong', 'waived'],
  intake_channel: [null, 'Письменное', 'Телефонное'],
  request_kind: [null, 'Инцидент', 'Претензия'],
  faq_result: [null, 'найдено', 'не найдено'],
  federal_kb_result: [null, 'найдено', 'не найдено'],
  foiv_notice: [null, 'требуется', 'выполнено', 'не требуется'],
  foiv_name: [null, 'Росреестр'],
  citizen_consent: [null, 'согласен', 'не согласен'],
  transition_comment: [null, 'Сделано, подробности ниже.'],
  last_federal_group: [null, 'СП ЕПГУ'],
  region: ['bashkortostan', null],
  claim: ['none', 'open', 'closed'],
  claim_number: [null, '91008', '91007'],
  claim_link: [null, 'дубликат', 'связанное обращение'],
  earlier: ['none', 'waits for an agency', 'closed by silence'],
  disagreement_count: [null, 1, 2],
  calendar_version: [null, 'РФ 2026'],
  next_task: [null, 'Ответ пользователя получен: передать в СП ЕПГУ (п. 4.7.3)', 'Позвонить'],
  tag: [
    null,
    'решение-сообщено',
    'претензия-сообщена',
    'повторное-обращение',
    'другой-вопрос',
    'закрыт-без-ответа',
    'запрос-не-доставлен',
    'ответ-не-записан',
  ],
  minutesAgo: [1, 43_200],
} as const;

type Axes = Readonly<Record<string, readonly (string | number | null)[]>>;
type PointOf<A extends Axes> = { readonly [Axis in keyof A]: A[Axis][number] };
export type Core = PointOf<typeof core>;
export type Rest = PointOf<typeof rest>;

/** Every combination of the values of `axes`. */
export const productOf = <A extends Axes>(axes: A): PointOf<A>[] =>
  Object.entries(axes).reduce<object[]>(
    (points, [axis, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [axis]: value }))),
    [{}],
  ) as PointOf<A>[];

const subsets = (size: number, of: number, from = 0): number[][] =>
  size === 0
    ? [[]]
    : Array.from({ length: Math.max(0, of - from) }, (_, step) => from + step).flatMap((first) =>
        subsets(size - 1, of, first + 1).map((others) => [first, ...others]),
      );

/**
 * Rows of values of `axes` in which any `strength` axes show every combination of their values: built row by row, each
 * value taken where it completes most of what is still missing. The same rows every time.
 */
export const coveringRows = <A extends Axes>(axes: A, strength: number): PointOf<A>[] => {
  const names = Object.keys(axes);
  const sizes = names.map((name) => axes[name]?.length ?? 0);
  const groups = subsets(strength, names.length);
  const keyOf = (group: readonly number[], row: readonly number[]): string =>
    group.map((axis) => `${axis}=${row[axis] ?? -1}`).join();
  const open = new Map<string, readonly number[]>();
  for (const group of groups) {
    const combinations = group.reduce<number[][]>(
      (all, axis) =>
        all.flatMap((one) => Array.from({ length: sizes[axis] ?? 0 }, (_, value) => [...one, value])),
      [[]],
    );
    for (const values of combinations) {
      const row: number[] = [];
      group.forEach((axis, index) => (row[axis] = values[index] ?? 0));
      open.set(keyOf(group, row), row);
    }
  }
  const rows: number[][] = [];
  while (open.size > 0) {
    const [seed = []] = open.values();
    const row = [...seed];
    names.forEach((_, axis) => {
      if (row[axis] !== undefined) return;
      const known = groups.filter(
        (group) => group.includes(axis) && group.every((one) => one === axis || row[one] !== undefined),
      );
      let [best, most] = [(rows.length + axis) % (sizes[axis] ?? 1), -1];
      for (let turn = 0; turn < (sizes[axis] ?? 0); turn += 1) {
        const value = (rows.length + turn) % (sizes[axis] ?? 1);
        row[axis] = value;
        const wins = known.filter((group) => open.has(keyOf(group, row))).length;
        if (wins > most) [best, most] = [value, wins];
      }
      row[axis] = best;
    });
    groups.forEach((group) => open.delete(keyOf(group, row)));
    rows.push(row);
  }
  return rows.map((row) =>
    Object.fromEntries(names.map((name, axis) => [name, axes[name]?.[row[axis] ?? 0] ?? null])),
  ) as PointOf<A>[];
};

const before = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

const data: Record<Rest['data'], Readonly<Record<string, string | boolean | null>>> = {
  complete: { data_waiver: null, data_waiver_reason: null },
  missing: { snils: null },
  wrong: { snils: '112-233-445 96' },
  waived: { snils: null, data_waiver: true, data_waiver_reason: 'Иностранный гражданин' },
};

const other = (change: Partial<OtherTicket>): OtherTicket => ({
  id: 4,
  number: '91004',
  title: 'Не приходит ответ',
  group: 'СП ЕПГУ',
  state: 'В ожидании (без срока)',
  closed: false,
  createdAt: before(100_000),
  closedAt: null,
  attributes: {},
  ...change,
});

const claimOf = ({ claim }: Rest): TicketFacts['linked'] => {
  if (claim === 'none') return [];
  const closed = claim === 'closed';
  const state = closed ? 'Закрыт' : 'Назначен';
  const made = { id: 8, number: '91008', group: 'ГРП', state, closed, createdAt: before(1440) };
  return [{ ...other({ ...made, attributes: { request_kind: 'Претензия' } }), relation: 'child' }];
};

const earlierOf = ({ earlier }: Rest): OtherTicket[] => {
  if (earlier === 'none') return [];
  if (earlier === 'waits for an agency')
    return [other({ attributes: { state_reason: 'Отклонено на ведомство' } })];
  const closed = { state: 'Закрыт', closed: true, closedAt: before(50_000) };
  return [other({ ...closed, attributes: { state_reason: 'Нет ответа пользователя' } })];
};

const actors: Record<Rest['event'], Transition['by']> = {
  'operator came from the region': 'operator',
  'operator came from the federal side': 'operator',
  'helpdesk moved it': 'helpdesk',
  'companion moved it': 'companion',
  'citizen wrote': 'citizen',
  'auto-reply came': 'citizen',
  'message bounced': 'citizen',
  'letter given up on': 'helpdesk',
};

/** A ticket that stands so, with a history that led there: the last step of it is the event. */
export const ticketAt = ({ group, state, ...more }: Core, at: Rest): TicketFacts => {
  const { event, region, tag, minutesAgo, data: what } = at;
  const apart = new Set(['event', 'data', 'claim', 'earlier', 'tag', 'minutesAgo']);
  const fields = Object.fromEntries(Object.entries(at).filter(([axis]) => !apart.has(axis)));
  const attributes = { ...more, ...fields, ...data[what] };
  const by = actors[event];
  const [born, then, last] = [before(44_640), before(minutesAgo + 600), before(minutesAgo)];
  const came = event === 'operator came from the region' ? HOME : 'СП ЕПГУ';
  const desks = [HOME, at.last_federal_group, by === 'citizen' ? null : came, group].filter(
    (desk, index, all) => desk !== null && desk !== all[index - 1],
  );
  const path = desks.slice(1).map((to, index): Transition => {
    const newest = index === desks.length - 2 && by !== 'citizen';
    const [when, who] = newest ? [last, by] : [new Date(then.getTime() + index), 'operator' as const];
    return { at: when, by: who, field: 'group', from: desks[index] ?? null, to };
  });
  // A mail or the clock finds the ticket waiting, a region solved, anybody else in work.
  const waited = by === 'citizen' || by === 'helpdesk' ? 'В ожидании' : 'В работе';
  const found = event === 'operator came from the region' ? 'Решен' : waited;
  const states: Transition[] = [
    { at: then, by: 'operator', field: 'state', from: 'Назначен', to: found },
    ...(found === state ? [] : [{ at: last, by, field: 'state', from: found, to: state }]),
  ];
  const written = Object.entries({ ...more, wait_source: at.wait_source, foiv_notice: at.foiv_notice })
    .filter(([, value]) => value !== null)
    .map(([field, to]): Transition => {
      const early = by === 'citizen' || by === 'helpdesk';
      return { at: early ? then : last, by: early ? 'operator' : by, field, from: null, to };
    });
  const mail = { channel: 'email', internal: false, automatic: false } as const;
  const articles: ArticleFacts[] = [
    { ...mail, id: 1, from: 'citizen', createdAt: born },
    { ...mail, id: 2, from: 'operator', createdAt: then },
    ...(by === 'citizen'
      ? [
          {
            ...{ ...mail, id: 3, from: by, createdAt: last },
            automatic: event !== 'citizen wrote',
            bounce: event === 'message bounced',
          },
        ]
      : []),
    ...(event === 'letter given up on'
      ? [
          {
            ...mail,
            id: 3,
            from: by,
            channel: 'note' as const,
            internal: true,
            undelivered: 2,
            createdAt: last,
          },
        ]
      : []),
  ];
  const closed = state === 'Закрыт';
  return ticket({
    ...{ group, state, region, attributes, articles, closed },
    closedAt: closed ? last : null,
    pendingUntil: state === 'В ожидании' ? new Date(NOW.getTime() + 31 * 24 * 3_600_000) : null,
    tags: tag === null ? [] : [tag],
    createdAt: born,
    updatedAt: last,
    updatedBy: by,
    transitions: [...path, ...states, ...written].toSorted((one, two) => one.at.getTime() - two.at.getTime()),
    linked: claimOf(at),
    earlier: earlierOf(at),
  });
};
