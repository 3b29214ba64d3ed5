/** The shipped configuration applied to a sandbox, and people of every role before it, none but Zammad's own rights between. */
import path from 'node:path';
import { createZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { loadConfig } from '../../config/load.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';

export type Fields = Record<string, unknown>;

const now = new Date('2026-11-16T06:00:00Z');
const settings = { publicUrl: 'http://127.0.0.1:1', webhookSecret: 'correct horse battery' };
export const config = await loadConfig(path.join(process.cwd(), 'config'));

export const HOME = 'СП РПГУ::Республика Башкортостан';
export const AWAY = 'СП РПГУ::Камчатский край';

/** Login → role, and the region's group that is given to the person alone. */
const staff: Readonly<Record<string, readonly [role: string, group?: string]>> = {
  region: ['Оператор СП РПГУ', HOME],
  neighbour: ['Оператор СП РПГУ', AWAY],
  head: ['Начальник смены ЦПП'],
  desk: ['Оператор СП ЕПГУ'],
  technical: ['Специалист СТП ЕПГУ'],
  claims: ['Специалист ГРП'],
  chief: ['Руководитель СП'],
  companion: ['Компаньон регламента'],
  citizen: ['Customer'],
};

export interface Place {
  readonly sandbox: Sandbox;
  /** Over REST; `as`: whose login, left out: the admin's. */
  call(method: string, where: string, body?: Fields, as?: string): Promise<{ status: number; body: Fields }>;
  /** A ticket of the citizen's, made by the admin; its id. */
  ticket(fields: Fields): Promise<number>;
  /** The ticket as it is stored. */
  stored(id: number): Fields;
}

export const openPlace = async (flavour: '6.6' | '7'): Promise<Place> => {
  const sandbox = await startSandbox({ flavour, clock: now });
  const call: Place['call'] = async (method, where, body, as) => {
    const answer = await fetch(`${sandbox.url}/api/v1${where}`, {
      method,
      headers: {
        authorization: `Token token=${sandbox.token}`,
        'content-type': 'application/json',
        ...(as === undefined ? {} : { from: `${as}@example.com` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Fields };
  };
  const made = async (where: string, body: Fields): Promise<Fields> => {
    const answer = await call('POST', where, body);
    if (answer.status !== 201) throw new Error(`${where}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const helpdesk = createObjectStore(
    createZammadClient({ url: sandbox.url, auth: { token: sandbox.token }, backoffMs: 1 }),
    { intervalMs: 20, consecutive: 1 },
  );
  await applyPlan({
    helpdesk,
    planned: await makePlan(helpdesk, config, settings, now),
    webhookSecret: settings.webhookSecret,
    yes: true,
    now,
    saveBundle: () => Promise.resolve(),
  });
  const groups = sandbox.world.table('groups').all();
  await call('PUT', '/users/3', {
    group_ids: Object.fromEntries(groups.map(({ id }) => [id, ['full']])),
  });
  for (const [login, [role, group]] of Object.entries(staff)) {
    const id = groups.find(({ name }) => name === group)?.id;
    await made('/users', {
      login: `${login}@example.com`,
      email: `${login}@example.com`,
      firstname: login,
      roles: [role],
      ...(id !== undefined && { group_ids: { [id]: ['full'] } }),
    });
  }
  return {
    sandbox,
    call,
    async ticket(fields) {
      const { id } = await made('/tickets', {
        title: 'Не открывается карточка',
        customer: 'citizen@example.com',
        article: { subject: 'Обращение', body: 'Не открывается.', type: 'note', internal: false },
        ...fields,
      });
      return Number(id);
    },
    stored: (id) => ({ ...sandbox.world.table('tickets').get(id) }),
  };
};
