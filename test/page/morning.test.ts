/**
 * «Утро», by cases written from the regulation and the task before the code (M-01 …): what came before the desk opened, what ends
 * today, what waits to be told, whose numbers are whose, what a head may allow.
 */
import type { Stay, Told } from '../../plugin/store/places.js';
import { usePostgres } from '../plugin/postgres.js';
import { untold } from './seed.js';
import { browse, openSite, signedIn, type Browser, type Known, type Site } from './site.js';

usePostgres();

const HOME = 'bashkortostan';
interface Ticket extends Partial<Omit<Stay, 'since' | 'told'>> {
  readonly at: string;
  readonly told?: Partial<Told>;
}

const idOf = (number: string): number => Number(number) - 200_000;

/** As a look would leave it. */
const stands = (site: Site, number: string, { at, told, ...stay }: Ticket): Promise<void> =>
  site.store.conclude({
    ticket: idOf(number),
    deliveries: [],
    updatedAt: new Date(at),
    dueAt: null,
    at: site.now(),
    stay: {
      number,
      place: 'Новое',
      ended: false,
      region: HOME,
      ...stay,
      since: new Date(at),
      told: { ...untold, createdAt: new Date(at), ...told },
    },
  });

const untaken = { untaken: true } as const;

const sites: Site[] = [];
const at = async (now: string): Promise<Site> => {
  const site = await openSite({ begin: new Date(now) });
  sites.push(site);
  await site.store.setWatermark('sweep', new Date(site.now().getTime() - 60_000));
  return site;
};
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
    .trim();

/** A section of the page as text, by the id of its heading. */
const sectionOf = (html: string, id: string): string =>
  plain(new RegExp(`<section aria-labelledby='${id}'>(.*?)</section>`, 's').exec(html)?.[1] ?? '');

const numbersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/№ (\d+)/g)].map(([, number = '']) => number)),
];

const opened = async (site: Site, known: Known): Promise<string> => {
  const seen = await (await signedIn(site, known)).get('/morning');
  expect(seen.status).toBe(200);
  return seen.html;
};

/** Row of a ticket in a section. */
const rowOf = (html: string, id: string, number: string): string => {
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) => row);
  const section = new RegExp(`<section aria-labelledby='${id}'>(.*?)</section>`, 's').exec(html)?.[1] ?? '';
  return plain(rows.find((row) => section.includes(row) && row.includes(`№ ${number}`)) ?? '');
};

