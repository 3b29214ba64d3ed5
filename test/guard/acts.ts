/**
 * What anybody can do to a ticket over the page, the API or by mail, as classes of acts that nobody's clause tells apart. A person acts on
 * the tickets of the own desk; citizen, stranger, robot and Zammad itself on any.
 */
import type { CheckAct } from './checks.js';
import { holderOf } from './oracle.js';
import { INTENTS, type World } from './world.js';

const REGION = 'СП РПГУ::Самарская область';
const GROUPS = [
  REGION,
  'СП РПГУ::Республика Татарстан',
  'Начальник смены ЦПП',
  'СП ЕПГУ',
  'СТП ЕПГУ',
  'ГРП',
  'Неразобранные',
];
const OPEN = ['Назначен', 'В работе', 'В ожидании', 'В ожидании (без срока)', 'Решен'];
const REASONS = ['Нет ответа пользователя', 'Зарегистрирована претензия', 'Передан звонком'];

/** What a desk is offered; that of the other desks is not lawful there. */
const INTENTIONS: Readonly<Record<string, readonly string[]>> = {
  region: [
    'Взять в работу',
    'Сообщено заявителю',
    'Данные запрошены',
    'Передать в СП ЕПГУ',
    'Звонок переведён',
    'Согласен, закрыть',
    'Не согласен',
    'Не по Проекту',
  ],
  epgu: [
    'Взять в работу',
    'Ответ готов',
    'Запросить у заявителя',
    'Запрос в ФОИВ',
    'Ответ ФОИВ получен',
    'В СТП',
    'Не наша компетенция',
    'Претензия',
    'Согласен, закрыть',
  ],
  stp: ['Взять в работу', 'Решено', 'Нужны сведения'],
  ns: ['Принять', 'Не наша компетенция', 'Претензия'],
  grp: [],
  unsorted: ['Взять в работу', 'Не по Проекту'],
};

const note = { type: 'note' as const, text: 'Подробности' };
const ofPerson = (by: string, holder: string): CheckAct[] => [
  ...[undefined, ...REASONS].map((reason) => ({
    by,
    set: { state: 'Закрыт', ...(reason !== undefined && { reason }) },
  })),
  { by, set: { state: 'Закрыт', tags: ['+spam'] } },
  ...OPEN.map((state) => ({ by, set: { state } })),
  ...GROUPS.flatMap((group) => [
    { by, set: { group } },
    { by, set: { group }, article: note },
  ]),
  ...(INTENTIONS[holder] ?? []).flatMap((intent) => [
    { by, intent },
    { by, intent, comment: 'Подробности' },
  ]),
  ...[
    { Согласие: 'согласен' },
    { Согласие: 'не согласен' },
    { 'Результат поиска в FAQ': 'найдено' },
    { 'Результат поиска в FAQ': 'не найдено' },
    { СНИЛС: null },
    { 'Номер претензии': '91999' },
  ].map((fields) => ({ by, set: { fields } })),
  { by, set: { reason: 'Отклонено на ведомство', state: 'В ожидании (без срока)' } },
  { by, set: { reason: 'Запрошена информация (пользователь)', state: 'В ожидании' } },
  { by, set: { reason: null } },
  { by, set: { pending_time: '2026-03-16T12:00:00+04:00' } },
  { by, article: { type: 'email', to: 'citizen' } },
  { by, article: { type: 'email', to: 'robot' } },
  { by, article: { type: 'phone', to: 'citizen' } },
  { by, article: note },
];

const OF_OTHERS: readonly CheckAct[] = [
  { by: 'citizen', mail: { refs: 'number', headers: {} } },
  { by: 'stranger', mail: { refs: 'number', headers: {} } },
  { by: 'autoreply', mail: { refs: 'number', headers: {} } },
  { by: 'mailer', mail: { refs: 'message-id', headers: {} } },
  { by: 'citizen', set: { state: 'Закрыт' } },
  { by: 'citizen', set: { fields: { Согласие: 'согласен' } } },
  { by: 'zammad', event: 'delivery-failed' },
  { by: 'zammad', event: 'scheduler-close' },
];

/** The act that only lets time pass: over any three working days. */
const later = ({ now }: World): CheckAct => ({
  clock: new Date(now.getTime() + 6 * 24 * 3600_000).toISOString(),
});

/** All classes of acts on a ticket as it stands. */
export const actsOn = (world: World): CheckAct[] => {
  const holder = holderOf(world.facts.group);
  return [
    ...(holder === 'unsorted' ? [] : ofPerson(holder, holder)),
    ...ofPerson('shift_head', holder),
    ...(holder === 'ns' ? [{ by: 'shift_head', intent: 'Закрыть как исключение', comment: 'Спам' }] : []),
    ...OF_OTHERS,
    later(world),
  ];
};

/** An act in words: `region: Закрыт · Нет ответа пользователя`. */
export const wordsOf = ({ by, intent, comment, set, article, mail, event, clock }: CheckAct): string =>
  `${by ?? 'time'}: ${[
    intent !== undefined && `«${INTENTS[intent] ?? intent}»`,
    comment !== undefined && 'comment',
    set !== undefined && JSON.stringify(set),
    article !== undefined && `${article.type} to ${article.to ?? 'nobody'}`,
    mail !== undefined && 'mail',
    event,
    clock !== undefined && '6 days',
  ]
    .filter((word) => word !== false && word !== undefined)
    .join(' ')}`;
