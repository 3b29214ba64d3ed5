/** The controls: counting calls, trouble on demand, restarts after migrations, macros as an operator clicks them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Desk, newTicket, openDesk, textWith } from './desk.js';

const snils = {
  object: 'Ticket',
  name: 'snils',
  display: 'СНИЛС',
  data_type: 'input',
  data_option: { type: 'text', maxlength: 14 },
  screens: {},
};
const announcement = z.strictObject({ url: z.url(), token: z.string() });

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

it('counts API calls and tells writes from reads', async () => {
  await desk.api('GET', '/groups?expand=true');
  await desk.api('POST', '/tickets/search', { condition: {} });
  await desk.api('POST', '/groups', { name: 'ГРП' });
  await desk.api('GET', '/nope');
  expect((await desk.control('GET', 'requests')).body).toEqual({
    requests: [
      { method: 'GET', path: '/groups?expand=true', status: 200 },
      { method: 'POST', path: '/tickets/search', status: 200 },
      { method: 'POST', path: '/groups', status: 201 },
      { method: 'GET', path: '/nope', status: 404 },
    ],
    counts: { GET: 2, POST: 2 },
    writes: 1,
  });
  await desk.control('DELETE', 'requests');
  expect((await desk.control('GET', 'requests')).body).toMatchObject({ requests: [], writes: 0 });
});

it('forgets everything on reset, and the token stays good', async () => {
  await desk.api('POST', '/groups', { name: 'ГРП' });
  expect((await desk.control('POST', 'reset')).body).toEqual({ token: desk.token });
  expect((await desk.api('GET', '/groups')).body).toMatchObject([{ name: 'Users' }]);
  expect((await desk.api('POST', '/groups', { name: 'ГРП' })).body).toMatchObject({ id: 2 });
});

it('fails the next calls that fit, and serves the others', async () => {
  await desk.control('POST', 'fail', { next: 2, with: 502, match: 'PUT /groups' });
  expect((await desk.api('GET', '/groups')).status).toBe(200);
  for (const status of [502, 502, 200])
    expect((await desk.api('PUT', '/groups/1', { note: 'x' })).status).toBe(status);
  await desk.control('POST', 'fail', { next: 1, with: 'reset' });
  await expect(desk.api('GET', '/groups')).rejects.toThrow();
  await desk.control('POST', 'fail', { next: 1, with: 'hang' });
  const hanging = fetch(`${desk.url}/api/v1/groups`, { signal: AbortSignal.timeout(50) });
  await expect(hanging).rejects.toThrow(/timeout/);
  expect((await desk.control('POST', 'fail', { next: 0, with: 418 })).status).toBe(422);
  await desk.control('POST', 'fail', { next: 9, with: 500 });
  await desk.control('DELETE', 'fail');
  expect((await desk.api('GET', '/groups')).status).toBe(200);
});

it('answers as an overloaded server, as a proxy, or only half-way once the call is done', async () => {
  const get = () =>
    fetch(`${desk.url}/api/v1/groups`, { headers: { authorization: `Token token=${desk.token}` } });
  await desk.control('POST', 'fail', { next: 1, with: 429 });
  expect((await get()).headers.get('retry-after')).toBe('30');
  await desk.control('POST', 'fail', { next: 1, with: 'exists' });
  expect(await desk.api('POST', '/groups', { name: 'ГРП' })).toMatchObject({
    status: 422,
    body: { error: 'This object already exists.' },
  });
  await desk.control('POST', 'fail', { next: 1, with: 'page' });
  const page = await get();
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  await desk.control('POST', 'fail', { next: 1, with: 'cut' });
  await expect(desk.api('POST', '/groups', { name: 'ГРП' })).rejects.toThrow();
  expect((await desk.api('GET', '/groups')).body).toMatchObject([{ name: 'Users' }, { name: 'ГРП' }]);
});

it('dies after a migration of columns and refuses until it is back, but not after an empty one or for options alone', async () => {
  await desk.close();
  let now = Date.parse('2026-01-12T09:00:00Z');
  desk = await openDesk({ clock: () => new Date(now), restart: { afterMs: 5000, downMs: 20_000 } });
  const migrate = () => desk.api('POST', '/object_manager_attributes_execute_migrations');
  await migrate();
  expect((await desk.api('GET', '/version')).status).toBe(200);
  const attribute = { ...snils, position: 1600, active: true };
  await desk.api('POST', '/object_manager_attributes', attribute);
  expect((await migrate()).status).toBe(200);
  now += 4999;
  expect((await desk.api('GET', '/version')).status).toBe(200);
  now += 1;
  await expect(desk.api('GET', '/version')).rejects.toThrow();
  now += 20_000;
  expect((await desk.api('GET', '/version')).status).toBe(200);
  const same = await desk.api('PUT', '/object_manager_attributes/1', {
    ...attribute,
    data_option: { type: 'text', maxlength: 20 },
  });
  expect(same.body).toMatchObject({
    name: 'snils',
    to_config: true,
    data_option: { maxlength: 14 },
    data_option_new: { maxlength: 20 },
    to_migrate: true,
  });
  await desk.api('POST', '/object_manager_attributes_discard_changes');
  await desk.api('PUT', '/object_manager_attributes/1', { ...attribute, display: 'Номер СНИЛС' });
  await migrate();
  expect((await desk.control('GET', 'restart')).body).toMatchObject({ restarts: 1, presence: 'up' });
});

it('lets the port go for the time of a restart, by the clock of the machine', async () => {
  await desk.close();
  desk = await openDesk({ restart: { afterMs: 0, downMs: 400 } });
  await desk.api('POST', '/object_manager_attributes', snils);
  await desk.api('POST', '/object_manager_attributes_execute_migrations');
  const asked: string[] = [];
  for (let back = false; !back;) {
    back = await desk.api('GET', '/version').then(
      () => true,
      () => false,
    );
    asked.push(back ? 'back' : 'away');
  }
  expect([asked[0], asked.at(-1)]).toEqual(['away', 'back']);
});

it('tells hooks of every call before it is served and after', async () => {
  await desk.close();
  const told: string[] = [];
  desk = await openDesk({
    hooks: {
      before: ({ method, path }) => {
        told.push(`${method} ${path}`);
        if (path === '/broken') throw new Error('broken on purpose');
      },
      after: ({ status }) => told.push(String(status)),
    },
  });
  await desk.api('GET', '/groups?expand=true');
  expect((await desk.api('GET', '/broken')).status).toBe(500);
  expect(told).toEqual(['GET /groups?expand=true', '200', 'GET /broken', '500']);
});

it('applies a macro as the page does: the form binds, and nothing is saved half', async () => {
  const attribute = {
    object: 'Ticket',
    name: 'transition_comment',
    display: 'Комментарий',
    data_type: 'textarea',
    data_option: { maxlength: 500, null: true, default: '' },
    screens: { edit: { 'ticket.agent': { shown: true, required: false } } },
    position: 1600,
    active: true,
  };
  await desk.close();
  desk = await openDesk({ flavour: '6.6' });
  await desk.api('POST', '/object_manager_attributes', attribute);
  await desk.api('POST', '/object_manager_attributes_execute_migrations');
  await desk.api('POST', '/core_workflows', {
    name: 'Комментарий обязателен',
    object: 'Ticket',
    preferences: { screen: ['edit'] },
    condition_selected: { 'ticket.state_id': { operator: 'is', value: ['4'] } },
    perform: { 'ticket.transition_comment': { operator: ['set_mandatory'], set_mandatory: 'true' } },
    active: true,
  });
  const note = { subject: 'Закрыто', body: 'Текст', internal: 'true' };
  await desk.api('POST', '/macros', {
    name: 'Закрыть',
    perform: { 'ticket.state_id': { value: '4' }, 'article.note': note },
  });
  await desk.api('POST', '/tickets', newTicket());
  const click = { macro_id: 2, ticket_id: 2 };
  expect(await desk.control('POST', 'macro', click)).toMatchObject({
    status: 422,
    body: { error: textWith("Missing required value for field 'transition_comment'!") },
  });
  expect(desk.world.table('tickets').get(2)).toMatchObject({ state_id: 1, article_count: 1 });
  await desk.api('PUT', '/tickets/2', { transition_comment: 'решено по телефону' });
  expect((await desk.control('POST', 'macro', click)).body).toMatchObject({
    ticket: { state_id: 4, article_count: 2 },
  });
  expect(await desk.control('POST', 'macro', { ...click, macro_id: 9 })).toMatchObject({ status: 404 });
});

const heard = (stream: NodeJS.ReadableStream): Promise<string> =>
  new Promise((resolve) => {
    stream.once('data', (chunk: Buffer) => {
      resolve(chunk.toString('utf8'));
    });
  });

describe('the command', () => {
  const run = (...options: string[]) => {
    const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
    return spawn(process.execPath, ['--import', 'tsx', cli, ...options]);
  };

  it('says where the sandbox is, serves, and stops when told', async () => {
    const child = run('--flavour', '6.6', '--clock', '2026-01-12T09:00:00+03:00');
    const line = await heard(child.stdout);
    const { url, token } = announcement.parse(JSON.parse(line));
    const answer = await fetch(`${url}/api/v1/version`, {
      headers: { authorization: `Token token=${token}` },
    });
    expect(await answer.json()).toEqual({ version: '6.6.x' });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('outlives the restart after a migration', async () => {
    const child = run();
    const { url, token } = announcement.parse(JSON.parse(await heard(child.stdout)));
    const exit = once(child, 'exit');
    const call = (method: string, at: string, body?: unknown) =>
      fetch(`${url}${at}`, {
        method,
        headers: { authorization: `Token token=${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    await call('POST', '/__sandbox/restart', { after_ms: 0, down_ms: 50 });
    await call('POST', '/api/v1/object_manager_attributes', snils);
    await call('POST', '/api/v1/object_manager_attributes_execute_migrations');
    const asked: string[] = [];
    while (child.exitCode === null && (!asked.includes('away') || asked.at(-1) === 'away'))
      asked.push(
        await call('GET', '/api/v1/version').then(
          () => 'there',
          () => 'away',
        ),
      );
    expect([child.exitCode, asked.at(-1)]).toEqual([null, 'there']);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('tells its version', async () => {
    const child = run('--version');
    expect(await heard(child.stdout)).toMatch(/^\d+\.\d+\.\d+\n$/);
    await once(child, 'exit');
  });

  it('begins with the rows of a file', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'seed-')), 'seed.json');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'ГРП' }, { id: 1, note: 'первая' }] }));
    const child = run('--host', '127.0.0.1', '--seed', file);
    const { url, token } = announcement.parse(JSON.parse(await heard(child.stdout)));
    const answer = await fetch(`${url}/api/v1/groups`, {
      headers: { authorization: `Token token=${token}` },
    });
    expect(await answer.json()).toMatchObject([{ note: 'первая' }, { id: 2, name: 'ГРП', active: true }]);
    child.kill('SIGTERM');
    await once(child, 'exit');
  });

  it.each([
    [['--seed', 'nowhere.json'], /give a file such as/],
    [['--flavour', '4'], /Allowed choices are 6.6, 7/],
    [['--port', 'eighty'], /give a port between 0/],
    [['--clock', 'soon'], /give a moment such as/],
  ])('refuses %j', async (options, reason) => {
    const child = run(...options);
    const text = await heard(child.stderr);
    expect(text).toMatch(reason);
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});

it('closes no idle connection by itself, so that none is cut in the moment a caller writes into it', async () => {
  const answer = await fetch(`${desk.url}/api/v1/groups`);
  expect(answer.headers.get('connection')).toBe('keep-alive');
  expect(answer.headers.get('keep-alive')).toBeNull();
});

it('takes tickets in a state that it was seeded with', async () => {
  const seeded = await openDesk({ seed: { ticket_states: [{ name: 'Ждём', state_type_id: 2 }] } });
  const article = { body: 'x', type: 'note', internal: true };
  const made = await seeded.api('POST', '/tickets', {
    title: 'x',
    group: 'Users',
    state: 'Ждём',
    customer_id: 2,
    article,
  });
  await seeded.close();
  expect(made.status).toBe(201);
});

it('in maintenance lets in those alone who may end it', async () => {
  const secret = 'token-of-an-agent';
  const agent = { authorization: `Token token=${secret}` };
  const closed = await openDesk({
    seed: {
      users: [{ id: 9, login: 'agent@example.org', active: true, role_ids: [2], group_ids: {} }],
      tokens: [
        { user_id: 9, secret, action: 'api', name: 'x', preferences: { permission: ['ticket.agent'] } },
      ],
    },
  });
  const asked = async (): Promise<number[]> => [
    (await closed.api('GET', '/users/me', undefined, agent)).status,
    (await closed.api('GET', '/users/me')).status,
  ];
  const before = await asked();
  const mode = closed.world.table('settings').find(({ name }) => name === 'maintenance_mode');
  await closed.api('PUT', `/settings/${mode?.id ?? 0}`, { state_current: { value: true } });
  const during = await asked();
  await closed.close();
  expect([before, during]).toEqual([
    [200, 200],
    [403, 200],
  ]);
});