describe('«Не взято за ночь»', () => {
  interface Case {
    readonly id: string;
    readonly now: string;
    readonly who?: Known;
    readonly given: Readonly<Record<string, Ticket>>;
    /** Number → age in the desk's working time. */
    readonly ages: Readonly<Record<string, string>>;
  }
  const federal = { place: 'Передано', told: untaken };
  const fresh = (when: string, more: Partial<Ticket> = {}): Ticket => ({ at: when, told: untaken, ...more });
  test.each<Case>([
    {
      id: 'M-01: on a Monday back to the end of Friday',
      now: '2026-11-30T09:15:00+05:00',
      given: {
        201001: fresh('2026-11-27T19:10:00+05:00'),
        201002: fresh('2026-11-28T11:00:00+05:00'),
        201003: fresh('2026-11-29T23:50:00+05:00'),
        201004: fresh('2026-11-30T09:05:00+05:00'),
        201005: { at: '2026-11-30T09:10:00+05:00', place: 'Поиск в FAQ' },
      },
      ages: { 201001: '15 мин', 201002: '15 мин', 201003: '15 мин' },
    },
    {
      id: 'M-02: left from the working day',
      now: '2026-11-30T09:30:00+05:00',
      given: { 201011: fresh('2026-11-27T15:00:00+05:00'), 201012: fresh('2026-11-29T10:00:00+05:00') },
      ages: { 201011: '3 ч 30 мин', 201012: '30 мин' },
    },
    {
      id: 'M-03: days off with a working, shortened Saturday before',
      now: '2025-11-05T09:00:00+05:00',
      given: {
        201021: fresh('2025-11-01T12:00:00+05:00'),
        201022: fresh('2025-11-01T17:30:00+05:00'),
        201023: fresh('2025-11-03T11:00:00+05:00'),
      },
      ages: { 201021: '5 ч', 201022: '0 мин', 201023: '0 мин' },
    },
    {
      id: 'M-04: New Year, two calendars',
      now: '2026-01-12T09:20:00+05:00',
      given: {
        201031: fresh('2025-12-31T10:00:00+05:00'),
        201032: fresh('2026-01-09T10:00:00+05:00'),
        201033: { at: '2025-12-30T17:00:00+05:00', place: 'Поиск в FAQ' },
      },
      ages: { 201031: '20 мин', 201032: '20 мин' },
    },
    {
      id: 'M-05: by the calendar of the desk that has it',
      now: '2026-05-28T09:00:00+03:00',
      who: 'country',
      given: {
        201041: fresh('2026-05-27T11:00:00+03:00', federal),
        201042: fresh('2026-05-27T13:00:00+05:00'),
      },
      ages: { 201041: '7 ч', 201042: '2 ч' },
    },
    {
      id: 'M-06: night here is day in Kamchatka',
      now: '2026-11-27T09:00:00+03:00',
      who: 'country',
      given: {
        201051: fresh('2026-11-27T10:00:00+12:00', { region: 'kamchatka' }),
        201052: fresh('2026-11-26T20:00:00+12:00', { region: 'kamchatka' }),
        201053: fresh('2026-11-27T02:00:00+03:00', { region: 'kaliningrad' }),
      },
      ages: { 201052: '9 ч', 201053: '0 мин' },
    },
    {
      id: 'M-07: waits, solved and ended ones are none',
      now: '2026-11-27T09:30:00+05:00',
      given: {
        201061: { at: '2026-11-26T21:00:00+05:00', place: 'Ждём данные' },
        201063: { at: '2026-11-26T21:00:00+05:00', place: 'Сообщить решение' },
        201064: { at: '2026-11-26T21:00:00+05:00', place: null, ended: true },
        201066: fresh('2026-11-26T21:00:00+05:00'),
      },
      ages: { 201066: '30 мин' },
    },
    {
      id: 'M-29: a region’s own at the federal desks, by origin',
      now: '2026-11-30T10:00:00+05:00',
      given: {
        201201: fresh('2026-11-27T15:00:00+03:00', federal),
        201202: fresh('2026-11-27T15:00:00+03:00', { ...federal, region: 'kamchatka' }),
      },
      ages: { 201201: '3 ч' },
    },
  ])('$id', async ({ now, who = 'ufa', given, ages }) => {
    const site = await at(now);
    for (const [number, ticket] of Object.entries(given)) await stands(site, number, ticket);
    const html = await opened(site, who);
    const text = sectionOf(html, 'untaken');
    expect(numbersIn(text).toSorted()).toEqual(Object.keys(ages).toSorted());
    expect(text).toContain(`за ночь: ${Object.keys(ages).length}`);
    for (const [number, age] of Object.entries(ages))
      expect(rowOf(html, 'untaken', number)).toMatch(new RegExp(` ${age}$`));
    expect(html).toContain(`https://zammad.example/#ticket/zoom/${idOf(Object.keys(ages)[0] ?? '')}`);
  });

  test('M-08: on a day off it says so, and nothing closes', async () => {
    const site = await at('2026-11-28T11:00:00+05:00');
    await stands(site, '201071', fresh('2026-11-27T20:00:00+05:00'));
    await stands(site, '201072', {
      at: '2026-11-25T12:00:00+05:00',
      place: 'Ждём заявителя',
      told: { closesAt: new Date('2026-12-01T00:00:00+05:00') },
    });
    const html = await opened(site, 'ufa');
    expect(rowOf(html, 'untaken', '201071')).toMatch(/ 0 мин$/);
    expect(plain(html)).toContain('нерабочий день; следующий рабочий — 30.11.2026');
    expect(sectionOf(html, 'closing')).toContain('Сегодня ничего не закрывается');
  });

  test('M-30: a calendar nobody entered is said, and the ticket shown', async () => {
    const site = await at('2028-01-11T09:00:00+05:00');
    await stands(site, '201081', fresh('2028-01-10T20:00:00+05:00'));
    expect(rowOf(await opened(site, 'ufa'), 'untaken', '201081')).toMatch(/не посчитано: .*2028/);
  });
});

