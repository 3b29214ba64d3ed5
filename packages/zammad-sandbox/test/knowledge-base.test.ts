/** The knowledge base where it is more than rows: moving, pictures inside a text, and who sees nothing. */
import { z } from 'zod';
import { idIn, openDesk, textWith, type Desk } from './desk.js';

let desk: Desk;
const answers = '/knowledge_bases/1/answers';

beforeEach(async () => {
  desk = await openDesk({ flavour: '6.6' });
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
  const withStyle = (style: string) => textWith(`<img src="/api/v1/attachments/1" style="${style}" cid="`);
  expect(made.body).toMatchObject({
    assets: { KnowledgeBaseAnswerTranslationContent: { 1: { body: withStyle('max-width:100%;') } } },
  });
  expect((await desk.api('GET', '/attachments/1')).status).toBe(200);
  const edit = (body: string) =>
    desk.api('PATCH', `${answers}/1`, {
      category_id: 1,
      translations_attributes: [{ id: 1, content_attributes: { body } }],
    });
  const cid = /cid=\\"([^"\\]+)/.exec(JSON.stringify(made.body))?.[1] ?? '';
  const image = `<img src="/api/v1/attachments/1" style="max-width:100%;" cid="${cid}">`;
  const kept = await edit(`<p>Иначе</p>${image}`);
  // Each edit adds the width once more.
  const twice = withStyle('max-width:100%;max-width:100%;');
  expect(kept.body).toMatchObject({
    assets: { KnowledgeBaseAnswerTranslationContent: { 1: { body: twice } } },
  });
  await edit('<p>Без картинки</p>');
  expect((await desk.api('GET', '/attachments/1')).status).toBe(404);
});

test('who has no permission of the knowledge base gets an empty list, not a refusal', async () => {
  await create(1, 'а');
  const made = await desk.api('POST', '/user_access_token', { name: 'weak', permission: ['ticket.agent'] });
  const { token } = z.object({ token: z.string() }).parse(made.body);
  const headers = { authorization: `Token token=${token}` };
  expect(await desk.api('POST', '/knowledge_bases/init', {}, headers)).toMatchObject({
    status: 200,
    body: [],
  });
});

test('an answer is linked to a ticket as the sidebar does it: by its text, once, and only where it can be read', async () => {
  await create(1, 'а');
  await desk.api('POST', `${answers}/1/internal`);
  const ticket = await desk.api('POST', '/tickets', {
    title: 'Забыл пароль',
    group: 'Users',
    customer_id: 'guess:anna@mail.example',
    article: { body: 'Забыл' },
  });
  const id = idIn(ticket);
  const link = (text: string) =>
    desk.api('POST', '/links/add', {
      link_type: 'normal',
      link_object_target: 'Ticket',
      link_object_target_value: id,
      link_object_source: 'KnowledgeBase::Answer::Translation',
      link_object_source_number: text,
    });
  expect((await link('1')).status).toBe(201);
  expect((await link('1')).body).toMatchObject({ id: null });
  expect((await link('77')).status).toBe(404);
  const listed = {
    link_type: 'normal',
    link_object: 'KnowledgeBase::Answer::Translation',
    link_object_value: 1,
  };
  expect((await desk.api('GET', `/tickets/${id}?all=true`)).body).toMatchObject({ links: [listed] });
});

test('a note can be taken back for ten minutes by whoever wrote it', async () => {
  const ticket = await desk.api('POST', '/tickets', {
    title: 'Забыл пароль',
    group: 'Users',
    customer_id: 'guess:anna@mail.example',
    article: { body: 'Забыл' },
  });
  const id = idIn(ticket);
  const write = async (): Promise<number> => {
    const note = { ticket_id: id, body: 'Заметка', type: 'note', internal: true };
    return idIn(await desk.api('POST', '/ticket_articles', note));
  };
  expect((await desk.api('DELETE', `/ticket_articles/${await write()}`)).status).toBe(200);
  const old = await write();
  await desk.clock.advanceBy(600_000);
  expect((await desk.api('DELETE', `/ticket_articles/${old}`)).status).toBe(403);
});
