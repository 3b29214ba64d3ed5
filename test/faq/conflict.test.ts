/** The region edits answers of its own accord; the edition changes them too. Nothing anybody wrote is lost without a word. */
import { editAs, editionOf, entryOf, isWrite, openFaqDesk, seen, type FaqTestDesk } from './desk.js';

let helpdesk: FaqTestDesk;
beforeEach(async () => {
  helpdesk = await openFaqDesk();
});
afterEach(() => helpdesk.close());

const entries = [entryOf('q1', 'Как войти?'), entryOf('q2', 'Что такое ЕСИА?', { category: ['ЕСИА'] })];
const corrected = entryOf('q1', 'Как войти?', { html: '<p>Так, как сказано в новом издании</p>' });
const before = editionOf(entries);
const after = editionOf([corrected, entries[1]!], { id: '2026-12', date: '2026-12-01' });
const bodies = async (): Promise<string[]> => (await seen(helpdesk)).map(({ body }) => body);
const writesOf = async (work: () => Promise<unknown>): Promise<number> => {
  helpdesk.calls.length = 0;
  await work();
  return helpdesk.calls.filter(isWrite).length;
};

const local = '<p>У нас иначе</p>';

test('edited by the region and unchanged in the edition: kept without a word', async () => {
  await helpdesk.load(before);
  await editAs(helpdesk, 1, local);
  expect(await helpdesk.plan(before)).toMatchObject({ changes: [], conflicts: [], unchanged: 2 });
  expect(await writesOf(() => helpdesk.load(before))).toBe(0);
  expect(await bodies()).toContain(local);
});

test('edited by both: kept, shown with both texts, and the rest is loaded', async () => {
  await helpdesk.load(before);
  await editAs(helpdesk, 1, local);
  const more = editionOf([
    corrected,
    entryOf('q2', 'Что такое ЕСИА?', { category: ['ЕСИА'], html: '<p>Новое</p>' }),
  ]);
  const plan = await helpdesk.plan(more);
  expect(plan.conflicts).toMatchObject([
    {
      id: 'q1',
      kind: 'text',
      local: 'Как войти?\nУ нас иначе',
      edition: 'Как войти?\nТак, как сказано в новом издании',
    },
  ]);
  await helpdesk.load(more);
  expect(await bodies()).toEqual([local, '<p>Новое</p>']);
  expect((await helpdesk.plan(more)).conflicts).toHaveLength(1);
});

test('--theirs: the edition wins, once and for all', async () => {
  await helpdesk.load(before);
  await editAs(helpdesk, 1, local);
  await helpdesk.load(after, { choices: { theirs: new Set(['q1']) } });
  expect(await bodies()).toContain('<p>Так, как сказано в новом издании</p>');
  expect(await helpdesk.plan(after)).toMatchObject({ changes: [], conflicts: [], bearer: null });
});

test('--ours: the region wins until the edition changes again; then it may still be overruled', async () => {
  await helpdesk.load(before);
  await editAs(helpdesk, 1, local);
  await helpdesk.load(after, { choices: { ours: new Set(['q1']) } });
  expect(await bodies()).toContain(local);
  const again = await helpdesk.plan(after);
  expect(again).toMatchObject({ changes: [], conflicts: [], declines: [] });
  const third = editionOf([entryOf('q1', 'Как войти?', { html: '<p>Третье</p>' }), entries[1]!], { id: 'c' });
  expect((await helpdesk.plan(third)).conflicts).toMatchObject([{ id: 'q1', kind: 'text' }]);
  await helpdesk.load(after, { choices: { theirs: new Set(['q1']) } });
  expect(await bodies()).toContain('<p>Так, как сказано в новом издании</p>');
});

test('--theirs also takes back an edit of an answer that the edition did not change', async () => {
  await helpdesk.load(before);
  await editAs(helpdesk, 1, local);
  await helpdesk.load(before, { choices: { theirs: new Set(['q1']) } });
  expect(await bodies()).toEqual(['<p>Ответ на «Как войти?»</p>', '<p>Ответ на «Что такое ЕСИА?»</p>']);
});

test('a choice for an answer nobody knows is a fault', async () => {
  await helpdesk.load(before);
  expect((await helpdesk.plan(before, { ours: new Set(['нет']) })).faults).toEqual([
    { where: 'нет', message: 'такого ответа нет ни в издании, ни в базе знаний' },
  ]);
});

test('gone from the edition, but edited by the region: not archived unless told to', async () => {
  const short = editionOf([entries[1]!], { id: 'b' });
  await helpdesk.load(before);
  await editAs(helpdesk, 1, local);
  expect(await helpdesk.plan(short)).toMatchObject({
    archive: [],
    conflicts: [{ id: 'q1', kind: 'archive' }],
  });
  await helpdesk.load(short, { choices: { ours: new Set(['q1']) } });
  expect(await helpdesk.plan(short)).toMatchObject({ archive: [], conflicts: [], declines: [] });
  expect((await seen(helpdesk)).map(({ state }) => state)).toEqual(['internal', 'internal']);
});

test('archived or moved by the region: left so; with a changed text it is a conflict', async () => {
  const kb = helpdesk.client.knowledgeBase;
  await helpdesk.load(before);
  await kb.answers.transition(1, 1, 'archive');
  await kb.answers.update(1, 2, { category_id: 1 });
  expect(await helpdesk.plan(before)).toMatchObject({ changes: [], conflicts: [], archive: [] });
  expect((await helpdesk.plan(after)).conflicts).toMatchObject([{ id: 'q1', kind: 'archive' }]);
  const elsewhere = editionOf([entries[0]!, entryOf('q2', 'Что такое ЕСИА?', { category: ['Вход', 'Вид'] })]);
  expect((await helpdesk.plan(elsewhere)).conflicts).toMatchObject([{ id: 'q2', kind: 'category' }]);
  await helpdesk.load(elsewhere, { choices: { theirs: new Set(['q2']) } });
  expect((await seen(helpdesk)).map(({ category }) => category)).toContain('Вход › Вид');
});