describe('«Закрывается сегодня»', () => {
  const waits = (closes: string, region = HOME): Ticket => ({
    at: '2026-11-24T15:00:00+05:00',
    place: 'Ждём заявителя',
    region,
    told: { closesAt: new Date(closes) },
  });
  test.each([
    ['Ждём заявителя', 'п. 4.7.2'],
    ['Ждём заявителя (СП ЕПГУ)', 'п. 3.7.2'],
    // Nobody knows whose desk that is.
    [null, 'п. 3.7.2, 4.7.2'],
  ])('the point of the path that the ticket is on: %s', async (place, point) => {
    const site = await at('2026-11-27T09:00:00+05:00');
    await stands(site, '201081', { ...waits('2026-11-28T00:00:00+05:00'), place });
    expect(rowOf(await opened(site, 'admin'), 'closing', '201081')).toMatch(new RegExp(`${point}$`));
  });

  test('M-09: 24:00 is that day’s', async () => {
    const site = await at('2026-11-27T09:00:00+05:00');
    await stands(site, '201081', waits('2026-11-28T00:00:00+05:00'));
    await stands(site, '201082', waits('2026-12-01T00:00:00+05:00'));
    await stands(site, '201083', { at: '2026-11-26T23:59:00+05:00', place: null, ended: true });
    const text = sectionOf(await opened(site, 'ufa'), 'closing');
    expect(numbersIn(text)).toEqual(['201081']);
    expect(text).toContain('27.11.2026, 24:00 (Asia/Yekaterinburg)');
    expect(text).toContain('п. 4.7.2');
  });

  test('M-10: each by its own zone', async () => {
    const site = await at('2026-11-26T16:00:00+03:00');
    await stands(site, '201091', waits('2026-11-28T00:00:00+12:00', 'kamchatka'));
    await stands(site, '201092', waits('2026-11-28T00:00:00+05:00'));
    await stands(site, '201093', waits('2026-11-27T00:00:00+02:00', 'kaliningrad'));
    expect(numbersIn(sectionOf(await opened(site, 'country'), 'closing')).toSorted()).toEqual([
      '201091',
      '201093',
    ]);
  });

  test.each([
    ['R-3.11.2.b', '3\\.11\\.2'],
    ['R-4.3.2.b', '4\\.3\\.2'],
  ])('M-11: claims by Moscow, by %s of their own path', async (clause, point) => {
    const site = await at('2026-06-01T10:00:00+03:00');
    for (const [number, due] of [
      ['201101', '2026-06-02T00:00:00+03:00'],
      ['201103', '2026-06-03T00:00:00+03:00'],
    ] as const) {
      await stands(site, number, { at: '2026-05-21T12:00:00+03:00', place: 'Претензия' });
      await site.store.decide({
        ticket: idOf(number),
        clause,
        mode: 'act',
        verdict: 'pending',
        outcome: 'none',
        because: { text: 'претензия рассматривается', facts: {} },
        actionKey: null,
        region: HOME,
        dueAt: new Date(due),
        at: new Date('2026-05-21T12:00:00+03:00'),
      });
    }
    const text = sectionOf(await opened(site, 'country'), 'closing');
    expect(numbersIn(text)).toEqual(['201101']);
    expect(text).toMatch(new RegExp(`01\\.06\\.2026, 24:00 \\(Europe/Moscow\\) п\\. ${point}(?!,)`));
  });
});

test('M-12, M-15: a lost letter is listed with when it went out, nothing closes by it', async () => {
  const site = await at('2026-11-27T09:30:00+05:00');
  await stands(site, '201111', {
    at: '2026-11-24T15:00:00+05:00',
    place: 'Ждём заявителя',
    told: { lostAt: new Date('2026-11-24T15:00:00+05:00') },
  });
  await stands(site, '201144', {
    at: '2026-11-18T09:00:00+05:00',
    place: 'Ждём заявителя',
    told: { lostAt: new Date('2026-11-18T09:00:00+05:00') },
  });
  const html = await opened(site, 'ufa');
  const text = sectionOf(html, 'lost');
  expect(numbersIn(text)).toEqual(['201144', '201111']);
  expect(text).toContain('24.11.2026 15:00 (Asia/Yekaterinburg)');
  expect(text).toContain('срок ответа приостановлен');
  expect(sectionOf(html, 'closing')).not.toContain('201111');
});

