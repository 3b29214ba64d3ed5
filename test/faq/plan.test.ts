/** Loading an edition, on an imitation of Zammad: each kind of change, and after each nothing left to do. */
import { readFaqDrift } from '../../sync/faq/plan/drift.js';
import {
  editAs,
  editionOf,
  entryOf,
  fileOf,
  isWrite,
  now,
  openFaqDesk,
  seen,
  settingsOf,
  type FaqTestDesk,
} from './desk.js';

let helpdesk: FaqTestDesk;
beforeEach(async () => {
  helpdesk = await openFaqDesk();
});
afterEach(() => helpdesk.close());

const first = [
  entryOf('q1', 'Как войти?'),
  entryOf('q2', 'Как восстановить пароль?', { category: ['Вход', 'Пароль'] }),
  entryOf('q3', 'Как поставить подпись?', { category: ['Подпись'], files: [fileOf('Памятка.txt', 'текст')] }),
  entryOf('q4', 'Что такое ЕСИА?'),
];

const titles = async (): Promise<string[]> =>
  (await seen(helpdesk)).map(({ category, title, state }) => `${category}: ${title} (${state})`);

/** After a load nothing is left to do, and doing it again writes nothing. */
const settled = async (...[edition, more]: Parameters<FaqTestDesk['load']>): Promise<void> => {
  const plan = await helpdesk.plan(edition, {}, more?.settings);
  expect({ ...plan, unchanged: 0, managed: 0, warnings: [], faults: [], conflicts: [] }).toEqual({
    edition: edition.id,
    date: edition.date,
    createBase: false,
    categories: [],
    access: [],
    changes: [],
    archive: [],
    declines: [],
    renames: [],
    confirmed: [],
    emptied: [],
    slipped: [],
    reorder: [],
    bearer: null,
    later: null,
    unchanged: 0,
    managed: 0,
    warnings: [],
    faults: [],
    conflicts: [],
  });
  helpdesk.calls.length = 0;
  await helpdesk.load(edition, more);
  expect(helpdesk.calls.filter(isWrite)).toEqual([]);
};

test('a first edition makes the base, its categories and answers, in order; the second time there is nothing to do', async () => {
  const edition = editionOf(first);
  const plan = await helpdesk.plan(edition);
  expect(plan.createBase).toBe(true);
  expect(plan.categories).toEqual([['Вход'], ['Вход', 'Пароль'], ['Подпись']]);
  expect(plan.reorder).toEqual([]);
  await helpdesk.load(edition);
  expect(await titles()).toEqual([
    'Вход: Как войти? (internal)',
    'Вход: Что такое ЕСИА? (internal)',
    'Вход › Пароль: Как восстановить пароль? (internal)',
    'Подпись: Как поставить подпись? (internal)',
  ]);
  expect((await seen(helpdesk))[3]?.files).toEqual(['Памятка.txt']);
  await settled(edition);
});

const changed = (id: string, change: (entry: (typeof first)[number]) => ReturnType<typeof entryOf>) =>
  first.map((entry) => (entry.id === id ? change(entry) : entry));

test.each([
  [
    'a corrected question and answer',
    changed('q1', () => entryOf('q1', 'Как войти в кабинет?', { html: '<p>Иначе</p>' })),
    'Вход: Как войти в кабинет? (internal)',
    6,
  ],
  [
    'another category',
    changed('q1', (entry) => entryOf('q1', entry.question, { category: ['Подпись'] })),
    'Подпись: Как войти? (internal)',
    3,
  ],
  [
    'a public answer',
    changed('q1', (entry) => entryOf('q1', entry.question, { visibility: 'public' })),
    'Вход: Как войти? (public)',
    1,
  ],
  ['a question that is gone', first.slice(1), 'Вход: Как войти? (archived)', 2],
  ['a new question', [entryOf('q0', 'С чего начать?'), ...first], 'Вход: С чего начать? (internal)', 3],
  ['another order', first.toReversed(), 'Вход: Как войти? (internal)', 3],
] as const)('%s', async (_, entries, line, writes) => {
  await helpdesk.load(editionOf(first));
  const next = editionOf(entries, { id: '2026-12', date: '2026-12-01' });
  helpdesk.calls.length = 0;
  await helpdesk.load(next);
  expect(helpdesk.calls.filter(isWrite).length).toBeLessThanOrEqual(writes);
  expect(await titles()).toContain(line);
  const inEdition = (await seen(helpdesk))
    .filter(({ state }) => state !== 'archived')
    .map(({ title }) => title);
  const wanted = entries.map(({ question }) => question);
  for (const category of ['Вход', 'Вход › Пароль', 'Подпись']) {
    const own = (await seen(helpdesk)).filter(
      (answer) => answer.category === category && inEdition.includes(answer.title),
    );
    expect(own.map(({ title }) => wanted.indexOf(title))).toEqual(
      own.map(({ title }) => wanted.indexOf(title)).toSorted((one, other) => one - other),
    );
  }
  await settled(next);
});

