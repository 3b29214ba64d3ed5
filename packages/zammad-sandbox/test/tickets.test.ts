/** Tickets over the API: what binds a write, what a write leaves behind, how tickets are found. */
import { z } from 'zod';
import { ANY_TEXT, type Desk, idIn, newTicket, openDesk } from './desk.js';

const SCREENS = {
  create_middle: { 'ticket.agent': { shown: true } },
  edit: { 'ticket.agent': { shown: true } },
};
const attribute = (name: string, more: object) => ({
  object: 'Ticket',
  name,
  display: name,
  position: 1600,
  active: true,
  screens: SCREENS,
  ...more,
});
const REASON = attribute('state_reason', {
  data_type: 'select',
  data_option: { options: { user: 'Запрошена информация', agency: 'Отклонено' }, default: '', null: true },
});

describe('a ticket', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk({ flavour: '6.6', clock: new Date('2026-03-02T06:00:00Z') });
  });
  afterEach(() => desk.close());

  const workingCalendar = () => {
    const day = { active: true, timeframes: [['09:00', '18:00']] };
    const business_hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => [name, day]));
    return desk.api('POST', '/calendars', { name: 'Рабочий', timezone: 'Europe/Moscow', business_hours });
  };
  const ticket = (id = 2) => desk.api('GET', `/tickets/${id}?expand=true`);

  it('is made with customer, article and tags, or not at all', async () => {
    const made = await desk.api('POST', '/tickets', newTicket({ tags: 'портал, письмо' }));
    expect(made).toMatchObject({
      status: 201,
      body: { id: 2, number: '91002', state_id: 1, owner_id: 1, article_ids: [2] },
    });
    expect((await ticket()).body).toMatchObject({
      customer: 'anna.sokolova@example.com',
      create_article_type: 'note',
    });
    expect((await desk.api('GET', '/tags?object=Ticket&o_id=2')).body).toEqual({
      tags: ['портал', 'письмо'],
    });
    const users = desk.world.table('users').all().length;
    const broken = newTicket({ customer_id: 'guess:new@example.com', article: { body: 'x', type: 'nope' } });
    expect(await desk.api('POST', '/tickets', broken)).toMatchObject({ status: 422 });
    expect(desk.world.table('tickets').all()).toHaveLength(2);
    expect(desk.world.table('users').all()).toHaveLength(users);
  });

  it.each([
    ['no group', { group: undefined }, "The required value 'group_id' is missing."],
    ['an unknown group', { group: 'нет' }, `No lookup value found for 'group': "нет"`],
    ['no customer', { customer_id: undefined }, "Missing required value for field 'customer_id'!"],
    [
      'a pending state without a time',
      { state: 'pending close' },
      "Missing required value for field 'pending_time'!",
    ],
  ])('is refused with %s', async (_case, more, error) => {
    expect(await desk.api('POST', '/tickets', newTicket(more))).toMatchObject({
      status: 422,
      body: { error },
    });
  });

  it('takes a state made over the API at once', async () => {
    const state = await desk.api('POST', '/ticket_states', { name: 'Решен', state_type: 'open' });
    await desk.api('POST', '/tickets', newTicket());
    expect((await desk.api('PUT', '/tickets/2', { state: 'Решен' })).body).toMatchObject({
      state_id: idIn(state),
    });
  });

  it('never becomes new again: only the screen of creation offers such states', async () => {
    await desk.api('POST', '/tickets', newTicket());
    await desk.api('PUT', '/tickets/2', { state: 'open' });
    expect(await desk.api('PUT', '/tickets/2', { state: 'new' })).toMatchObject({
      status: 422,
      body: { error: "Invalid value '1' for field 'state_id'!" },
    });
  });

  it('tells whoever is no admin nothing of why a change was refused', async () => {
    await desk.api('POST', '/tickets', newTicket());
    const made = await desk.api('POST', '/users', {
      email: 'op@example.com',
      roles: ['Agent'],
      group_ids: { 1: ['full'] },
    });
    expect(made.status).toBe(201);
    const headers = {
      authorization: `Token token=${desk.token}`,
      from: 'op@example.com',
    };
    const refused = await desk.api('PUT', '/tickets/2', { state: 'pending close' }, headers);
    expect(refused).toMatchObject({
      status: 422,
      body: {
        error: expect.stringMatching(/^Error ID [\w-]{8}: Please contact your administrator\.$/) as unknown,
      },
    });
    expect((await desk.api('PUT', '/tickets/2', { group: 'Нет' }, headers)).body).toMatchObject({
      error: 'No lookup value found for \'group\': "Нет"',
    });
  });

  it('belongs only to agents with full access to its group', async () => {
    await desk.api('POST', '/groups', { name: 'ГРП' });
    await desk.api('POST', '/users', {
      email: 'op@example.com',
      roles: ['Agent'],
      groups: { ГРП: ['full'] },
    });
    await desk.api('POST', '/tickets', newTicket());
    const op = desk.world.table('users').find((user) => user['login'] === 'op@example.com')!;
    expect((await desk.api('PUT', '/tickets/2', { owner: 'op@example.com' })).body).toMatchObject({
      owner_id: 1,
    });
    await desk.api('PUT', '/users/3', { group_ids: { 1: ['full'], 2: ['full'] } });
    const moved = await desk.api('PUT', '/tickets/2', { group: 'ГРП', owner: 'op@example.com' });
    expect(moved).toMatchObject({ status: 200, body: { group_id: 2, owner_id: op.id } });
    await desk.api('PUT', '/users/3', { group_ids: { 1: ['full'] } });
    expect((await ticket()).status).toBe(403);
  });

  it('writes history for what changed, nothing for what did not', async () => {
    await desk.api('POST', '/tickets', newTicket());
    await desk.api('PUT', '/tickets/2', { priority: '3 high' });
    const before = await desk.api('GET', '/ticket_history/2');
    expect(z.looseObject({ history: z.array(z.unknown()) }).parse(before.body).history).toContainEqual(
      expect.objectContaining({
        attribute: 'priority',
        value_from: '2 normal',
        value_to: '3 high',
        id_from: 2,
        id_to: 3,
      }),
    );
    await desk.api('PUT', '/tickets/2', { priority: '3 high' });
    expect((await desk.api('GET', '/ticket_history/2')).body).toEqual(before.body);
  });

  it('counts on custom attributes only once they are migrated', async () => {
    await desk.api('POST', '/tickets', newTicket());
    expect((await desk.api('POST', '/object_manager_attributes', REASON)).body).toMatchObject({
      to_create: true,
    });
    expect((await desk.api('PUT', '/tickets/2', { state_reason: 'user' })).body).not.toHaveProperty(
      'state_reason',
    );
    await desk.api('POST', '/object_manager_attributes_execute_migrations');
    expect((await ticket()).body).toMatchObject({ state_reason: null });
    expect((await desk.api('PUT', '/tickets/2', { state_reason: 'user' })).body).toMatchObject({
      state_reason: 'user',
    });
    // A closed select takes anything unless a workflow restricts it.
    expect((await desk.api('PUT', '/tickets/2', { state_reason: 'nope' })).status).toBe(200);
    await desk.api('POST', '/core_workflows', {
      name: 'Причины',
      object: 'Ticket',
      preferences: { screen: ['edit'] },
      perform: { 'ticket.state_reason': { operator: 'set_fixed_to', set_fixed_to: ['', 'user'] } },
      active: true,
    });
    expect(await desk.api('PUT', '/tickets/2', { state_reason: 'agency' })).toMatchObject({
      status: 422,
      body: { error: "Invalid value 'agency' for field 'state_reason'!" },
    });
    expect((await desk.api('POST', '/tickets', newTicket())).body).toMatchObject({ state_reason: '' });
  });

  it.each([
    ['slas', { calendar: 'Рабочий', solution_time: 1 }],
    ['triggers', { perform: { 'ticket.state_id': { value: '2' } } }],
    ['overviews', { role_ids: [2], order: { by: 'id', direction: 'ASC' }, view: { s: ['title'] } }],
    [
      'jobs',
      { object: 'Ticket', timeplan: { days: { Mon: true } }, perform: { 'ticket.state_id': { value: '2' } } },
    ],
  ])('%s cannot name an attribute that is not there', async (kind, more) => {
    await workingCalendar();
    const condition = { 'ticket.nope': { operator: 'is', value: '1' } };
    expect(await desk.api('POST', `/${kind}`, { name: 'a', condition, ...more })).toMatchObject({
      status: 422,
      body: { error: 'Invalid object selector conditions' },
    });
  });

  it('escalates by its SLA, and not while its state ignores escalation', async () => {
    await workingCalendar();
    await desk.api('POST', '/slas', { name: 'a', calendar: 'Рабочий', condition: {}, solution_time: 120 });
    const made = await desk.api('POST', '/tickets', newTicket());
    // 09:00 in Moscow is 06:00 UTC.
    expect(made.body).toMatchObject({ close_escalation_at: '2026-03-02T08:00:00.000Z' });
    const waiting = await desk.api('PUT', '/tickets/2', {
      state: 'pending close',
      pending_time: '2026-03-05T06:00:30Z',
    });
    expect(waiting.body).toMatchObject({ escalation_at: null, pending_time: '2026-03-05T06:00:00.000Z' });
    await desk.clock.advanceBy(3_600_000);
    const back = await desk.api('PUT', '/tickets/2', { state: 'open' });
    expect(back.body).toMatchObject({ escalation_at: '2026-03-02T09:00:00.000Z', pending_time: null });
  });

  it('changes with others in one go or not at all', async () => {
    await desk.api('POST', '/tickets', newTicket());
    await desk.api('POST', '/groups', { name: 'ГРП' });
    await desk.api('POST', '/macros', {
      name: 'Закрыть',
      perform: { 'ticket.state_id': { value: '4' }, 'ticket.tags': { operator: 'add', value: 'итог' } },
    });
    const closing = { macro_id: 2, ticket_ids: [1, 2] };
    expect((await desk.api('POST', '/tickets/mass_macro', closing)).body).toMatchObject({
      ticket_ids: [1, 2],
    });
    expect((await ticket(1)).body).toMatchObject({ state: 'closed' });
    expect((await desk.api('GET', '/tags?object=Ticket&o_id=2')).body).toEqual({ tags: ['итог'] });
    const waiting = { attributes: { state_id: 3 }, ticket_ids: [1, 2] };
    expect(await desk.api('POST', '/tickets/mass_update', waiting)).toMatchObject({
      status: 422,
      body: { error: true, ticket_id: 1 },
    });
    expect((await ticket(1)).body).toMatchObject({ state: 'closed' });
  });

  it('is linked once, and merged for good', async () => {
    await desk.api('POST', '/tickets', newTicket());
    await desk.api('POST', '/tickets', newTicket({ title: 'Претензия' }));
    const link = {
      link_type: 'child',
      link_object_source: 'Ticket',
      link_object_source_number: '91003',
      link_object_target: 'Ticket',
      link_object_target_value: 2,
    };
    desk.world.clock.set(new Date('2026-03-02T06:10:00Z'));
    expect((await desk.api('POST', '/links/add', link)).status).toBe(201);
    // A link counts as a change of both ends, a tag as one of its ticket: no trigger hears of it, a search does.
    for (const id of [2, 3])
      expect((await ticket(id)).body).toMatchObject({ updated_at: '2026-03-02T06:10:00.000Z' });
    desk.world.clock.set(new Date('2026-03-02T06:20:00Z'));
    const tag = { object: 'Ticket', o_id: 2, item: 'срочно' };
    expect((await desk.api('POST', '/tags/add', tag)).status).toBe(201);
    expect((await ticket(2)).body).toMatchObject({ updated_at: '2026-03-02T06:20:00.000Z' });
    expect(await desk.api('POST', '/links/add', link)).toMatchObject({ status: 201, body: { id: null } });
    expect((await desk.api('GET', '/links?link_object=Ticket&link_object_value=3')).body).toMatchObject({
      links: [{ link_type: 'parent', link_object: 'Ticket', link_object_value: 2 }],
    });
    expect((await desk.api('PUT', '/ticket_merge/3/91002')).body).toMatchObject({ result: 'success' });
    expect((await ticket(3)).body).toMatchObject({ state: 'merged', article_ids: [4] });
    expect((await ticket(2)).body).toMatchObject({ article_ids: [2, 3] });
  });

  it('is found by condition, by words and page by page', async () => {
    for (const title of ['Первый', 'Второй', 'Третий'])
      await desk.api('POST', '/tickets', newTicket({ title }));
    const condition = {
      'ticket.id': { operator: 'is not', value: '1' },
      'ticket.state_id': { operator: 'is', value: ['1'] },
    };
    const page = { condition, sort_by: 'id', order_by: 'desc', per_page: 2, page: 2, expand: true };
    expect((await desk.api('POST', '/tickets/search', page)).body).toMatchObject([{ title: 'Первый' }]);
    expect(
      (await desk.api('GET', `/tickets/search?query=${encodeURIComponent('Второй')}&expand=true`)).body,
    ).toMatchObject([{ title: 'Второй' }]);
    expect((await desk.api('POST', '/tickets/selector', { condition })).body).toMatchObject({
      object_count: 3,
    });
    expect(
      (
        await desk.api('POST', '/tickets/search', {
          condition: { 'ticket.state_id': { operator: 'nope', value: '1' } },
        })
      ).status,
    ).toBe(500);
  });

  it('keeps files and hands them out again', async () => {
    const data = Buffer.from('привет').toString('base64');
    const note = {
      ticket_id: 1,
      body: 'вложение',
      attachments: [{ filename: 'а.txt', data, 'mime-type': 'text/plain' }],
    };
    expect((await desk.api('POST', '/ticket_articles', note)).body).toMatchObject({
      attachments: [{ id: 1, size: '12' }],
    });
    const headers = { authorization: `Token token=${desk.token}` };
    const file = await fetch(`${desk.url}/api/v1/ticket_attachment/1/2/1`, { headers });
    expect(await file.text()).toBe('привет');
  });
});