test('M-13, M-14: ready is what waits to be told, by what left the house', async () => {
  const site = await at('2026-11-27T09:30:00+05:00');
  const verdicts = {
    201121: ['notApplicable', ''],
    201122: ['met', 'решение сообщено'],
    201125: ['flagged', 'решение пользователю не доставлено (п. 4.5.2, 4.12)'],
    201127: ['flagged', 'позвоните пользователю: он выбрал телефон'],
  } as const;
  for (const [number, [verdict, text]] of Object.entries(verdicts)) {
    await stands(site, number, { at: '2026-11-26T12:00:00+05:00', place: 'Сообщить решение' });
    await site.store.decide({
      ticket: idOf(number),
      clause: 'R-4.5.2',
      mode: 'act',
      verdict,
      outcome: 'none',
      because: { text, facts: {} },
      actionKey: null,
      region: HOME,
      dueAt: null,
      at: new Date('2026-11-26T14:00:00+05:00'),
    });
  }
  await stands(site, '201132', { at: '2026-11-26T17:00:00+05:00', place: 'Запросить у заявителя' });
  const html = await opened(site, 'ufa');
  expect(numbersIn(sectionOf(html, 'ready'))).toEqual(['201121', '201125', '201127']);
  expect(rowOf(html, 'ready', '201127')).toContain('позвоните пользователю');
  expect(rowOf(html, 'ready', '201121')).toMatch(/6 ч 30 мин$/);
});

test('M-16, M-17: agencies by their oldest request, however they are spelled', async () => {
  const site = await at('2026-11-27T09:00:00+03:00');
  const waits = (agency: string | null, agencyAsked: string): Ticket => ({
    at: '2026-11-26T12:00:00+03:00',
    place: 'Ждём ФОИВ',
    told: { agency, agencyAsked },
  });
  await stands(site, '201151', waits('ФНС', '2026-10-28'));
  await stands(site, '201152', waits('ФНС', '2026-11-20'));
  await stands(site, '201153', waits('МВД', '2026-08-18'));
  await stands(site, '201154', waits(null, '2026-11-25'));
  await stands(site, '201156', waits('мвд', '2026-11-25'));
  await stands(site, '201155', { at: '2026-11-24T12:00:00+03:00', place: 'У СТП', told: { agency: 'МВД' } });
  const text = sectionOf(await opened(site, 'country'), 'agencies');
  expect(text).toMatch(/МВД 2 101 дн\. ФНС 2 30 дн\. ведомство не указано 1 2 дн\./);
  expect(text).not.toMatch(/просрочено|отказ/i);
});

describe('«Отказы по полям»', () => {
  const sentBack = (
    site: Site,
    number: string,
    when: string,
    facts: Readonly<Record<string, string>>,
    more: { readonly clause?: string; readonly outcome?: 'act' | 'observe' } = {},
  ) =>
    site.store.decide({
      ticket: idOf(number),
      clause: more.clause ?? 'R-4.2.1',
      mode: 'act',
      verdict: 'due',
      outcome: more.outcome ?? 'act',
      because: {
        text: 'передан без данных пользователя, возвращается региону',
        facts: { Группа: 'СП', ...facts },
      },
      actionKey: more.outcome === 'observe' ? null : `${number} ${when}`,
      region: HOME,
      dueAt: null,
      at: new Date(when),
    });

  test('M-18, M-19: times, tickets and fields; wrong is not missing', async () => {
    const site = await at('2026-11-27T09:30:00+05:00');
    const missing = 'не указано';
    for (const number of ['201171', '201172', '201173', '201174', '201175', '201181'])
      await stands(site, number, { at: '2026-11-26T12:00:00+05:00' });
    await sentBack(site, '201171', '2026-11-26T10:00:00+05:00', {
      СНИЛС: missing,
      ИНН: missing,
      'Дата рождения': missing,
    });
    await sentBack(site, '201172', '2026-11-26T10:00:00+05:00', { ИНН: missing });
    await sentBack(site, '201172', '2026-11-26T11:00:00+05:00', { ИНН: missing });
    await sentBack(site, '201173', '2026-11-26T12:00:00+05:00', { 'Суть обращения': missing });
    await sentBack(site, '201175', '2026-11-26T12:00:00+05:00', {}, { clause: 'R-3.11.1' });
    await sentBack(site, '201174', '2026-11-26T12:00:00+05:00', { ИНН: missing }, { outcome: 'observe' });
    await sentBack(site, '201181', '2026-11-26T13:00:00+05:00', { СНИЛС: 'неверное контрольное число' });
    await sentBack(site, '201181', '2026-11-24T13:00:00+05:00', { СНИЛС: 'неверное контрольное число' });
    const text = sectionOf(await opened(site, 'ufa'), 'refusals');
    expect(text).toContain('п. 4.2.1, 4.2.3');
    expect(text).toContain('с 26.11.2026: 5; обращений: 4');
    expect(text).toContain('ИНН не указано 3 2');
    expect(text).toContain('СНИЛС не указано 1 1');
    expect(text).toContain('СНИЛС неверное контрольное число 1 1');
    expect(text).toContain('Дата рождения не указано 1 1');
    expect(text).toContain('Суть обращения не указано 1 1');
  });
});

