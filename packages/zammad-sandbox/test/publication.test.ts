/** Publishing an answer of the knowledge base: which steps are taken, and what is shown of those that are not. */
import { z } from 'zod';
import { openDesk, type Desk } from './desk.js';

let desk: Desk;
const answers = '/knowledge_bases/1/answers';
const half = '2026-11-24T09:00:30.500Z';
const minute = '2026-11-24T09:00:00.000Z';

beforeEach(async () => {
  desk = await openDesk({ flavour: '6.6', clock: new Date(half) });
  await desk.api('POST', '/knowledge_bases/manage', {
    iconset: 'FontAwesome',
    kb_locales_attributes: [{ system_locale_id: 26, primary: true }],
  });
  const translations_attributes = [{ title: 'а', kb_locale_id: 1 }];
  await desk.api('POST', '/knowledge_bases/1/categories', {
    category_icon: 'f115',
    translations_attributes,
  });
  await desk.api('POST', answers, {
    category_id: 1,
    translations_attributes: [{ title: 'а', kb_locale_id: 1, content_attributes: { body: 'Текст' } }],
  });
});
afterEach(() => desk.close());

const shown = z.object({
  assets: z.object({
    KnowledgeBaseAnswer: z.object({
      1: z.object({ internal_at: z.unknown(), published_at: z.unknown(), archived_at: z.unknown() }),
    }),
  }),
});

const read = async () =>
  shown.parse((await desk.api('GET', `${answers}/1`)).body).assets.KnowledgeBaseAnswer[1];
const dates = (body: object) => desk.api('POST', `${answers}/1/has_publishing_update`, body);

test('one that would be dated before a date of the same minute is not taken, without a word', async () => {
  await dates({ internal_at: '--now--' });
  await desk.clock.advanceBy(1000);
  for (const step of ['publish', 'archive'])
    expect((await desk.api('POST', `${answers}/1/${step}`)).status).toBe(200);
  expect(await read()).toEqual({ internal_at: half, published_at: null, archived_at: null });
  await desk.clock.advanceBy(60_000);
  await desk.api('POST', `${answers}/1/publish`);
  expect(await read()).toMatchObject({ published_at: '2026-11-24T09:01:00.000Z' });
});

test('carried by an edit it is shown though it was not taken, until the answer is next written', async () => {
  await dates({ published_at: '--now--' });
  const edit = (more: object) => desk.api('PATCH', `${answers}/1`, { category_id: 1, ...more });
  expect((await edit({ additional_action: 'archive' })).status).toBe(200);
  expect(await read()).toEqual({ internal_at: null, published_at: half, archived_at: minute });
  expect((await desk.api('POST', '/knowledge_bases/init')).body).toMatchObject({
    KnowledgeBaseAnswer: { 1: { archived_at: minute } },
  });
  await edit({});
  expect(await read()).toEqual({ internal_at: null, published_at: half, archived_at: null });
  expect(await edit({ additional_action: 'foo' })).toMatchObject({
    status: 500,
    body: { error: "Event :foo! doesn't exist" },
  });
});

test('dates given outright must be in order; what is no date takes one away', async () => {
  const [january, february, march] = ['2026-01-01', '2026-02-01', '2026-03-01'];
  const refused = async (given: object) => (await dates(given)).body;
  expect(await refused({ internal_at: february, published_at: january })).toMatchObject({
    error: 'Published at date must be no earlier than internal date',
  });
  expect(await refused({ published_at: february, archived_at: january })).toMatchObject({
    error: 'Archived at date must be no earlier than published date',
  });
  expect(await refused({ internal_at: march, published_at: february, archived_at: january })).toMatchObject({
    error: 'Archived at date must be no earlier than internal date',
  });
  await dates({ published_at: '2030-01-01' });
  expect((await dates({ archived_at: '--now--' })).status).toBe(422);
  expect((await dates({ published_at: 'когда-нибудь', archived_at: '--now--' })).body).toMatchObject({
    published_at: null,
    archived_at: half,
  });
});

test('out of the archive an answer is dated anew: as published, or else as internal, were it a draft', async () => {
  await dates({ internal_at: '2026-01-01', published_at: '2026-02-01', archived_at: '2026-03-01' });
  await desk.api('POST', `${answers}/1/unarchive`);
  const internal_at = '2026-01-01T00:00:00.000Z';
  expect(await read()).toEqual({ internal_at, published_at: minute, archived_at: null });
  await dates({ internal_at: null, published_at: null, archived_at: '--now--' });
  await desk.clock.advanceBy(1);
  await desk.api('POST', `${answers}/1/unarchive`);
  expect(await read()).toEqual({ internal_at: minute, published_at: null, archived_at: null });
});
