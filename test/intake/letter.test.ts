/** Every letter of the corpus, and what is left of it once quotes, signatures and encodings are gone. */
import { readdirSync, readFileSync } from 'node:fs';
import { readLetter } from 'portal-letter';
import type { Automatic, Letter, Section } from 'portal-letter';

const folder = new URL('letters/', import.meta.url);
const own = { addresses: ['support@help.example'] };
const read = (name: string): Promise<Letter> => readLetter(readFileSync(new URL(`${name}.eml`, folder)), own);

const form = [
  'ФИО: Лебедева Мария Олеговна',
  'СНИЛС: 112-233-445 95',
  'Дата рождения: 14.05.1985',
  'Электронная почта: m.lebedeva@mail.example',
  'Суть обращения: не приходит уведомление о записи к врачу',
];
const answer = ['Добрый день, вот данные.', 'СНИЛС: 112-233-445 95'];
const snils = ['СНИЛС: 112-233-445 95'];
const cell = ['СНИЛС', '112-233-445 95'];
const attached = 'Обращение во вложении.';
const json = '{"ФИО": "Лебедева Мария Олеговна", "СНИЛС": "112-233-445 95"}';
const xml = '<request><fio>Лебедева Мария Олеговна</fio><snils>112-233-445 95</snils></request>';
const csv = ['ФИО;СНИЛС', 'Лебедева Мария Олеговна;112-233-445 95'];

interface Expected {
  /** Lines with something on them, tags and blank lines apart. */
  readonly says: readonly string[];
  /** `text текст письма` when not given. */
  readonly sections?: readonly string[];
  readonly automatic?: Automatic;
  readonly forwarded?: boolean;
  /** Beginning of each fault with its place. */
  readonly faults?: readonly string[];
}

const robot = 'robot@portal.region.example';
const html = ['html текст письма'];
const noCharset = (where: string, name: string): string =>
  `${where}: Кодировка не указана, прочитано как ${name}`;
const wrongCharset = (name: string): string => `текст письма: Указана не та кодировка, прочитано как ${name}`;

