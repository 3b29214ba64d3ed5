/** Macros on both pages: who writes the note, what is rolled back, what a form demands. */
import { type Desk, newTicket, openDesk, textWith } from './desk.js';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ clock: new Date('2026-03-02T06:00:00Z') });
  await desk.api('POST', '/users', {
    email: 'op@example.com',
    firstname: 'Анна',
    roles: ['Agent'],
    group_ids: { 1: ['full'] },
  });
  await desk.api('POST', '/macros', {
    name: 'Закрыть',
    perform: {
      'ticket.state_id': { value: '4' },
      'ticket.tags': { operator: 'add', value: 'итог' },
      'article.note': { subject: 'Итог', body: 'Закрыто: #{ticket.title}', internal: 'true' },
    },
  });
  await desk.api('POST', '/tickets', newTicket());
});
afterEach(() => desk.close());

const click = (more: object = {}) =>
  desk.control('POST', 'macro', { macro_id: 2, ticket_id: 2, as: 'op@example.com', ...more });
const note = () => desk.world.table('ticket_articles').get(3);
const operator = () => desk.world.table('users').find((user) => user['login'] === 'op@example.com')?.id;

it('the old page writes the note as the operator’s, with its placeholders as they are', async () => {
  expect((await click()).body).toMatchObject({ ticket: { state_id: 4 } });
  expect(note()).toMatchObject({ sender_id: 1, created_by_id: operator(), body: 'Закрыто: #{ticket.title}' });
});

it('the desktop view has the server write it: the system’s by sender, the operator’s by author', async () => {
  expect((await click({ desktop: true })).body).toMatchObject({
    ticket: { state_id: 4, updated_by_id: operator() },
  });
  expect(note()).toMatchObject({
    sender_id: 3,
    from: 'Анна',
    created_by_id: operator(),
    body: 'Закрыто: Не приходит ответ',
    preferences: { perform_origin: 'macro', notification: true },
  });
  expect((await desk.api('GET', '/ticket_history/2')).body).toMatchObject({
    history: expect.arrayContaining([
      expect.objectContaining({ attribute: 'state', sourceable_type: 'Macro', created_by_id: operator() }),
    ]) as unknown,
  });
});

it('a demand of a workflow stops it whole on the desktop view; on the old page the tag stays', async () => {
  await desk.api('POST', '/core_workflows', {
    name: 'Заметка обязательна',
    object: 'Ticket',
    preferences: { screen: ['edit'] },
    condition_selected: { 'ticket.state_id': { operator: 'is', value: ['4'] } },
    perform: { 'ticket.missing_field': { operator: 'set_mandatory', set_mandatory: 'true' } },
    active: true,
  });
  const refused = {
    status: 422,
    body: { error: textWith("Missing required value for field 'missing_field'!") },
  };
  const tags = async () => (await desk.api('GET', '/tags?object=Ticket&o_id=2')).body;
  expect(await click({ desktop: true })).toMatchObject(refused);
  expect(await tags()).toEqual({ tags: [] });
  expect(await click()).toMatchObject(refused);
  expect(await tags()).toEqual({ tags: ['итог'] });
});

it('the view’s own call does the same, and says Forbidden of what it may not show any more', async () => {
  await desk.api('POST', '/groups', { name: 'ГРП' });
  await desk.api('POST', '/macros', { name: 'Передать', perform: { 'ticket.group_id': { value: '2' } } });
  const call = (macro: number) =>
    fetch(`${desk.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('op@example.com:Password-1')}` },
      body: JSON.stringify({
        query: 'mutation ticketUpdate { ticketUpdate }',
        variables: {
          ticketId: 'gid://zammad/Ticket/2',
          input: {},
          meta: { macroId: `gid://zammad/Macro/${macro}` },
        },
      }),
    }).then((response): Promise<unknown> => response.json());
  await desk.api('PUT', `/users/${operator()}`, {
    password: 'Password-1',
    group_ids: { 1: ['full'], 2: ['create'] },
  });
  expect(await call(2)).toMatchObject({ data: { ticketUpdate: { errors: null } } });
  expect(note()).toMatchObject({ preferences: { perform_origin: 'macro' } });
  expect(await call(3)).toMatchObject({ errors: [{ message: 'Forbidden' }] });
  expect(desk.world.table('tickets').get(2)).toMatchObject({ group_id: 2 });
});