test('an archived question that returns is the same answer again', async () => {
  await helpdesk.load(editionOf(first));
  const [before] = await seen(helpdesk);
  await helpdesk.load(editionOf(first.slice(1), { id: 'b' }));
  await helpdesk.load(editionOf(first, { id: 'c' }));
  expect((await seen(helpdesk))[0]).toMatchObject({ id: before?.id, state: 'internal' });
  await settled(editionOf(first, { id: 'c' }));
});

test('an answer once internal becomes public by the settings of its category, and internal again', async () => {
  const edition = editionOf(first);
  const open = settingsOf({ categories: [{ path: ['Вход'], visibility: 'public' }] });
  await helpdesk.load(edition);
  await helpdesk.load(edition, { settings: open });
  expect(await titles()).toEqual([
    'Вход: Как войти? (public)',
    'Вход: Что такое ЕСИА? (public)',
    'Вход › Пароль: Как восстановить пароль? (public)',
    'Подпись: Как поставить подпись? (internal)',
  ]);
  await settled(edition, { settings: open });
  await helpdesk.load(edition);
  expect((await titles()).filter((line) => line.includes('public'))).toEqual([]);
  await settled(edition);
});

test('roles get access to a category once; one that is unknown is a fault', async () => {
  const edition = editionOf(first);
  await helpdesk.load(edition);
  const settings = settingsOf({
    categories: [{ path: ['Вход'], access: { Agent: 'none', Никто: 'reader' } }],
  });
  await helpdesk.load(edition, { settings });
  const { permissions } = await helpdesk.client.knowledgeBase.categories.permissions(1, 1);
  expect(permissions).toMatchObject([{ role_id: 2, access: 'none' }]);
  expect((await helpdesk.plan(edition, {}, settings)).faults).toEqual([
    { where: 'faq.yaml: Вход', message: expect.stringContaining('«Никто»') as unknown },
  ]);
  await settled(edition, { settings });
});

test('access to a category inside one that is closed to the role is a fault: Zammad would not give it', async () => {
  const edition = editionOf(first);
  await helpdesk.load(edition);
  const settings = settingsOf({
    categories: [
      { path: ['Вход'], access: { Agent: 'none' } },
      { path: ['Вход', 'Пароль'], access: { Agent: 'reader' } },
    ],
  });
  const inside = {
    where: 'faq.yaml: Вход › Пароль',
    message: expect.stringContaining('закрыт внешний') as unknown,
  };
  expect(await helpdesk.plan(edition, {}, settings)).toMatchObject({
    access: [{ path: ['Вход'] }],
    faults: [inside],
  });
  await helpdesk.load(edition, { settings });
  await settled(edition, { settings });
  // As Zammad itself keeps it.
  const { categories } = helpdesk.client.knowledgeBase;
  await categories.setPermissions(1, 2, { 2: 'reader' });
  expect(await categories.permissions(1, 2)).toMatchObject({
    permissions: [{ role_id: 2, access: 'none' }],
    inherited: [{ access: 'none' }],
  });
  const open = settingsOf({
    categories: [{ path: ['Вход'], access: { Agent: 'reader' } }, settings.categories[1]],
  });
  await helpdesk.load(edition, { settings: open });
  await settled(edition, { settings: open });
});

test('files: one comes, one goes, one that the region attached stays', async () => {
  const withFiles = (...files: ReturnType<typeof fileOf>[]) =>
    editionOf([entryOf('q1', 'Как войти?', { files })]);
  await helpdesk.load(withFiles(fileOf('a.txt', 'а'), fileOf('b.txt', 'б')));
  await helpdesk.client.knowledgeBase.answers.addAttachment(1, 1, {
    filename: 'наш.txt',
    data: new Blob(['наш']),
  });
  const next = withFiles(fileOf('b.txt', 'б'), fileOf('c.txt', 'в'));
  await helpdesk.load(next);
  expect((await seen(helpdesk))[0]?.files.toSorted()).toEqual(['b.txt', 'c.txt', 'наш.txt']);
  await settled(next);
});

