/** Every 2xx answer recorded from a real 6.6 goes through the client call that asks for it: the schemas must take it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import nock from 'nock';
import { createZammadClient, resourceKinds } from 'zammad-api-client-ts';
import type { ConfigObject, Resource } from 'zammad-api-client-ts';
import { z } from 'zod';

const directory = join(import.meta.dirname, '../../zammad-sandbox/recorded/6.6');
const exchangeSchema = z.object({
  step: z.string(),
  request: z.object({ method: z.string(), path: z.string() }),
  response: z.object({ status: z.number(), body: z.unknown().optional() }),
});
type Exchange = z.infer<typeof exchangeSchema>;

const origin = 'http://zammad.test';
const client = createZammadClient({ url: origin, auth: { token: 'secret' }, retries: 0 });
const body = {};
const article = { body: 'x', internal: true };
const definition = {
  object: 'Ticket',
  name: 'x',
  display: 'x',
  data_type: 'input',
  data_option: {},
  screens: {},
  position: 1,
  active: true,
} as const;

const refusal = z.looseObject({ result: z.literal('failed') });
const named = z.looseObject({ name: z.string() });
const withKind = z.looseObject({ kind: z.string() });
const anyResource = z.custom<Resource<ConfigObject>>((value) => withKind.safeParse(value).success);
/** The client's own property of a kind, so that its own schema is what parses. */
const of = (kind: string): Resource<ConfigObject> =>
  anyResource.parse(Object.values(client).find((part) => withKind.safeParse(part).data?.kind === kind));

