/** Who a question is when its section, its words or its key change, and whose word counts: the region's or the edition's. */
import { readEdition } from '../../sync/faq/edition/read-edition.js';
import type { FaqEdition } from '../../sync/faq/types.js';
import { editAs, editionOf, entryOf, openFaqDesk, seen, type FaqTestDesk } from './desk.js';

let helpdesk: FaqTestDesk;
beforeEach(async () => {
  helpdesk = await openFaqDesk();
});
afterEach(() => helpdesk.close());

const csv = (rows: readonly string[], head = 'Раздел;Вопрос;Ответ'): Promise<FaqEdition> =>
  readEdition([{ name: 'faq.csv', data: new TextEncoder().encode([head, ...rows].join('\n')) }]);
const rows = [
  'Вход;Как сбросить забытый пароль?;Нажмите «Забыли пароль».',
  'Вход;Где посмотреть код из СМС?;Ждите минуту.',
  'Оплата;Как вернуть пошлину?;Подайте заявление.',
  'Оплата;Когда зачислят платёж?;За день.',
];
const lines = async (): Promise<string[]> =>
  (await seen(helpdesk)).map(({ id, category, title, state }) => `${id} ${category}: ${title} (${state})`);
const retitle = (category: number, title: string): Promise<unknown> =>
  helpdesk.client.knowledgeBase.categories.update(1, category, {
    category_icon: 'f115',
    translations_attributes: [{ id: category, title }],
  });

test('a section that the region renamed keeps its name, and new questions go into it', async () => {
  await helpdesk.load(await csv(rows));
  await retitle(1, 'Вход на портал');
  const next = [...rows, 'Вход;Как выйти?;Нажмите «Выход».'];
  await helpdesk.load(await csv(next));
  const now = await lines();
  expect(now.filter((line) => line.includes('Вход на портал'))).toHaveLength(3);
  expect((await helpdesk.plan(await csv(next))).changes).toEqual([]);
});

test('a section the edition renames takes its answers along, and the empty one goes', async () => {
  await helpdesk.load(await csv(rows));
  const renamed = rows.map((row) => row.replace(/^Вход;/, 'Доступ в кабинет;'));
  const plan = await helpdesk.plan(await csv(renamed));
  expect(plan.emptied).toEqual([['Вход']]);
  await helpdesk.load(await csv(renamed));
  expect(await lines()).toEqual([
    '1 Доступ в кабинет: Как сбросить забытый пароль? (internal)',
    '2 Доступ в кабинет: Где посмотреть код из СМС? (internal)',
    '3 Оплата: Как вернуть пошлину? (internal)',
    '4 Оплата: Когда зачислят платёж? (internal)',
  ]);
  const sections = Object.values((await helpdesk.client.knowledgeBase.init()).KnowledgeBaseCategory ?? {});
  expect(sections).toHaveLength(2);
});

test('a text in conflict does not hold up the move', async () => {
  await helpdesk.load(await csv(rows));
  await editAs(helpdesk, 1, '<p>Местное</p>');
  const next = [rows[0]?.replace(/^Вход;/, 'Оплата;').replace('Нажмите', 'Кликните') ?? '', ...rows.slice(1)];
  await helpdesk.load(await csv(next));
  expect((await seen(helpdesk)).find(({ id }) => id === 1)).toMatchObject({
    category: 'Оплата',
    body: '<p>Местное</p>',
  });
  expect((await helpdesk.plan(await csv(next))).conflicts.map(({ kind }) => kind)).toEqual(['text']);
});

describe('another wording is proposed and done only when a person has said so', () => {
  const reworded = [rows[0]?.replace('забытый пароль', 'забытый мной пароль') ?? '', ...rows.slice(1)];
  const proposed = async (): Promise<string> => {
    await helpdesk.load(await csv(rows));
    const { renames, archive, changes } = await helpdesk.plan(await csv(reworded));
    expect([
      renames.map(({ formerQuestion, question }) => [formerQuestion, question]),
      archive,
      changes,
    ]).toEqual([[['Как сбросить забытый пароль?', 'Как сбросить забытый мной пароль?']], [], []]);
    return renames[0]?.id ?? '';
  };
  test('the same: the answer stays, the plan shows both titles', async () => {
    const same = new Set([await proposed()]);
    const plan = await helpdesk.plan(await csv(reworded), { same });
    expect(plan.changes.map(({ titleFrom }) => titleFrom)).toEqual(['Как сбросить забытый пароль?']);
    await helpdesk.load(await csv(reworded), { choices: { same } });
    expect((await lines())[0]).toBe('1 Вход: Как сбросить забытый мной пароль? (internal)');
    expect(await helpdesk.plan(await csv(reworded))).toMatchObject({ changes: [], renames: [], archive: [] });
  });
  test('another: a new answer, the former one archived', async () => {
    await helpdesk.load(await csv(reworded), { choices: { different: new Set([await proposed()]) } });
    expect(await lines()).toContain('1 Вход: Как сбросить забытый пароль? (archived)');
    expect(await lines()).toContain('5 Вход: Как сбросить забытый мной пароль? (internal)');
  });
});

test('ids beside other questions are refused until somebody says that they are meant', async () => {
  const keyed = (ids: readonly string[]): Promise<FaqEdition> =>
    csv(
      rows.map((row, index) => `${ids[index] ?? ''};${row}`),
      'id;Раздел;Вопрос;Ответ',
    );
  await helpdesk.load(await keyed(['a', 'b', 'c', 'd']));
  const slipped = await keyed(['d', 'a', 'b', 'c']);
  await expect(helpdesk.load(slipped)).rejects.toThrow('столбец ключей съехал');
  await helpdesk.load(slipped, { choices: { accept: new Set(['ids']) } });
  expect((await helpdesk.plan(slipped)).slipped).toEqual([]);
});

describe('nothing is archived by omission', () => {
  test('a hidden question keeps its answer', async () => {
    await helpdesk.load(editionOf([entryOf('q1', 'Как войти?'), entryOf('q2', 'Что такое ЕСИА?')]));
    const hidden = {
      id: null,
      question: 'что такое ЕСИА',
      where: 'faq.xlsx, строка 3',
      because: 'строка скрыта',
    };
    const next = editionOf([entryOf('q1', 'Как войти?')], { withheld: [hidden] });
    expect(await helpdesk.plan(next)).toMatchObject({ archive: [], changes: [] });
  });
  test('an edition that lost most of its answers is refused, however small', async () => {
    await helpdesk.load(await csv(rows));
    await expect(helpdesk.load(await csv(rows.slice(0, 2)))).rejects.toThrow('--accept archive');
    await helpdesk.load(await csv(rows.slice(0, 2)), { choices: { accept: new Set(['archive']) } });
    expect((await lines()).filter((line) => line.includes('archived'))).toHaveLength(2);
  });
  test('faults hold the archive up until somebody lets them pass', async () => {
    const faulty = [...rows.slice(0, 3), 'Оплата;Без ответа?;'];
    await helpdesk.load(await csv(rows));
    expect((await helpdesk.plan(await csv(faulty))).archive).toEqual([]);
    expect((await helpdesk.plan(await csv(faulty), { accept: new Set(['unread']) })).archive).toHaveLength(1);
  });
});