test('a file that only got another name is called by it', async () => {
  const withFile = (name: string, html: string) =>
    editionOf([entryOf('q1', 'Как войти?', { html, files: [fileOf(name, 'а')] })]);
  await helpdesk.load(withFile('a.txt', '<p>См. a.txt</p>'));
  const next = withFile('Памятка.txt', '<p>См. Памятка.txt</p>');
  await helpdesk.load(next);
  expect((await seen(helpdesk))[0]?.files).toEqual(['Памятка.txt']);
  await settled(next);
});

test('a picture inside the text is kept by Zammad and is no edit of anybody', async () => {
  const picture = fileOf('схема.png', 'png', 'p1');
  const edition = (words: string) =>
    editionOf([entryOf('q1', 'Как войти?', { html: `<p>${words}</p><img src="cid:p1">`, files: [picture] })]);
  await helpdesk.load(edition('Так'));
  const body = async (): Promise<string> => (await seen(helpdesk))[0]?.body ?? '';
  expect(await body()).toMatch(/<img src="\/api\/v1\/attachments\/\d+" [^>]*cid=/);
  await settled(edition('Так'));
  // Saved by an editor as it was: Zammad gives the picture its width once more.
  const before = await body();
  await editAs(helpdesk, 1, before);
  expect(await body()).not.toBe(before);
  expect(await readFaqDrift(helpdesk.desk, now)).toEqual([]);
  await helpdesk.load(edition('Иначе'));
  expect((await seen(helpdesk))[0]?.body).toContain('Иначе');
});

test('a text in a language the base lacks is a fault, and the answer keeps its own; with the language it is one answer', async () => {
  await helpdesk.load(editionOf(first));
  const both = editionOf([...first, entryOf('q1', 'How to sign in?', { locale: 'en-us' })]);
  const fault = { where: 'faq.csv:q1', message: expect.stringContaining('«en-us»') as unknown };
  expect(await helpdesk.plan(both)).toMatchObject({ faults: [fault], changes: [] });
  await helpdesk.load(both);
  expect(await titles()).toContain('Вход: Как войти? (internal)');

  const { world } = helpdesk.sandbox;
  const english = world.table('locales').find(({ locale }) => locale === 'en-us');
  world
    .table('knowledge_base_locales')
    .insert({ knowledge_base_id: 1, system_locale_id: english?.id, primary: false });
  await helpdesk.load(both);
  const tree = await helpdesk.client.knowledgeBase.init();
  expect(Object.keys(tree.KnowledgeBaseAnswer ?? {})).toHaveLength(first.length);
  const texts = Object.values(tree.KnowledgeBaseAnswerTranslation ?? {}).filter(
    ({ answer_id }) => answer_id === 1,
  );
  expect(texts.map(({ title }) => title)).toEqual(['Как войти?', 'How to sign in?']);
  await settled(both);
});

test('a base that is still to be made gets roles and visibility with the first load', async () => {
  const settings = settingsOf({
    categories: [{ path: ['Вход'], visibility: 'public', access: { Agent: 'none' } }],
  });
  await helpdesk.load(editionOf(first), { settings });
  expect((await titles())[0]).toBe('Вход: Как войти? (public)');
  await settled(editionOf(first), { settings });
});

test('questions may change titles with each other', async () => {
  await helpdesk.load(editionOf(first));
  const swapped = [
    entryOf('q1', 'Что такое ЕСИА?', { html: '<p>один</p>' }),
    entryOf('q4', 'Как войти?', { html: '<p>четыре</p>' }),
  ];
  const edition = editionOf([...swapped, ...first.slice(1, 3)]);
  await helpdesk.load(edition);
  expect((await seen(helpdesk)).slice(0, 2).map(({ title, body }) => [title, body])).toEqual([
    ['Что такое ЕСИА?', '<p>один</p>'],
    ['Как войти?', '<p>четыре</p>'],
  ]);
  await settled(edition);
});

test('a title used twice is a fault of both rows, told before any write; the rest loads and nothing is archived', async () => {
  await helpdesk.load(editionOf(first));
  const twice = editionOf([first[0]!, entryOf('q9', 'Как войти?'), first[1]!]);
  const plan = await helpdesk.plan(twice);
  expect(plan.faults).toEqual([
    {
      where: 'faq.csv:q9',
      message: expect.stringContaining('«Как войти?» уже есть (faq.csv:q1)') as unknown,
    },
  ]);
  expect(plan.archive).toEqual([]);
  expect(plan.warnings).toHaveLength(1);
  helpdesk.calls.length = 0;
  await expect(helpdesk.load(twice, { strict: true })).rejects.toThrow('--strict');
  expect(helpdesk.calls.filter(isWrite)).toEqual([]);
});