const kinds = resourceKinds.join('|');
/** Recorded call → the client's call. The first pattern that fits wins. */
const calls: [pattern: RegExp, call: (part: string[], exchange: Exchange) => Promise<unknown>][] = [
  [/^GET \/users\/me/, () => client.me()],
  [/^GET \/users\/search/, () => client.searchUsers('op')],
  [/^GET \/organizations\/search/, () => client.searchOrganizations('x')],
  [/^GET \/calendars_init/, () => Promise.resolve('recorded as its keys only')],
  [/^GET \/signshow/, () => Promise.resolve('recorded as counts only')],
  [/^GET \/tickets\/\d+\?all/, () => Promise.resolve('recorded with counts for assets')],
  [/^POST \/tickets\/search$/, () => Promise.resolve('recorded with counts for assets')],
  [/^GET \/tickets\?/, () => client.tickets.all().next()],
  [new RegExp(`^GET /(${kinds})/(\\d+)\\?full`), () => Promise.resolve('the client never asks for full')],
  [new RegExp(`^GET /(${kinds})/(\\d+)`), ([kind, id]) => of(kind!).get(Number(id))],
  [new RegExp(`^GET /(${kinds})(\\?|$)`), ([kind]) => of(kind!).list()],
  [new RegExp(`^POST /(${kinds})$`), ([kind]) => of(kind!).create(body)],
  [new RegExp(`^PUT /(${kinds})/(\\d+)$`), ([kind, id]) => of(kind!).update(Number(id), body)],
  [new RegExp(`^DELETE /(${kinds})/(\\d+)$`), ([kind, id]) => of(kind!).delete(Number(id))],
  [/^POST \/user_access_token/, () => client.tokens.create({ name: 'x', permissions: [] })],
  [/^GET \/user_access_token/, () => client.tokens.list()],
  [/^GET \/version/, () => client.version()],
  [/^GET \/knowledge_bases\/manage\/init/, () => client.knowledgeBase.manage.init()],
  [
    /^POST \/knowledge_bases\/manage$/,
    () =>
      client.knowledgeBase.manage.create({
        iconset: 'FontAwesome',
        color_highlight: '#000',
        color_header: '#000',
        homepage_layout: 'grid',
        category_layout: 'grid',
        kb_locales_attributes: [],
      }),
  ],
  [/^POST \/knowledge_bases\/init/, () => client.knowledgeBase.init()],
  [/^POST \/knowledge_bases\/search/, () => client.knowledgeBase.search({ query: 'x' })],
  [/^GET \/knowledge_bases\/visible_ids/, () => client.knowledgeBase.visibleIds()],
  [
    /^POST \/knowledge_bases\/1\/categories$/,
    () =>
      client.knowledgeBase.categories.create(1, {
        category_icon: 'f115',
        translations_attributes: [{ title: 'x', kb_locale_id: 1 }],
      }),
  ],
  [/^PATCH .*\/reorder_answers/, () => client.knowledgeBase.categories.reorderAnswers(1, 1, [1])],
  [/^GET .*categories\/1\/permissions/, () => client.knowledgeBase.categories.permissions(1, 1)],
  [/^POST .*\/answers$/, () => client.knowledgeBase.answers.create(1, { category_id: 1 })],
  [/^GET .*\/answers\/1\?include/, () => client.knowledgeBase.answers.get(1, 1, { contentIds: [1] })],
  [/^GET .*\/answers\/1$/, () => client.knowledgeBase.answers.get(1, 1)],
  [/^PATCH .*\/answers\/1$/, () => client.knowledgeBase.answers.update(1, 1, { category_id: 1 })],
  [/^DELETE .*\/answers\/1$/, () => client.knowledgeBase.answers.delete(1, 1)],
  [
    /^POST .*\/answers\/(\d+)\/attachments$/,
    ([answer]) =>
      client.knowledgeBase.answers.addAttachment(1, Number(answer), {
        filename: 'a.txt',
        data: new Blob(['x']),
      }),
  ],
  [
    /^POST .*\/answers\/1\/(internal|publish|archive|unarchive)$/,
    ([event]) =>
      client.knowledgeBase.answers.transition(
        1,
        1,
        z.enum(['internal', 'publish', 'archive', 'unarchive']).parse(event),
      ),
  ],
  [
    /^POST .*has_publishing_update/,
    () => client.knowledgeBase.answers.setPublishing(1, 1, { published_at: '--now--' }),
  ],
  [/^GET \/http_logs\/webhook/, () => client.httpLogs('webhook')],
  [/^GET \/monitoring\/health_check/, () => client.monitoring.healthCheck()],
  [/^GET \/monitoring\/status/, () => client.monitoring.status()],
  [/^GET \/object_manager_attributes$/, () => client.objectAttributes.list()],
  [/^GET \/object_manager_attributes_list/, () => client.objectAttributes.objects()],
  [/^GET \/object_manager_attributes\/(\d+)/, ([id]) => client.objectAttributes.get(Number(id))],
  [/^POST \/object_manager_attributes$/, () => client.objectAttributes.create(definition)],
  [
    /^PUT \/object_manager_attributes\/(\d+)/,
    ([id]) => client.objectAttributes.update(Number(id), definition),
  ],
  [/^POST .*_execute_migrations/, () => client.objectAttributes.executeMigrations()],
  [/^POST .*_discard_changes/, () => client.objectAttributes.discardChanges()],
  [/^GET \/settings$/, () => client.settings.list()],
  [
    /^PUT \/settings/,
    (_, { response }) => {
      nock(origin).get('/api/v1/settings').reply(200, [response.body]);
      return client.settings.set(named.parse(response.body).name, []);
    },
  ],
  [/^GET \/tag_list/, () => client.tags.adminList()],
  [/^POST \/tag_list/, () => client.tags.adminCreate('x')],
  [/^GET \/tag_search/, () => client.tags.search('x')],
  [/^GET \/tags\?/, () => client.tags.list(7)],
  [/^POST \/tags\/add/, () => client.tags.add(7, 'x')],
  [/^DELETE \/tags\/remove/, () => client.tags.remove(7, 'x')],
  [/^POST \/tickets$/, () => client.tickets.create({ title: 'x', article })],
  [/^GET \/tickets\/(\d+)(\?expand.*)?$/, ([id]) => client.tickets.get(Number(id))],
  [/^PUT \/tickets\/(\d+)$/, ([id]) => client.tickets.update(Number(id), { state: 'open' })],
  [/^PUT \/ticket_merge\/(\d+)\/(\d+)/, ([id, number]) => client.tickets.merge(Number(id), number!)],
  [/^GET \/ticket_history\/(\d+)/, ([id]) => client.tickets.history(Number(id))],
  [/^POST \/tickets\/mass_macro/, () => client.tickets.massMacro(1, [7])],
  [/^POST \/tickets\/mass_update/, () => client.tickets.massUpdate({ ticketIds: [7] })],
  [/^POST \/tickets\/selector/, () => client.tickets.previewCondition({})],
  [/^POST \/tickets\/search\?expand/, () => client.tickets.searchAll({ condition: {} })],
  [
    /^GET \/tickets\/search/,
    (_, { response }) => {
      nock(origin).post('/api/v1/tickets/search').query(true).reply(200, JSON.stringify(response.body));
      nock(origin).post('/api/v1/tickets/search').query(true).reply(200, []);
      return client.tickets.searchAll({ query: 'x' });
    },
  ],
  [/^GET \/ticket_articles\/by_ticket\/(\d+)/, ([id]) => client.articles.byTicket(Number(id))],
  [/^GET \/ticket_articles\/(\d+)/, ([id]) => client.articles.get(Number(id))],
  [/^POST \/ticket_articles/, () => client.articles.create(7, article)],
  [/^PUT \/ticket_articles\/(\d+)/, ([id]) => client.articles.update(Number(id), { internal: true })],
  [/^GET \/links/, () => client.links.list(7)],
  [/^POST \/links\/add/, () => client.links.add({ type: 'child', sourceNumber: '91009', targetId: 7 })],
];

