import { zipSync } from 'fflate';
import { readEdition, type SourceFile } from '../../../sync/faq/edition/read-edition.js';
import { docx, xlsx } from './office.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (name: string, data: string | Uint8Array): SourceFile => ({
  name,
  data: typeof data === 'string' ? bytes(data) : data,
});
const good = { category: ['Вход'], question: 'Как войти?', answer: 'Откройте портал.' };
const json = (...entries: readonly unknown[]): SourceFile => file('faq.json', JSON.stringify(entries));
const said = async (...files: readonly SourceFile[]) => {
  const { entries, faults } = await readEdition(files);
  return { questions: entries.map(({ question }) => question), faults };
};
const windows1251 = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0);
    return code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
  });

/** Each: what stands beside a good row, and what is said of it. The good row is read all the same. */
const faulty: readonly [string, unknown, string, string][] = [
  ['без ответа', { ...good, question: 'Пустой?', answer: ' ' }, 'faq.json, запись 2', 'нет ответа'],
  ['без вопроса', { ...good, question: '' }, 'faq.json, запись 2', 'нет вопроса'],
  [
    'без категории',
    { ...good, question: 'Где?', category: [] },
    'faq.json, запись 2',
    'не указана категория',
  ],
  [
    'слишком длинный вопрос',
    { ...good, question: 'я'.repeat(251) },
    'faq.json, запись 2',
    'вопрос длиннее 250 знаков',
  ],
  [
    'ответ больше 1 МБ',
    { ...good, question: 'Много?', answer: 'я'.repeat(600_000) },
    'faq.json, запись 2',
    'ответ больше 1 МБ',
  ],
  [
    'неизвестная видимость',
    { ...good, question: 'Кому?', visibility: 'всем' },
    'faq.json, запись 2',
    'видимость',
  ],
  [
    'нет файла',
    { ...good, question: 'Файл?', files: ['бланк.pdf'] },
    'faq.json, запись 2',
    'файла «бланк.pdf» нет',
  ],
  ['ответ — число', { ...good, question: 'Сколько?', answer: 5 }, 'faq.json, запись 2', 'answer'],
  ['дважды', { ...good, answer: 'Иначе.' }, 'faq.json, запись 2', 'уже есть: faq.json, запись 1'],
  [
    'тот же id',
    { ...good, question: 'Иной?', id: 'a' },
    'faq.json, запись 3',
    'id «a» уже есть: faq.json, запись 2',
  ],
];

describe('a faulty row is named with its place, and the good ones are read', () => {
  test.each(faulty)('%s', async (_, row, where, words) => {
    const rows = words.startsWith('id ') ? [good, { ...good, question: 'Ещё?', id: 'a' }, row] : [good, row];
    const { questions, faults } = await said(json(...rows));
    expect(questions).toContain('Как войти?');
    expect(faults.map((fault) => fault.where)).toContain(where);
    expect(faults.find((fault) => fault.where === where)?.message).toContain(words);
    expect(questions).toHaveLength(rows.length - 1 + (words.startsWith('файла') ? 1 : 0));
  });
});

