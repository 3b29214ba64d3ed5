/**
 * What a run makes on a helpdesk that it does not own: only that may be changed, and afterwards it is gone or switched off.
 * Settings are put back.
 */
import { z } from 'zod';
import type { Target } from './caller.js';
import { kindOfPath } from './kinds.js';
import type { Exchange } from './recordings.js';

const settingRow = z.looseObject({ id: z.number(), name: z.string(), state_current: z.unknown() });
export type SettingRow = z.infer<typeof settingRow>;

type Ask = (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

export const askerOf =
  ({ url, token }: Target): Ask =>
  async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Token token=${token}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : text };
  };

/** Steps that would change what others use, or the order of it. */
const TOUCHING_OTHERS =
  /^(settle agent group|calendar (full hours|back default)|state default( back)?|overview prio|setting reset)$/;

const READING = /\/(search|selector|init)(\?|$)/;

export class OwnThings {
  readonly #ask: Ask;
  readonly #made: [kind: string, id: number][] = [];
  #settings: SettingRow[] = [];
  #access: unknown = null;
  #me = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Remembers what will be put back. @throws Error while attributes of somebody else wait for a migration */
  async remember(): Promise<readonly SettingRow[]> {
    const [settings, me, attributes] = await Promise.all([
      this.#ask('GET', '/settings'),
      this.#ask('GET', '/users/me'),
      this.#ask('GET', '/object_manager_attributes'),
    ]);
    this.#settings = z.array(settingRow).parse(settings.body);
    const self = z.looseObject({ id: z.number(), group_ids: z.unknown() }).parse(me.body);
    this.#me = self.id;
    this.#access = self.group_ids;
    const flags = z.array(z.looseObject({ to_create: z.boolean(), to_config: z.boolean() }));
    if (flags.parse(attributes.body).some(({ to_create, to_config }) => to_create || to_config))
      throw new Error('attributes of somebody else wait for a migration here: run or discard it first');
    return this.#settings;
  }

  made(kind: string, id: number): void {
    this.#made.push([kind, id]);
  }

  /** Whether a step may be played: it reads, makes, or changes what this run made, itself or a setting. */
  mayPlay({ step, request: { method } }: Exchange, path: string): boolean {
    if (TOUCHING_OTHERS.test(step)) return false;
    if (method === 'GET' || method === 'POST' || READING.test(path)) return true;
    const id = Number(/\/(\d+)/.exec(path.replace(/^\/knowledge_bases\/(manage\/)?\d+(?=\/)/, ''))?.[1]);
    const kind = kindOfPath(path);
    if (kind === 'settings' || !Number.isInteger(id)) return true;
    if (kind === 'users' && id === this.#me) return true;
    return this.#made.some(([known, own]) => own === id && (known === kind || kind.startsWith(known)));
  }

  /** Takes everything back, newest first; what cannot be deleted is switched off. @returns what could be neither */
  async takeBack(): Promise<string[]> {
    const left: [path: string, why: string][] = [];
    for (const [kind, id] of this.#made.toReversed()) {
      const path = `/${kind}/${id}`;
      const gone = await this.#ask('DELETE', path);
      if (gone.status < 300 || gone.status === 404) continue;
      const off = await this.#ask('PUT', path, { active: false });
      if (off.status >= 300) left.push([path, `${gone.status} ${JSON.stringify(gone.body)}`]);
    }
    await this.#ask('PUT', `/users/${this.#me}`, { group_ids: this.#access });
    const now = z.array(settingRow).parse((await this.#ask('GET', '/settings')).body);
    for (const before of this.#settings) {
      const after = now.find(({ id }) => id === before.id);
      if (JSON.stringify(after?.state_current) !== JSON.stringify(before.state_current))
        await this.#ask('PUT', `/settings/${before.id}`, { state_current: before.state_current });
    }
    const still: string[] = [];
    for (const [path, why] of left)
      if ((await this.#ask('GET', path)).status !== 404) still.push(`${path}: ${why}`);
    // Last: it may restart the helpdesk.
    await this.#ask('POST', '/object_manager_attributes_execute_migrations', {});
    return still;
  }
}