const corpus: Readonly<Record<string, Expected>> = {
  'plain-utf8': { says: form },
  'plain-utf8-base64': { says: form },
  'plain-utf8-quoted-printable': { says: form },
  'plain-windows-1251-8bit': { says: form },
  'plain-windows-1251-base64': { says: form },
  'plain-koi8-r-8bit': { says: form },
  'plain-koi8-r-quoted-printable': { says: form },
  'utf8-with-bom': { says: form },
  'format-flowed': {
    says: ['Суть обращения: не приходит уведомление о записи к врачу, жду третий день', ...snils],
  },
  'charset-none-windows-1251': { says: form, faults: [noCharset('текст письма', 'windows-1251')] },
  'charset-none-koi8-r': { says: form, faults: [noCharset('текст письма', 'koi8-r')] },
  'charset-unknown-name': { says: form, faults: [wrongCharset('windows-1251')] },
  'charset-ascii-declared-windows-1251-sent': { says: form, faults: [wrongCharset('windows-1251')] },
  'charset-utf8-declared-windows-1251-sent': { says: form, faults: [wrongCharset('windows-1251')] },
  'charset-windows-1251-declared-koi8-r-sent': { says: form, faults: [wrongCharset('koi8-r')] },
  'charset-windows-1251-declared-utf8-sent': {
    says: form,
    faults: ['текст письма: Указана не та кодировка: на деле UTF-8'],
  },
  'charset-damaged-utf8': {
    says: [...form, '\ufffd \ufffd'],
    faults: ['текст письма: Часть знаков повреждена'],
  },
  'subject-raw-windows-1251': { says: form, faults: ['письмо: Заголовки письма: Кодировка не указана'] },
  'html-windows-1251-meta': { says: form, sections: html },
  'html-only-pre': { says: form, sections: html },
  'alternative-table': { says: ['ФИО', 'Лебедева Мария Олеговна', ...cell], sections: html },
  'alternative-definition-list': { says: ['ФИО', 'Лебедева Мария Олеговна'], sections: html },
  'alternative-text-richer': { says: form },
  'alternative-stub-text': {
    says: [...form, 'Обращение зарегистрировано, ответ придёт в личный кабинет в срок по регламенту.'],
    sections: html,
  },

  'quote-gmail': { says: answer },
  'quote-gmail-english': { says: answer },
  'quote-gmail-html': { says: cell, sections: html },
  'quote-yandex': { says: answer },
  'quote-yandex-html': { says: snils, sections: html },
  'quote-mail-ru': { says: answer },
  'quote-mail-ru-html': { says: snils, sections: html },
  'quote-outlook': { says: answer },
  'quote-outlook-russian': { says: answer },
  'quote-outlook-html': { says: snils, sections: html },
  'quote-outlook-alone': { says: [] },
  'quote-mail-ru-android': { says: answer },
  'quote-zammad-html': { says: snils, sections: html },
  'quote-without-marks': { says: answer },
  'quote-original-message': { says: answer },
  'quote-thunderbird': { says: answer },
  'quote-thunderbird-html': { says: snils, sections: html },
  'quote-iphone': { says: answer },
  'quote-answers-between': { says: ['СНИЛС:', '112-233-445 95', 'Дата рождения:', '14.05.1985'] },
  'quote-only': { says: form },
  'blockquote-without-a-quote': { says: ['Новое обращение', ...snils], sections: html },
  'reply-with-references': { says: answer },

  'signature-dashes': { says: form },
  'signature-html': { says: snils, sections: html },
  'signature-regards': { says: form },
  'signature-with-data': {
    says: [
      'Не приходит уведомление о записи.',
      'С уважением,',
      'Лебедева Мария Олеговна',
      'СНИЛС 112-233-445 95',
    ],
  },
  'signature-regards-first': {
    says: ['С уважением к вашей работе пишу вам.', ...form, ...Array<string>(12).fill('Жду ответа.')],
  },
  'dashes-above-the-form': { says: ['Новое обращение', '--', ...form] },
  'phone-yandex': { says: form },

  'form-like-a-header': {
    says: [
      'Сообщение с сайта',
      'От: Лебедева Мария <m.lebedeva@mail.example>',
      'Дата: 03.03.2026 10:15',
      'Тема: запись к врачу',
      ...snils,
    ],
  },
  'form-like-a-header-at-once': {
    says: [
      'От: Лебедева Мария <m.lebedeva@mail.example>',
      'Дата: 03.03.2026 10:15',
      'Кому: поддержка',
      'Тема: запись к врачу',
      ...snils,
    ],
  },
  'prose-like-a-quote': {
    says: [
      'Здравствуйте!',
      '12.02.2026 я уже писала вам:',
      'не приходит уведомление.',
      '03.03.2026 10:15, оператор "горячей линии" сказал так:',
      'пришлите СНИЛС.',
      ...snils,
    ],
  },
  'signature-inside-the-form': {
    says: [
      'Суть обращения: не приходит уведомление.',
      'С уважением, Мария',
      'Удобный способ связи: электронная почта',
      'Номер обращения: 77',
    ],
  },
  'forward-of-a-form-like-a-header': {
    says: ['Новое обращение', 'От: Лебедева Мария', 'Дата: 03.03.2026', 'Тема: запись к врачу', ...snils],
    forwarded: true,
  },

  'forward-gmail': { says: ['Коллеги, прошу принять.', ...form], forwarded: true },
  'forward-gmail-html': { says: ['Прошу принять.', ...cell], sections: html, forwarded: true },
  'forward-yandex': { says: form, forwarded: true },
  'forward-mail-ru': { says: form, forwarded: true },
  'forward-thunderbird': { says: form, forwarded: true },
  'forward-apple': { says: ['Прошу принять.', ...form], forwarded: true },
  'forward-outlook': { says: ['Прошу принять.', ...form], forwarded: true },
  'forward-outlook-per': { says: form, forwarded: true },
  'forward-outlook-html': { says: ['Прошу принять.', ...cell], sections: html, forwarded: true },
  'forward-twice': { says: ['Передаю.', ...form], forwarded: true },
  'forward-as-attachment': {
    says: ['Прошу принять.', ...form],
    sections: ['text текст письма', 'text вложение letter.eml: текст письма'],
    forwarded: true,
  },

  'json-attachment': { says: [json, attached], sections: ['json вложение form.json', 'text текст письма'] },
  'json-octet-stream-windows-1251': {
    says: [json, attached],
    sections: ['json вложение форма.json', 'text текст письма'],
    faults: [noCharset('вложение форма.json', 'windows-1251')],
  },
  'json-part': { says: [json, attached], sections: ['json часть письма 1', 'text текст письма'] },
  'json-body': { says: [json], sections: ['json часть письма 1'] },
  'xml-attachment-windows-1251': {
    says: ['<?xml version="1.0" encoding="windows-1251"?>', xml, attached],
    sections: ['xml вложение zayavka.xml', 'text текст письма'],
  },
  'csv-attachment-koi8-r': {
    says: [...csv, attached],
    sections: ['csv вложение data.csv', 'text текст письма'],
    faults: [noCharset('вложение data.csv', 'koi8-r')],
  },
  'csv-utf-16': {
    says: [...csv, attached],
    sections: ['csv вложение data.csv', 'text текст письма'],
  },
  'csv-as-excel': {
    says: [...csv, attached],
    sections: ['csv вложение export.csv', 'text текст письма'],
    faults: [noCharset('вложение export.csv', 'windows-1251')],
  },
  'text-attachment-windows-1251': {
    says: [attached, ...form],
    sections: ['text текст письма', 'text вложение обращение.txt'],
  },

  'files-untouched': { says: form },
  'file-double-extension': { says: form, faults: ['вложение 1 (*.exe): Исполняемый файл'] },
  'file-path-in-name': { says: form, faults: ['вложение 1 (*.json): Подозрительное имя файла'] },
  'file-bomb-name': { says: form, faults: ['вложение 1 (*.zip): Имя файла как у архивной бомбы'] },
  'file-foreign-json': { says: [attached], faults: ['вложение form.json: Чужое вложение'] },
  'file-form-in-pdf': {
    says: [attached],
    faults: ['вложение anketa.pdf: Форма в формате, который не читается'],
  },
  'file-outlook-only': { says: form, faults: ['вложение 1 (*.dat): Письмо в формате Outlook'] },
  'empty-body': { says: [], sections: [], faults: ['письмо: В письме нет текста'] },

  'auto-replied': { says: ['Я в отпуске до 20 марта.'], automatic: 'auto-reply' },
  'auto-x-autoreply': { says: ['Отвечу позже.'], automatic: 'auto-reply' },
  'auto-null-sender-reply': { says: ['Отвечу позже.'], automatic: 'auto-reply' },
  'auto-absence-in-reply': { says: ['Отвечу позже.'], automatic: 'auto-reply' },
  'read-receipt': { says: ['Прочитано.'], automatic: 'auto-reply' },
  'absence-subject-alone': { says: form },
  'robot-bulk': { says: form },
  'bounce-report': { says: ['Письмо не доставлено.'], automatic: 'bounce' },
  'bounce-null-sender': { says: ['Письмо не доставлено.'], automatic: 'bounce' },
  'loop-own-address': { says: form, automatic: 'loop' },
  'header-of-ours-forged': { says: form },
};
const lines = ({ kind, text }: Section): string[] =>
  (kind === 'html' ? text.replace(/<[^>]*>/gu, '\n').replaceAll('&nbsp;', ' ') : text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

test.each(Object.entries(corpus))('%s', async (name, expected) => {
  const letter = await read(name);
  expect(letter.sections.flatMap(lines)).toEqual(expected.says);
  expect(letter.sections.map(({ kind, where }) => `${kind} ${where}`)).toEqual(
    expected.sections ?? ['text текст письма'],
  );
  expect(letter.automatic).toBe(expected.automatic ?? null);
  expect(letter.forwardedFrom).toBe(expected.forwarded === true ? robot : null);
  const told = letter.faults.map(({ where, message }) => `${where}: ${message}`);
  expect(told.map((each, index) => each.slice(0, expected.faults?.[index]?.length))).toEqual(
    expected.faults ?? [],
  );
});

test('every letter of the corpus has its row', () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.eml$/u, ''));
  expect(Object.keys(corpus).sort()).toEqual(files.sort());
});

test('who wrote, when, about what, and in which thread', async () => {
  expect(await read('reply-with-references')).toMatchObject({
    messageId: expect.stringMatching(/^letter-\d+@mail\.example$/u) as string,
    references: ['q1@help.example', 'q2@help.example'],
    from: 'm.lebedeva@mail.example',
    fromName: 'Мария',
    replyTo: 'maria@home.example',
    subject: 'Re: Запрос данных',
    date: new Date('2026-03-03T07:15:00Z'),
  });
});

test.each(['plain-windows-1251-8bit', 'plain-koi8-r-quoted-printable', 'subject-raw-windows-1251'])(
  'the subject of %s is read in its own charset',
  async (name) => {
    expect((await read(name)).subject).toBe('Обращение с портала');
  },
);

test('no fault tells anything of the citizen', async () => {
  for (const name of Object.keys(corpus)) {
    const { faults } = await read(name);
    expect(JSON.stringify(faults)).not.toMatch(/Лебедева|112-233|14\.05|m\.lebedeva/u);
  }
});