describe('a file that cannot be read is a fault, whatever is in it', () => {
  const table = {
    Лист1: [
      ['Категория', 'Вопрос', 'Ответ'],
      ['Вход', 'Как войти?', 'Откройте портал.'],
    ],
  };
  const cases: readonly [string, SourceFile, string][] = [
    ['обрезанный DOCX', file('faq.docx', docx([]).slice(0, 300)), 'это не архив Office'],
    ['не DOCX', file('faq.docx', 'просто текст'), 'это не архив Office'],
    ['пустой DOCX', file('faq.docx', docx([])), 'ни одного вопроса не найдено'],
    ['обрезанный XLSX', file('faq.xlsx', xlsx(table).slice(0, 400)), 'это не архив Office'],
    ['XLSX без заголовка', file('faq.xlsx', xlsx({ Лист1: [['раз', 'два']] })), 'нет строки заголовков'],
    ['CSV без заголовка', file('faq.csv', 'a;b\nв;г'), 'нет строки заголовков'],
    ['двоичный CSV', file('faq.csv', new Uint8Array([0, 1, 2])), 'это не текст'],
    ['обрезанный JSON', file('faq.json', '[{"category"'), 'не читается'],
    ['PDF', file('faq.pdf', '%PDF-1.4'), 'передайте документ, из которого он сделан'],
    ['старый Word', file('faq.doc', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0])), 'Сохранить как'],
  ];
  test.each(cases)('%s', async (_, source, words) => {
    const { questions, faults } = await said(source);
    expect(questions).toEqual([]);
    expect(faults.map(({ message }) => message).join('\n')).toContain(words);
  });

  test.each([
    ['XLSX под именем DOCX', 'faq.docx'],
    ['XLSX под именем XLS', 'faq.xls'],
  ])('%s is read for what it is', async (_, name) => {
    expect((await said(file(name, xlsx(table)))).questions).toEqual(['Как войти?']);
  });

  /** The archive's own word on how large its first part is, changed: offset 24 of the central directory's entry. */
  const declaring = (archive: Uint8Array, size: number): Uint8Array => {
    const at = Buffer.from(archive).indexOf('PK\u0001\u0002', 'latin1');
    const changed = Buffer.from(archive);
    changed.writeUInt32LE(size, at + 24);
    return changed;
  };

  test.each([
    ['declares 300 MB', 300 * 1024 * 1024, 'слишком велик'],
    ['declares less than it unpacks to', 100, 'повреждён'],
  ])('an archive that %s is not unpacked whole', async (_, size, words) => {
    const archive = zipSync({ 'word/document.xml': new Uint8Array(1024 * 1024) });
    const { faults } = await said(file('faq.docx', declaring(archive, size)));
    expect(faults[0]?.message).toContain(words);
  });
});

describe('what Excel adds', () => {
  test('a formula: the saved value is read, and the cell is named', async () => {
    const sheet = [
      ['Категория', 'Вопрос', 'Ответ'],
      ['Вход', 'Как войти?', { value: 'Так', formula: 'A1&B1' }],
    ];
    const { entries, faults, warnings } = await readEdition([file('faq.xlsx', xlsx({ Вопросы: sheet }))]);
    expect(entries.map(({ question }) => question)).toEqual(['Как войти?']);
    expect(faults).toEqual([]);
    expect(warnings).toEqual([
      {
        where: 'faq.xlsx, лист «Вопросы», ячейка C2',
        message: 'формула: взято значение, сохранённое в файле',
      },
    ]);
  });

  test('macros are said and left where they are; a sheet without categories is one', async () => {
    const book = xlsx(
      {
        Льготы: [
          ['Вопрос', 'Ответ'],
          ['Кому?', 'Всем.'],
        ],
      },
      { 'xl/vbaProject.bin': 'x' },
    );
    const { entries, faults, warnings } = await readEdition([file('faq.xlsm', book)]);
    expect(entries.map(({ category }) => category)).toEqual([['Льготы']]);
    expect(faults).toEqual([]);
    expect(warnings[0]?.message).toContain('макросы');
  });
});

describe('what an answer may hold', () => {
  const html = async (answer: string, ...more: readonly SourceFile[]): Promise<string> =>
    (await readEdition([json({ ...good, answer }), ...more])).entries[0]?.html ?? '';
  const cases: readonly [string, string, string][] = [
    ['сценарий', '<p>Да</p><script>alert(1)</script>', '<p>Да</p>'],
    ['обработчик', '<p onclick="x()">Да</p>', '<p>Да</p>'],
    ['опасная ссылка', '<p><a href="javascript:x()">Да</a></p>', '<p><a>Да</a></p>'],
    [
      'ссылка',
      '<a href="https://portal.example/a?b=1&amp;c=2">Да</a>',
      '<a href="https://portal.example/a?b=1&amp;c=2">Да</a>',
    ],
    [
      'текст',
      'Первое.\nВторое.\n\nТретье < 5 & всё.',
      '<p>Первое.<br />Второе.</p><p>Третье &lt; 5 &amp; всё.</p>',
    ],
  ];
  test.each(cases)('%s', async (_, answer, expected) => {
    expect(await html(answer)).toBe(expected);
  });

  test('a bomb of nested tags comes out flat', async () => {
    const nested = await html(`${'<div>'.repeat(20_000)}Да${'</div>'.repeat(20_000)}`);
    expect(nested.split('<div>').length).toBeLessThan(100);
  });

  test('a picture in the text and one beside it become files', async () => {
    const pixel = 'iVBORw0KGgo=';
    const source = `<p>Так: <img src="data:image/png;base64,${pixel}"> и <img src="шаг.png"></p>`;
    const { entries, faults } = await readEdition([
      json({ ...good, answer: source }),
      file('шаг.png', new Uint8Array([1, 2, 3])),
    ]);
    expect(faults).toEqual([]);
    const files = entries[0]?.files ?? [];
    expect(files.map(({ type }) => type)).toEqual(['image/png', 'image/png']);
    for (const { contentId } of files) expect(entries[0]?.html).toContain(`cid:${String(contentId)}`);
  });
});