describe('«Отменено вчера»', () => {
  const undo = (site: Site, number: string, when: string, clause: string, more: object = {}) =>
    site.store.decide({
      ticket: idOf(number),
      clause,
      mode: 'act',
      verdict: 'due',
      outcome: 'act',
      because: {
        text: 'закрыт не по регламенту, открывается снова',
        facts: { Было: 'СП РПГУ · Закрыт', Стало: 'СП РПГУ · В работе', Кто: 'op_02@desk.example' },
      },
      actionKey: `${number}/${clause}/${when}`,
      undo: true,
      region: HOME,
      dueAt: null,
      at: new Date(when),
      ...more,
    });
  const FRIDAY = '2026-11-27T16:00:00+05:00';
  const KEY = `201191/R-3.11.1/${FRIDAY}`;
  let site: Site;
  beforeEach(async () => {
    site = await at('2026-11-30T09:00:00+05:00');
    await stands(site, '201191', { at: FRIDAY, place: 'Поиск в FAQ' });
    await stands(site, '201192', { at: '2026-11-28T12:00:00+05:00', place: 'Передано' });
    await stands(site, '201193', { at: '2026-11-26T15:00:00+05:00' });
    await stands(site, '201194', { at: FRIDAY, region: 'kamchatka' });
    await stands(site, '201195', { at: '2026-11-28T12:00:00+05:00', place: 'Передано' });
    await stands(site, '201196', { at: FRIDAY });
    await undo(site, '201191', FRIDAY, 'R-3.11.1');
    await undo(site, '201192', '2026-11-28T12:00:00+05:00', 'R-4.2');
    await undo(site, '201193', '2026-11-26T15:00:00+05:00', 'R-4.2');
    await undo(site, '201194', FRIDAY, 'R-3.11.1');
    await undo(site, '201195', FRIDAY, 'R-3.11.1');
    await undo(site, '201196', FRIDAY, 'R-4.2.1', {
      undo: false,
      because: { text: 'передан без данных', facts: { СНИЛС: 'не указано' } },
    });
    await undo(site, '201196', FRIDAY, 'R-4.7.2', { undo: false });
  });

  const allow = async (browser: Browser, act: string, reason: string, form?: string) =>
    browser.post('/morning/allow', { form: form ?? (await browser.word()), act, reason });
  const permits = (): Promise<string> =>
    site.query('select ticket, login, place from permits order by ticket');

  test('M-20: since the last working day, with who, from where to where and a button', async () => {
    const html = await opened(site, 'ufa');
    const text = sectionOf(html, 'undone');
    expect(numbersIn(text).toSorted()).toEqual(['201191', '201192', '201195']);
    expect(text).toContain('с 27.11.2026');
    const row = rowOf(html, 'undone', '201191');
    expect(row).toContain('п. 3.11.1, 4.12.1');
    expect(row).toContain('op_02@desk.example');
    expect(row).toContain('СП РПГУ · Закрыт → СП РПГУ · В работе');
    expect(row).toContain('Оператор повторит его сам');
    expect(rowOf(html, 'undone', '201195')).not.toContain('Разрешить');
  });

  test('M-21, M-22: with a reason, once, under the name of whoever said so', async () => {
    const browser = await signedIn(site, 'ufa');
    for (const reason of ['', '  \t ']) {
      const seen = await allow(browser, KEY, reason);
      expect([seen.status, seen.html]).toEqual([422, expect.stringContaining('Укажите причину')]);
    }
    expect(await permits()).toBe('[]');
    const answers = await Promise.all(
      [browser, browser, await signedIn(site, 'country')].map((one) =>
        allow(one, KEY, 'Ответ дан по телефону, запись есть'),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409]);
    expect(rowOf(await opened(site, 'ufa'), 'undone', '201191')).toMatch(
      /Разрешено: (ufa|country)@desk\.example, 30\.11\.2026/,
    );
    const seen = await allow(browser, KEY, 'ещё раз');
    expect([seen.status, seen.html]).toEqual([
      409,
      expect.stringMatching(/Уже разрешено: \S+, 30\.11\.2026/),
    ]);
    const deeds = await site.query(`select deed, object from page_deeds where deed like 'разрешено%'`);
    expect(JSON.parse(deeds)).toEqual([
      {
        deed: 'разрешено однажды, п. 3.11.1, 4.12.1: Ответ дан по телефону, запись есть',
        object: '№ 201191',
      },
    ]);
  });

  test('M-23: who may', async () => {
    const ufa = await signedIn(site, 'ufa');
    const admin = await signedIn(site, 'admin');
    const other = `201194/R-3.11.1/${FRIDAY}`;
    const foreign = await allow(ufa, other, 'причина');
    const absent = await allow(ufa, 'no such act', 'причина');
    expect([foreign.status, foreign.html]).toEqual([404, absent.html]);
    expect((await allow(ufa, KEY, 'причина', '')).status).toBe(403);
    expect((await ufa.get(`/morning/allow?act=${encodeURIComponent(KEY)}`)).status).toBe(404);
    expect((await allow(browse(site), KEY, 'причина', '')).status).toBe(403);
    expect(await permits()).toBe('[]');
    expect((await allow(admin, other, 'причина')).status).toBe(303);
    expect(await permits()).toBe(
      '[{"ticket":"1194","login":"admin@desk.example","place":"СП РПГУ · Закрыт"}]',
    );
  });

  test('M-24: not when the ticket has moved since, and not what no reason can allow', async () => {
    const ufa = await signedIn(site, 'ufa');
    const moved = await allow(ufa, `201195/R-3.11.1/${FRIDAY}`, 'причина');
    expect([moved.status, moved.html]).toEqual([409, expect.stringContaining('Обращение уже изменилось')]);
    const strict = await allow(ufa, `201196/R-4.2.1/${FRIDAY}`, 'причина');
    expect([strict.status, plain(strict.html)]).toEqual([
      422,
      expect.stringMatching(/п\. 4\.2\.1, 4\.2\.3 .*СНИЛС/),
    ]);
    const none = await allow(ufa, `201196/R-4.7.2/${FRIDAY}`, 'причина');
    expect([none.status, plain(none.html)]).toEqual([
      422,
      expect.stringContaining('Это действие не отмена: разрешать нечего.'),
    ]);
    expect(none.html).not.toContain('не допускает исключений');
    expect(await permits()).toBe('[]');
  });

  test('M-25: nobody’s data in a reason', async () => {
    const ufa = await signedIn(site, 'ufa');
    const reason =
      'Заявитель Иванова Анна, СНИЛС 112-233-445 95, тел. +7 917 123-45-67 <script>alert(1)</script> согласна';
    expect((await allow(ufa, KEY, reason)).status).toBe(303);
    const kept = `${await site.query('select * from permits')}${await site.query('select * from page_deeds')}${site.lines.join('')}`;
    const shown = `${(await ufa.get('/morning')).html}${(await (await signedIn(site, 'admin')).get('/operations')).html}`;
    for (const text of [kept, shown]) expect(text).not.toMatch(/Иванова|Анна|112-233|917 123/);
    expect(shown).not.toContain('<script>alert');
    expect(kept).toContain('согласна');
  });

  test('M-25: nor a part of it where a long reason ends', async () => {
    const ufa = await signedIn(site, 'ufa');
    const before = 'согласна '.repeat(40).slice(0, 288);
    expect((await allow(ufa, KEY, `${before}СНИЛС 112-233-445 95, и ещё слова`)).status).toBe(303);
    const kept = await site.query('select reason from permits');
    expect(kept).toMatch(/согласна/);
    expect(kept).not.toMatch(/112/);
  });
});

