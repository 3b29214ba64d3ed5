/**
 * Who moves a request by hand from which desk to which (4.2–4.11, A-54): lawful with the traces of the intention, put back with one note,
 * or shown. Cases of another hand, written from the regulation alone.
 */
import type { CheckAct } from './checks.js';
import { fixtureOf } from './judge.js';
import { play } from './play.js';
import { clausesInForce, type World } from './world.js';

const clauses = clausesInForce();
const R1 = 'СП РПГУ::Самарская область';
const R2 = 'СП РПГУ::Республика Татарстан';
const ENTRY = 'Начальник смены ЦПП';
const FEDERAL = 'СП ЕПГУ';
const TECHNICAL = 'СТП ЕПГУ';
const WAITS = 'В ожидании (без срока)';
const AGENCY = 'Отклонено на ведомство';

interface Wanted {
  /** What was done to the fixture before. Left out: nothing. */
  readonly before?: readonly CheckAct[];
  /** Group, state, and the reason where it matters; any of them. */
  readonly at: readonly (readonly [group: string, state: string, reason?: string | null])[];
  /** Left out: any number. */
  readonly notes?: number;
  readonly most?: number;
  /** What the notes say, each. */
  readonly says?: readonly string[];
  /** Clause (a beginning of it) and words of what is newly shown; null: nothing new is. Left out: not looked at. */
  readonly shown?: readonly [clause: string, words: string] | null;
  readonly never?: readonly string[];
  readonly owner?: string | null;
}

const note = (text: string): Pick<CheckAct, 'article'> => ({ article: { type: 'note', text } });
const byHand = (by: string, set: NonNullable<CheckAct['set']>, more: CheckAct = {}): CheckAct => ({
  by,
  set,
  ...more,
});
const meant = (by: string, intent: string, comment?: string): CheckAct => ({
  by,
  intent,
  ...(comment !== undefined && { comment }),
});

const played = (from: string, acts: readonly CheckAct[], before: readonly CheckAct[] = []) => {
  const fixture = fixtureOf(from, clauses);
  if (fixture === null) throw new Error(`${from} cannot be played`);
  const { world } = fixture;
  for (const act of before) play(world, act, clauses);
  const shown = new Set(world.shown.map(({ clause, text }) => `${clause} ${text}`));
  world.said = [];
  for (const act of acts) play(world, act, clauses);
  return { world, news: world.shown.filter(({ clause, text }) => !shown.has(`${clause} ${text}`)) };
};

const faultsOf = (
  { world, news }: { readonly world: World; readonly news: World['shown'] },
  wanted: Wanted,
): string[] => {
  const { group, state, owner, attributes } = world.facts;
  const reason = attributes['state_reason'] ?? null;
  const said = world.said.filter((text) => !text.startsWith('<p><strong>Комментарий к переводу'));
  const texts = [...said, ...news.map(({ clause, text }) => `${clause} ${text}`)].join('\n');
  const { shown } = wanted;
  const all = world.shown.map(({ clause, text }) => `${clause}: ${text}`);
  return [
    ...(wanted.at.some(([g, s, r]) => g === group && s === state && (r === undefined || r === reason))
      ? []
      : [`место: ${group} · ${state} · ${String(reason)}`]),
    ...(wanted.notes !== undefined && wanted.notes !== said.length ? [`заметок ${said.length}`] : []),
    ...(wanted.most !== undefined && said.length > wanted.most ? [`заметок ${said.length}`] : []),
    ...(wanted.says ?? [])
      .filter((words) => !said.join('\n').includes(words))
      .map((words) => `не сказано «${words}»`),
    ...(wanted.never ?? [])
      .filter((words) => texts.includes(words))
      .map((words) => `сказано «${words}»: ${texts}`),
    ...(shown === null ? news.map(({ clause, text }) => `показано ${clause}: ${text}`) : []),
    ...(shown != null && !all.some((text) => text.includes(shown[0]) && text.includes(shown[1]))
      ? [`не показано ${shown.join(' ')}: ${all.join('; ')}`]
      : []),
    ...(wanted.owner !== undefined && wanted.owner !== owner ? [`владелец ${String(owner)}`] : []),
  ];
};

const quiet = { notes: 0, shown: null } as const;

