/** Parity of templates, views and samples; and that nothing half said, or said as markup, leaves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../templates/render.js';
import { views, type TemplateName, type View } from '../../templates/views.js';

const samples: { [Name in TemplateName]: View<Name> } = {
  'data-missing': {
    enforced: true,
    from: 'Начальник смены ЦПП',
    region: 'Северная область',
    state: 'В ожидании (без срока)',
    reason: 'Запрошена информация (пользователь)',
    faults: [
      { label: 'СНИЛС', why: 'не сходится контрольное число' },
      { label: 'ИНН', why: 'не заполнено' },
    ],
  },
  'letter-read': {
    enforced: true,
    portal: true,
    unknown: false,
    region: 'Северная область',
    labels: ['ФИО', 'СНИЛС'],
    contradictions: ['ИНН'],
    faults: [{ label: 'Дата рождения', message: 'такого дня нет', where: 'текст письма, строка 4' }],
    otherPerson: false,
    machine: false,
    elsewhere: false,
    sameSnils: [],
    closed: null,
    pointed: { number: '91005', reason: 'номер совпал, лицо другое' },
    portalNumber: '778',
  },
  'letter-undelivered': { enforced: true, point: '4.5.2', state: 'Решен', reset: 'Назначен' },
  'letter-again': { number: '91008', sameLetter: true, answer: false, automatic: false },
  'data-asked': {
    enforced: true,
    mailed: false,
    silence: { address: true, phone: false, asked: false, machine: false, limit: false },
    refused: ['ИНН'],
    faults: [{ label: 'ИНН', why: 'не заполнено' }],
  },
  'data-request': {
    number: '91007',
    desk: 'Республика Башкортостан',
    regional: true,
    again: true,
    asksMethod: true,
    methods: ['телефон', 'эл. почта'],
    faults: [{ label: 'ИНН', why: 'не заполнено' }],
  },
  'other-letter': { enforced: true, own: false, points: '4.7.2', made: true, restored: 'Решен' },
  'letter-astray': { enforced: true, point: '4.5.2' },
  'other-confirmed': { enforced: true },
  'other-request': { number: '91007' },
  'request-registered': {
    number: '91007',
    before: '91003',
    desk: 'Республика Башкортостан',
    regional: true,
  },
  'request-closed': {
    number: '91007',
    workingDays: 3,
    point: '3.7.2',
    desk: 'СП ЕПГУ',
    regional: false,
  },
  'data-complete': { enforced: true },
  'transition-comment': {
    enforced: true,
    group: 'Северная область',
    state: 'Назначен',
    lines: ['Вопрос о записи к врачу,', 'это не наш портал'],
  },
  'act-undone': {
    enforced: true,
    found: 'Тикет закрыли, а здесь это не предусмотрено',
    points: '4.5.1, 4.5.2',
    group: 'СП ЕПГУ',
    state: 'В работе',
    place: 'Анализ',
    what: 'СП ЕПГУ ищет ответ',
    lacks: ['сообщено заявителю'],
    ways: [{ intention: 'В СТП', name: 'Передано в СТП ЕПГУ', points: '4.5.4', needs: [] }],
  },
  'intention-refused': {
    enforced: true,
    act: 'Не согласен',
    place: { name: 'Поиск в FAQ', what: 'Оператор ищет ответ в FAQ', next: 'Найдите ответ' },
    points: '4.1',
    state: 'В работе',
    ways: [
      {
        intention: 'Передать в СП ЕПГУ',
        name: 'Передано в СП ЕПГУ',
        points: '4.2, 4.2.1, 4.2.3',
        needs: ['данные п. 4.2.1'],
      },
    ],
  },
  'intention-lacks': {
    enforced: true,
    act: 'Передать в СП ЕПГУ',
    ways: [
      {
        intention: 'Передать в СП ЕПГУ',
        name: 'Передано в СП ЕПГУ',
        points: '4.2, 4.2.1, 4.2.3',
        needs: ['данные п. 4.2.1'],
      },
    ],
    others: [
      { intention: 'Данные запрошены', name: 'У заявителя запрошены данные', points: '4.2.2', needs: [] },
    ],
    data: [{ label: 'СНИЛС', why: 'не заполнено' }],
  },
  'comment-demanded': {
    enforced: true,
    point: '4.3.1',
    title: 'возврат в СП РПГУ',
    ask: 'напишите, что обращение вне компетенции',
    group: 'СП ЕПГУ',
    state: 'В работе',
  },
  'wait-term': {
    enforced: true,
    points: '3.7.2 и 4.7.2',
    undelivered: false,
    open: false,
    count: ['Срок: до 24:00 26.11.2026', 'Рабочие дни: 1 – 24.11.2026 (вт)'],
  },
  'wait-restored': {
    enforced: true,
    points: '3.7.3 и 4.7.3',
    undelivered: false,
    again: null,
    count: ['Срок: до 24:00 26.11.2026'],
  },
  'answer-received': { enforced: true, points: '3.7.3 и 4.7.3', task: 'возобновить работу' },
  'answer-unrecorded': { enforced: true, points: '4.7.3' },
  'close-undone': {
    enforced: true,
    points: '3.7.2 и 4.7.2',
    answered: true,
    count: ['Срок: до 24:00 26.11.2026'],
  },
  'closed-unanswered': {
    enforced: true,
    points: '3.7.2 и 4.7.2',
    count: ['Срок: до 24:00 26.11.2026'],
    mailed: true,
    call: false,
  },
  'late-answer': { enforced: true, points: '3.7.2 и 4.7.2', number: '91008', inTime: false },
  'data-awaited-long': { enforced: true, points: '4.2.2', workingDays: 10 },
  'answer-elsewhere': { enforced: true, points: '3.7.2 и 4.7.2', number: '91008' },
  'agency-wait-restored': {
    enforced: true,
    point: '4.8.3',
    repeatPoint: '4.8.4.1',
    state: 'В ожидании (без срока)',
    reason: 'Отклонено на ведомство',
    contacts: 1,
    repeats: 3,
    undelivered: false,
  },
  'agency-notice': { enforced: true, region: 'Северная область' },
  'agency-answer': { enforced: true, point: '4.9', from: 'СП ЕПГУ' },
  'repeat-contact': {
    enforced: true,
    points: '4.8.4',
    number: '91003',
    state: 'В ожидании (без срока)',
    waits: true,
    returned: true,
    tag: 'другой-вопрос',
  },
  'repeat-unknown': { enforced: true },
  'faq-suggestion': {
    enforced: true,
    point: '4.1',
    replaces: true,
    answers: [
      {
        title: 'Как восстановить пароль?',
        begins: 'Нажмите «Не удаётся войти», придёт код.',
        url: 'https://help.example/#knowledge_base/1/locale/ru/answer/7',
      },
      {
        title: 'Как войти?',
        begins: 'Откройте страницу входа.',
        url: 'https://help.example/#knowledge_base/1/locale/ru/answer/9',
      },
    ],
  },
  'faq-answered': {
    enforced: true,
    point: '4.1.1',
    title: 'Как восстановить пароль?',
    url: 'https://help.example/#knowledge_base/1/locale/ru/answer/7',
  },
  'repeat-relay': {
    points: '4.8.4.1',
    number: '91007',
    asked: { at: '17.03.2026 12:01, время Europe/Samara (UTC+04:00)', repeats: 2 },
    words: [['звонила, просит ускорить'], ['Перезвонила']],
  },
  'claim-opened': { number: '91003', disagreed: true, comment: 'деньги не вернули' },
  'claim-moved': { enforced: true, from: 'СП ЕПГУ', due: '02.12.2026' },
  'claim-recorded': {
    enforced: true,
    point: '4.3.3',
    tellPoint: '4.3.4',
    number: '91009',
    due: '02.12.2026',
    link: 'претензия по обращению',
    tell: true,
    phone: '+70000000117',
    email: 'claims@epgu.example',
  },
  'put-right': {
    enforced: true,
    point: '3.10',
    found: 'Решено в СТП',
    group: 'СП ЕПГУ',
    state: 'Решен',
    next: 'составьте ответ',
  },
  remark: { enforced: true, point: '4.3.1', found: 'Вернули второй раз', next: 'договоритесь' },
  disagreement: { enforced: true, point: '4.12.2', count: 2, claim: true },
};

const sourcesUnder = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

const files = readdirSync('templates').filter((name) => name.endsWith('.hbs'));

test('a view for every template and a template for every view, each used by a rule', () => {
  expect(files.map((name) => name.replace('.hbs', '')).sort()).toEqual(Object.keys(views).sort());
  const rules = sourcesUnder('triggers');
  expect(Object.keys(views).filter((name) => !rules.includes(`'${name}'`))).toEqual([]);
});

test.each(Object.entries(samples))('%s says all of its view and balances its tags', (name, view) => {
  const html = render(name, view);
  for (const said of JSON.stringify(view).matchAll(/:"([^"]+)"/g)) expect(html).toContain(said[1]);
  for (const tag of ['p', 'ul', 'li', 'strong'])
    expect(html.match(new RegExp(`<${tag}>`, 'g')) ?? []).toHaveLength(
      html.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0,
    );
});

test('the returning note quotes the regulation word for word', () => {
  expect(render('data-missing', samples['data-missing'])).toContain(
    '«До получения от пользователя данных в п. 4.2.1. тикет не переводится на СП ЕПГУ»',
  );
});

test('a companion that only warns does not claim to have acted', () => {
  const html = render('data-missing', { ...samples['data-missing'], enforced: false });
  expect(html).toContain('Тикет следует вернуть');
  expect(html).not.toContain('возвращён');
});

test.each([
  [1, 'дольше 1 рабочего дня'],
  [2, 'дольше 2 рабочих дней'],
  [5, 'дольше 5 рабочих дней'],
  [11, 'дольше 11 рабочих дней'],
  [21, 'дольше 21 рабочего дня'],
  [111, 'дольше 111 рабочих дней'],
])('%s in the right form of the noun', (workingDays, words) => {
  expect(render('data-awaited-long', { ...samples['data-awaited-long'], workingDays })).toContain(words);
});

test('what somebody typed is text, not markup', () => {
  const html = render('data-missing', { ...samples['data-missing'], region: '<img src=x onerror=alert(1)>' });
  expect(html).toContain('&lt;img');
  expect(html).not.toContain('<img');
});

test.each<[string, string, unknown]>([
  ['an unknown template', 'no-such', {}],
  ['a view that lacks a variable', 'data-missing', { ...samples['data-missing'], region: undefined }],
  ['a view with one too many', 'data-missing', { ...samples['data-missing'], more: 'x' }],
  ['an empty list of faults', 'data-missing', { ...samples['data-missing'], faults: [] }],
])('%s throws', (_, name, view) => {
  expect(() => render(name, view)).toThrow();
});