test('M-26, M-27: a spike is far above the same hours of such days', async () => {
  const site = await at('2026-11-30T12:00:00+03:00');
  let id = 300_000;
  const came = async (service: string | null, when: string, times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1)
      await stands(site, String((id += 1)), { at: when, told: { service } });
  };
  for (const [service, now, each] of [
    ['Запись к врачу', 24, 8],
    ['Регистрация ТС', 4, 1],
    ['Загранпаспорт', 12, 11],
    [null, 20, 5],
    ['Новая услуга', 6, 0],
  ] as const) {
    await came(service, '2026-11-30T10:00:00+03:00', now);
    for (const day of ['2026-11-23', '2026-11-16']) await came(service, `${day}T10:00:00+03:00`, each * 4);
    // Later that day, and another day of the week.
    await came(service, '2026-11-23T15:00:00+03:00', 3);
    await came(service, '2026-11-24T10:00:00+03:00', 3);
  }
  const text = sectionOf(await opened(site, 'admin'), 'spikes');
  expect(text).toContain('Запись к врачу 24 обычно 8 ×3');
  expect(text).toContain('услуга не указана 20 обычно 5 ×4');
  expect(text).toContain('Новая услуга 6 раньше не было');
  expect(text).toContain('8 прошлых таких же дней недели');
  expect(text).not.toMatch(/Регистрация ТС|Загранпаспорт|NaN|Infinity|∞/);
});