describe('an answer of the knowledge base', () => {
  it('is kept, found by its note, and published step by step', async () => {
    const desk = await openDesk();
    await desk.api('POST', '/knowledge_bases/manage', {
      iconset: 'FontAwesome',
      kb_locales_attributes: [{ system_locale_id: 26, primary: true }],
    });
    const category = { category_icon: 'f115', translations_attributes: [{ title: 'ЕПГУ', kb_locale_id: 1 }] };
    await desk.api('POST', '/knowledge_bases/1/categories', category);
    const body = '<p>Ответ</p><script>1</script>';
    const texts = [{ title: 'Как войти?', kb_locale_id: 1, content_attributes: { body } }];
    const answer = { category_id: 1, internal_note: 'epgu:1', translations_attributes: texts };
    expect((await desk.api('POST', '/knowledge_bases/1/answers', answer)).status).toBe(201);
    expect((await desk.api('POST', '/knowledge_bases/1/answers', answer)).body).toMatchObject({
      error: 'Translations title is already used',
    });
    expect((await desk.api('PATCH', '/knowledge_bases/1/answers/1', { promoted: true })).status).toBe(404);
    await desk.api('POST', '/knowledge_bases/1/answers/1/publish');
    await desk.api('POST', '/knowledge_bases/1/answers/1/archive');
    await desk.api('POST', '/knowledge_bases/1/answers/1/publish');
    const tree = await desk.api('POST', '/knowledge_bases/init', { answer_translation_content_ids: [1] });
    expect(tree.body).toMatchObject({
      KnowledgeBaseAnswer: {
        1: { internal_note: 'epgu:1', published_at: ANY_TEXT, archived_at: ANY_TEXT },
      },
      KnowledgeBaseAnswerTranslationContent: { 1: { body: '<p>Ответ</p>' } },
    });
    await desk.close();
  });
});