test('a table or a text that an answer carries as an attachment is not read as a part of the edition', async () => {
  const answer = { ...good, files: ['бланки/заявление.md', 'бланки/список.csv', 'бланки/старый.xlsx'] };
  const { entries, faults } = await readEdition([
    file('бланки/заявление.md', '# Заявление\n\nПрошу…\n'),
    file('бланки/список.csv', 'Имя;Место\nИванов;1\n'),
    file('бланки/старый.xlsx', 'не книга'),
    file('FAQ от 01.03.2026.json', JSON.stringify([answer])),
  ]);
  expect(faults).toEqual([]);
  expect(entries.map(({ question, files }) => [question, files.map(({ name }) => name)])).toEqual([
    ['Как войти?', ['заявление.md', 'список.csv', 'старый.xlsx']],
  ]);
});

test('an attachment under another name is a change of its answer', async () => {
  const hashWith = async (name: string): Promise<string | undefined> =>
    (await readEdition([json({ ...good, files: [name] }), file(name, 'бланк')])).entries[0]?.hash;
  expect(await hashWith('а.pdf')).not.toBe(await hashWith('б.pdf'));
});

describe('which edition it is, and which question', () => {
  const one = JSON.stringify([good]);
  const cases: readonly [string, readonly SourceFile[], string, string | null][] = [
    ['имя файла', [file('FAQ ред. 12 от 01.03.2026.json', one)], '12', '2026-03-01'],
    ['дата в имени', [file('faq_2026-04-05.json', one)], '2026-04-05', '2026-04-05'],
    [
      'сам файл',
      [file('x.json', JSON.stringify({ edition: 7, date: '2026-05-01', entries: [good] }))],
      '7',
      '2026-05-01',
    ],
    [
      'описание',
      [file('faq.yaml', 'edition: 9\ndate: 2026-06-01\n'), file('x.json', one)],
      '9',
      '2026-06-01',
    ],
  ];
  test.each(cases)('%s', async (_, files, id, date) => {
    expect(await readEdition(files)).toMatchObject({ id, date, faults: [] });
  });

  const idOf = async (question: string, manifest = 'edition: 1\n'): Promise<string> => {
    const files = [file('faq.yaml', manifest), json({ ...good, question })];
    return (await readEdition(files)).entries[0]?.id ?? '';
  };
  test('a corrected comma, a capital letter or ё keeps the question the same', async () => {
    expect(await idOf('Как зайти, если всё забыл')).toBe(await idOf('как зайти если все забыл?'));
    expect(await idOf('Как зайти?')).not.toBe(await idOf('Как выйти?'));
  });
  test('a new wording keeps its answer by the rename map', async () => {
    const before = await idOf('Как войти?');
    const after = await idOf('Как попасть в кабинет?');
    expect(await idOf('Как попасть в кабинет?', `renames: { ${after}: ${before} }\n`)).toBe(before);
  });

  test('CSV from Excel in windows-1251', async () => {
    const csv = windows1251('Раздел;Вопрос;Ответ\r\nВход;Как войти?;"Откройте\nпортал"\r\n');
    const { entries, faults } = await readEdition([file('faq.csv', csv)]);
    expect(faults).toEqual([]);
    expect(entries[0]).toMatchObject({ category: ['Вход'], html: '<p>Откройте<br />портал</p>' });
  });

  test('a folder of Markdown: folders are categories, front matter names the rest', async () => {
    const source =
      '---\nid: login-1\nquestion: Как войти?\nvisibility: публичный\n---\n\nОткройте **портал**.\n';
    const { entries } = await readEdition([file('01 Вход/02 Пароль/вход.md', source)]);
    expect(entries[0]).toMatchObject({
      id: 'login-1',
      category: ['Вход', 'Пароль'],
      visibility: 'public',
      html: '<p>Откройте <strong>портал</strong>.</p>',
    });
  });
});