test('M-28: numbers of a region for its own head, whatever is asked for', async () => {
  const site = await at('2026-11-30T09:30:00+05:00');
  const all = { [HOME]: 5, kaliningrad: 7, kamchatka: 3 };
  let id = 210_000;
  for (const [region, times] of Object.entries(all))
    for (let time = 0; time < times; time += 1) {
      const next = (): string => String((id += 1));
      const day = '2026-11-27T12:00:00+03:00';
      await stands(site, next(), { at: day, region, told: untaken });
      await stands(site, next(), {
        at: day,
        region,
        place: 'Ждём заявителя',
        told: { closesAt: new Date('2026-11-30T20:00:00+05:00') },
      });
      await stands(site, next(), { at: day, region, place: 'Сообщить решение' });
      await stands(site, next(), { at: day, region, told: { lostAt: new Date(day) } });
      await stands(site, next(), { at: day, region, place: 'Ждём ФОИВ', told: { agency: 'ФНС' } });
    }
  for (let time = 0; time < 12; time += 1)
    await stands(site, String((id += 1)), {
      at: '2026-11-30T08:00:00+05:00',
      region: 'kaliningrad',
      place: 'Поиск в FAQ',
      told: { service: 'Запись к врачу' },
    });
  for (const query of ['', '?region=kaliningrad', '?region=']) {
    const browser = await signedIn(site, 'ufa');
    const { html } = await browser.get(`/morning${query}`);
    for (const section of ['untaken', 'closing', 'ready', 'lost'])
      expect(sectionOf(html, section)).toMatch(/^[^:]+: 5 /);
    expect(sectionOf(html, 'agencies')).toMatch(/ФНС 5 /);
    expect(plain(html)).not.toMatch(/Калининград|Камчат|Запись к врачу|: (7|12|15) /);
  }
});

test('M-30: an empty morning is said in words, an old picture too', async () => {
  const site = await at('2026-11-30T09:00:00+05:00');
  const fresh = plain(await opened(site, 'ufa'));
  expect(fresh).toContain('Последний обход: 30.11.2026 08:59');
  for (const words of [
    'Таких обращений нет',
    'Сегодня ничего не закрывается',
    'Ничего не отменялось',
    'Всплесков нет',
  ])
    expect(fresh).toContain(words);
  expect(fresh).not.toContain('Картина неполная');
  await site.store.setWatermark('sweep', new Date('2026-11-27T20:00:00+05:00'));
  expect(plain(await opened(site, 'ufa'))).toContain('последний обход — 27.11.2026 20:00');
});