const isAsked = ({ request: { method, path }, response: { body: answer } }: Exchange): boolean =>
  // A merge that Zammad refuses with 200 is an error here.
  !refusal.safeParse(answer).success &&
  !/(full|label|with_total_count|only_total_count)=true/.test(path) &&
  calls.some(([pattern]) => pattern.test(`${method} ${path}`));

const recorded = readdirSync(directory)
  .filter((file) => file.endsWith('.json') && file !== 'webhook-deliveries.json')
  .flatMap((file) =>
    z
      .array(exchangeSchema)
      .parse(JSON.parse(readFileSync(join(directory, file), 'utf8')))
      .map((exchange) => ({ file, ...exchange })),
  )
  .filter(({ response }) => response.status < 300)
  // `extra.json` also asks for what this client never asks for: other forms of the same answers, other parts of the API.
  .filter((exchange) => exchange.file !== 'extra.json' || isAsked(exchange))
  // A citizen is shown less of a group than the agents and administrators whose calls these are.
  .filter(({ step }) => step !== 'citizen groups');

/** Long lists were recorded as their first three items and a word about the rest. */
const withoutRest = (answer: unknown): unknown =>
  Array.isArray(answer) && answer.length === 4 && typeof answer[3] === 'string' ? answer.slice(0, 3) : answer;

afterEach(() => {
  nock.cleanAll();
});

test('the recordings are there', () => {
  expect(recorded.length).toBeGreaterThan(400);
});

test.each(recorded.map((exchange) => [`${exchange.file}: ${exchange.step}`, exchange] as const))(
  '%s',
  async (_title, exchange) => {
    const { method, path } = exchange.request;
    const asked = `${method} ${path}`;
    const fitting = calls.find(([pattern]) => pattern.test(asked));
    expect([asked, fitting !== undefined]).toEqual([asked, true]);
    const answer = withoutRest(exchange.response.body);
    nock(origin)
      // What was asked besides went by ids of its own.
      .intercept(exchange.file === 'extra.json' ? /./ : `/api/v1${path.split('?')[0]!}`, method)
      .query(true)
      .reply(exchange.response.status, JSON.stringify(answer), { 'content-type': 'application/json' });
    const parts = fitting![0].exec(asked)!.slice(1);
    const result = await fitting![1](parts, exchange);
    const whole =
      Array.isArray(answer) || (typeof answer === 'object' && answer !== null && 'name' in answer);
    // Objects and lists of objects come back as they were: no key lost.
    if (whole && resourceKinds.some((kind) => path.startsWith(`/${kind}`)) && !path.includes('full=true'))
      expect(result).toEqual(answer);
  },
);
