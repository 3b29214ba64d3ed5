/** The knowledge base where it is more than rows: moving, pictures inside a text, and who sees nothing. */
import { z } from 'zod';
import { openDesk, textWith, type Desk } from './desk.js';

let desk: Desk;
const answers = '/knowledge_bases/1/answers';

beforeEach(async () => {
  desk = await openDesk({ flavour: '5.5' });
  await desk.api('POST', '/knowledge_bases/manage', {
    iconset: 'FontAwesome',
    kb_locales_attributes: [{ system_locale_id: 26, primary: true }],
  });
  for (const title of ['Первый', 'Второй'])
    await desk.api('POST', '/knowledge_bases/1/categories', {
      category_icon: 'f115',
      translations_attributes: [{ title, kb_locale_id: 1 }],
    });
});
afterEach(() => desk.close());

const create = (category_id: number, title: string, body = '<p>Ответ</p>') =>
  desk.api('POST', answers, {
    category_id,
    translations_attributes: [{ title, kb_locale_id: 1, content_attributes: { body } }],
  });

test('an answer moved to another category comes last there, and those behind it move up', async () => {
  for (const [category, title] of [
    [1, 'а'],
    [1, 'б'],
    [2, 'в'],
  ] as const)
    await create(category, title);
  await desk.api('PATCH', `${answers}/1`, { category_id: 2 });
  const tree = await desk.api('POST', '/knowledge_bases/init');
  expect(tree.body).toMatchObject({
    KnowledgeBaseAnswer: {
      1: { category_id: 2, position: 1 },
      2: { category_id: 1, position: 0 },
      3: { category_id: 2, position: 0 },
    },
  });
});

test('a picture given as data becomes a file of the text, stays through an edit, and goes with its mention', async () => {
  const data = Buffer.from('<png>').toString('base64');
  const made = await create(1, 'а', `<p>См.</p><img src="data:image/png;base64,${data}">`);
  const shown = textWith('<img src="/api/v1/attachments/1" cid="');
  expect(made.body).toMatchObject({
    assets: { KnowledgeBaseAnswerTranslationContent: { 1: { body: shown } } },
  });
  expect((await desk.api('GET', '/attachments/1')).status).toBe(200);
  const edit = (body: string) =>
    desk.api('PATCH', `${answers}/1`, {
      category_id: 1,
      translations_attributes: [{ id: 1, content_attributes: { body } }],
    });
  const cid = /cid=\\"([^"\\]+)/.exec(JSON.stringify(made.body))?.[1] ?? '';
  const kept = await edit(`<p>Иначе</p><img src="/api/v1/attachments/1" cid="${cid}">`);
  expect(kept.body).toMatchObject({
    assets: { KnowledgeBaseAnswerTranslationContent: { 1: { body: shown } } },
  });
  await edit('<p>Без картинки</p>');
  expect((await desk.api('GET', '/attachments/1')).status).toBe(404);
});

test('who has no permission of the knowledge base gets an empty list, not a refusal', async () => {
  await create(1, 'а');
  const made = await desk.api('POST', '/user_access_token', { label: 'weak', permission: ['ticket.agent'] });
  // 5.5 answers with the secret as its name.
  const { name: token } = z.object({ name: z.string() }).parse(made.body);
  const headers = { authorization: `Token token=${token}` };
  expect(await desk.api('POST', '/knowledge_bases/init', {}, headers)).toMatchObject({
    status: 200,
    body: [],
  });
});