test.each<[string, string, string, readonly CheckAct[], Wanted]>([
  [
    'GR-C01a',
    'первый перевод руками',
    'W-FAQNO',
    [byHand('region', { group: ENTRY })],
    { at: [[ENTRY, 'Назначен', null]], ...quiet, owner: null },
  ],
  [
    'GR-C01a',
    'первый перевод намерением',
    'W-FAQNO',
    [meant('region', 'Передать в СП ЕПГУ')],
    { at: [[ENTRY, 'Назначен', null]], ...quiet, owner: null },
  ],
  [
    'GR-C01b',
    'без СНИЛС',
    'W-FAQNO',
    [byHand('region', { group: ENTRY })],
    {
      at: [
        [R1, 'В работе'],
        [R1, 'Назначен'],
        [R1, WAITS],
      ],
      notes: 1,
      says: ['4.2.3', 'СНИЛС'],
      before: [byHand('region', { fields: { СНИЛС: null } })],
    },
  ],
  ...[FEDERAL, TECHNICAL, 'ГРП'].map((group): [string, string, string, readonly CheckAct[], Wanted] => [
    'GR-C02',
    `впервые сразу в ${group}`,
    'W-FAQNO',
    [byHand('region', { group })],
    { at: [[ENTRY, 'Назначен', null]], most: 1 },
  ]),
  [
    'GR-C03a',
    'СНИЛС стёрли после перевода, ответ передан в СТП',
    'W-473',
    [byHand('region', { group: TECHNICAL }, note('Ответ заявителя'))],
    {
      // Technical support has never had it in this world: it goes on to who had, and one note says so.
      at: [[FEDERAL, 'Назначен', 'Информация получена']],
      shown: ['4.2.1', 'СНИЛС'],
      notes: 1,
      says: ['СП ЕПГУ', 'обращение продолжит группа, которая его вела'],
      never: ['начальник смены'],
      owner: null,
      before: [byHand('region', { fields: { СНИЛС: null } })],
    },
  ],
  [
    'GR-C03a',
    'по телефону без СНИЛС',
    'P-E',
    [byHand('epgu', { group: TECHNICAL }, note('Разобрать'))],
    {
      at: [[TECHNICAL, 'Назначен', null]],
      notes: 0,
      shown: ['3.4.2', 'СНИЛС'],
      owner: null,
      before: [byHand('epgu', { fields: { СНИЛС: null } })],
    },
  ],
  [
    'GR-C03b',
    'не согласен, руками',
    'W-RDIS',
    // The case has a letter «Не согласен» alone: nobody reads consent out of letters, the operator records it.
    [byHand('region', { group: ENTRY, fields: { Согласие: 'не согласен' } })],
    // One note tells of the second round, by hand and by intention alike (H-4.12.2).
    { at: [[ENTRY, 'Назначен', null]], most: 1, shown: null },
  ],
  [
    'GR-C03b',
    'не согласен, намерением',
    'W-RDIS',
    [meant('region', 'Не согласен')],
    { at: [[ENTRY, 'Назначен', null]], most: 1, shown: null },
  ],
  [
    'GR-C04',
    'в другой регион',
    'W-47',
    [byHand('region', { group: R2 })],
    { at: [[R1, 'Назначен']], notes: 1, says: ['4.'] },
  ],
  [
    'GR-C05a',
    'вне компетенции руками',
    'W-NS',
    [byHand('ns', { group: R1 }, note('Вне компетенции СП ЕПГУ'))],
    { at: [[R1, 'Назначен', 'Вне компетенции']], ...quiet, owner: null },
  ],
  [
    'GR-C05a',
    'вне компетенции намерением',
    'W-NS',
    [meant('ns', 'Не наша компетенция', 'Вне компетенции СП ЕПГУ')],
    { at: [[R1, 'Назначен', 'Вне компетенции']], ...quiet, owner: null },
  ],
  [
    'GR-C05b',
    'региону без комментария',
    'W-EPGU',
    [byHand('epgu', { group: R1 })],
    { at: [[FEDERAL, 'В работе', null]], notes: 1, says: ['4.3.1', '4.5.1', '4.7'], shown: null },
  ],
  [
    'GR-C06',
    'не тому региону, поле правили',
    'W-EPGU',
    // The case says it by the comment alone; what is meant is told by state and reason, for nobody reads words.
    [byHand('epgu', { group: R2, state: 'Назначен', reason: 'Вне компетенции' }, note('Вне компетенции'))],
    {
      at: [
        [R1, 'Назначен', 'Вне компетенции'],
        [FEDERAL, 'В работе'],
      ],
      most: 1,
      before: [byHand('epgu', { fields: { Регион: 'Республика Татарстан' } })],
    },
  ],
  [
    'GR-C06',
    'намерением, поле правили',
    'W-EPGU',
    [meant('epgu', 'Не наша компетенция', 'Вне компетенции')],
    {
      at: [[R1, 'Назначен', 'Вне компетенции']],
      most: 1,
      before: [byHand('epgu', { fields: { Регион: 'Республика Татарстан' } })],
    },
  ],
  [
    'GR-C07',
    'ответ руками',
    'W-EPGU',
    [byHand('epgu', { group: R1, state: 'Решен' }, note('Ответ: обновите страницу'))],
    { at: [[R1, 'Решен', null]], ...quiet },
  ],
  [
    'GR-C07',
    'ответ намерением',
    'W-EPGU',
    [meant('epgu', 'Ответ готов', 'Ответ: обновите страницу')],
    { at: [[R1, 'Решен', null]], ...quiet },
  ],
  [
    'GR-C08a',
    'в СТП с анализом',
    'W-EPGU',
    [byHand('epgu', { group: TECHNICAL }, note('Анализ'))],
    { at: [[TECHNICAL, 'Назначен', null]], ...quiet, never: ['3.5'] },
  ],
  [
    'GR-C08a',
    'в СТП намерением',
    'W-EPGU',
    [meant('epgu', 'В СТП', 'Анализ')],
    { at: [[TECHNICAL, 'Назначен', null]], ...quiet, never: ['3.5'] },
  ],
  [
    'GR-C08a',
    'телефонное в СТП с анализом',
    'P-E',
    [byHand('epgu', { group: TECHNICAL }, note('Анализ'))],
    { at: [[TECHNICAL, 'Назначен', null]], ...quiet, never: ['4.5'] },
  ],
  [
    'GR-C08b',
    'из НС в СТП без анализа',
    'W-NS',
    [byHand('ns', { group: TECHNICAL })],
    { at: [[TECHNICAL, 'Назначен']], notes: 0, shown: ['4.5', ''], never: ['3.5'] },
  ],
  [
    'GR-C08b',
    'из СП ЕПГУ в СТП без анализа',
    'W-EPGU',
    [byHand('epgu', { group: TECHNICAL })],
    { at: [[TECHNICAL, 'Назначен']], notes: 0, shown: ['4.5', ''], never: ['3.5'] },
  ],
  [
    'GR-C09',
    'взято',
    'W-NS',
    [byHand('epgu', { group: FEDERAL, owner: 'epgu', state: 'В работе' })],
    { at: [[FEDERAL, 'В работе', null]], ...quiet, owner: 'epgu' },
  ],
  [
    'GR-C09',
    'обратно в НС',
    'W-EPGU',
    [byHand('epgu', { group: ENTRY })],
    { at: [[ENTRY, 'Назначен', null]], ...quiet, owner: null },
  ],
  [
    'GR-C10',
    'на ГРП из НС',
    'W-NS',
    [byHand('ns', { group: 'ГРП' })],
    { at: [[R1, 'Назначен']], notes: 1, says: ['4.3.3'] },
  ],
  [
    'GR-C10',
    'на ГРП из СП ЕПГУ',
    'W-EPGU',
    [byHand('epgu', { group: 'ГРП' })],
    { at: [[R1, 'Назначен']], notes: 1, says: ['4.3.3'] },
  ],
  [
    'GR-C11a',
    '«Решен» в СТП',
    'W-STPW',
    [byHand('stp', { state: 'Решен' })],
    { at: [[FEDERAL, 'Решен', null]], ...quiet, owner: null },
  ],
  [
    'GR-C11a',
    '«Решен» и в СП ЕПГУ',
    'W-STPW',
    [byHand('stp', { group: FEDERAL, state: 'Решен' })],
    { at: [[FEDERAL, 'Решен', null]], ...quiet, owner: null },
  ],
  [
    'GR-C11a',
    'намерением',
    'W-STPW',
    [meant('stp', 'Решено')],
    { at: [[FEDERAL, 'Решен', null]], ...quiet, owner: null },
  ],
  [
    'GR-C11b',
    'из СТП региону',
    'W-STPW',
    [byHand('stp', { group: R1, state: 'Решен' }, note('Решение'))],
    {
      at: [
        [TECHNICAL, 'В работе'],
        [FEDERAL, 'Решен'],
      ],
      notes: 1,
      says: ['4.10'],
    },
  ],
  [
    'GR-C12',
    'из СТП в ГРП',
    'W-STPW',
    [byHand('stp', { group: 'ГРП' })],
    { at: [[TECHNICAL, 'В работе', null]], notes: 1, shown: null },
  ],
  [
    'GR-C12',
    'СТП нужны сведения',
    'W-STPW',
    [byHand('stp', { group: FEDERAL, state: 'Назначен' }, note('Нужен снимок экрана'))],
    { at: [[FEDERAL, 'Назначен', null]], ...quiet, owner: null },
  ],
  [
    'GR-C14a',
    'из ожидания в СТП без ответа ФОИВ',
    'W-FE',
    [byHand('epgu', { group: TECHNICAL })],
    { at: [[FEDERAL, WAITS, AGENCY]], notes: 1, says: ['4.9'] },
  ],
  [
    'GR-C14a',
    'из ожидания в СТП с ответом ФОИВ',
    'W-FE',
    [byHand('epgu', { group: TECHNICAL }, note('Ответ ФОИВ № 5'))],
    { at: [[TECHNICAL, 'Назначен', null]], notes: 0 },
  ],
  [
    'GR-C14b',
    'уведомлён, возвращён',
    'W-FR',
    [byHand('region', { group: FEDERAL }, note('Уведомлён по телефону'))],
    { at: [[FEDERAL, WAITS, AGENCY]], notes: 0 },
  ],
  [
    'GR-C14b',
    'возвращён без слова',
    'W-FR',
    [byHand('region', { group: FEDERAL })],
    { at: [[R1, WAITS, AGENCY]], notes: 1, says: ['4.8.2'] },
  ],
  [
    'GR-C15',
    'телефонное руками в НС',
    'P-RNO',
    [byHand('region', { group: ENTRY })],
    {
      at: [[ENTRY, 'Назначен', null]],
      notes: 0,
      shown: ['3.2', 'звон'],
      owner: null,
      never: ['4.2.3'],
    },
  ],
])('%s %s', (_, __, from, acts, wanted) => {
  expect(faultsOf(played(from, acts, wanted.before ?? []), wanted)).toEqual([]);
});