test('answers of others survive: untouched, and in the way they are a conflict', async () => {
  await helpdesk.load(editionOf(first));
  const kb = helpdesk.client.knowledgeBase.answers;
  const text = (title: string) => [{ title, kb_locale_id: 1, content_attributes: { body: '<p>наше</p>' } }];
  await kb.create(1, {
    category_id: 1,
    translations_attributes: text('Режим работы'),
    internal_note: 'для своих',
  });
  await kb.create(1, { category_id: 1, translations_attributes: text('Как записаться?') });
  const foreign = (await seen(helpdesk)).filter(({ body }) => body === '<p>наше</p>');
  const edition = editionOf([entryOf('q5', 'Как записаться?'), ...first.toReversed()], { id: '2026-12' });
  expect((await helpdesk.plan(edition)).conflicts).toMatchObject([{ id: 'q5', kind: 'title' }]);
  await helpdesk.load(edition);
  expect((await seen(helpdesk)).filter(({ body }) => body === '<p>наше</p>')).toEqual(foreign);
  expect((await titles()).filter((line) => line.startsWith('Вход:'))).toEqual([
    'Вход: Что такое ЕСИА? (internal)',
    'Вход: Как войти? (internal)',
    'Вход: Режим работы (draft)',
    'Вход: Как записаться? (draft)',
  ]);
  expect((await helpdesk.plan(edition)).changes).toEqual([]);
});

test('an edition older than the one in force is not loaded without consent', async () => {
  await helpdesk.load(editionOf(first));
  const old = editionOf([entryOf('q1', 'Как войти?', { html: '<p>Прежде</p>' }), ...first.slice(1)], {
    id: '2026-08',
    date: '2026-08-01',
  });
  expect((await helpdesk.plan(old)).later).toEqual({ edition: '2026-11', date: '2026-11-01' });
  helpdesk.calls.length = 0;
  await expect(helpdesk.load(old)).rejects.toThrow('старше действующего (2026-11 от 2026-11-01)');
  expect(helpdesk.calls.filter(isWrite)).toEqual([]);
  await helpdesk.load(old, { yes: true });
  expect((await seen(helpdesk))[0]?.body).toBe('<p>Прежде</p>');
});

test('a large part of the answers is not archived without consent', async () => {
  const many = Array.from({ length: 12 }, (_, index) => entryOf(`m${index}`, `Вопрос ${index}`));
  await helpdesk.load(editionOf(many));
  const few = editionOf(many.slice(0, 4), { id: 'b' });
  await expect(helpdesk.load(few)).rejects.toThrow('8 из 12');
  await helpdesk.load(few, { yes: true });
  expect((await seen(helpdesk)).filter(({ state }) => state === 'archived')).toHaveLength(8);
  await settled(few);
});

test('over a megabyte, and signs of every kind', async () => {
  const words = 'Ёжик 🦔 «ёлочки» & < > "  العربية 中文 '.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const html = `<p>${words.repeat(20_000)}</p>`;
  expect(Buffer.byteLength(html)).toBeGreaterThan(1_048_576);
  const edition = editionOf([entryOf('id с пробелом · точкой %', 'Ёжик 🦔 «ёлочки»?', { html })]);
  const { altered } = await helpdesk.load(edition);
  expect(altered).toEqual([]);
  expect((await seen(helpdesk))[0]).toMatchObject({ title: 'Ёжик 🦔 «ёлочки»?', body: html });
  await settled(edition);
});

test('an edition that changes nothing is still the one in force', async () => {
  await helpdesk.load(editionOf(first));
  const next = editionOf(first, { id: '2026-12', date: '2026-12-01' });
  helpdesk.calls.length = 0;
  await helpdesk.load(next);
  expect(helpdesk.calls.filter(isWrite)).toHaveLength(1);
  await settled(next);
});

test('a note an editor left beside ours stays', async () => {
  await helpdesk.load(editionOf(first));
  const [answer] = await seen(helpdesk);
  await helpdesk.client.knowledgeBase.answers.update(1, answer!.id, {
    category_id: 1,
    internal_note: `проверено юристом\n${answer!.note}\nсм. приказ`,
  });
  await helpdesk.load(editionOf(changed('q1', () => entryOf('q1', 'Как войти?', { html: '<p>Новое</p>' }))));
  expect((await seen(helpdesk))[0]?.note).toMatch(/^проверено юристом\nReglament FAQ q1 · .*\nсм\. приказ$/);
});
