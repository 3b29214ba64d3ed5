/**
 * Reads the helpdesk for clause 2.3: who may work on tickets, role by role, and by address whoever a register names beside them. Citizens,
 * who are many, are not walked through.
 */
import { isZammadError, type ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import { asText, isRecord } from '../objects/canonical.js';
import { isGone } from '../objects/object-store.js';
import { PermissionMissing } from '../objects/errors.js';
import { readBook, type Book } from './book.js';
import type { Desk, DeskRole, Person } from './desk.js';
import { folded, type Register } from './register.js';

/** Zammad gives no more a page. */
const PAGE = 200;

const levels = z.record(z.string(), z.array(z.string())).catch({});
const account = z.looseObject({
  id: z.number(),
  login: z.string(),
  email: z.string().nullable(),
  firstname: z.string().nullable(),
  lastname: z.string().nullable(),
  active: z.boolean(),
  role_ids: z.array(z.number()),
  group_ids: levels,
});
export type Account = z.infer<typeof account>;
const accounts = z.array(account);

/** Zammad's own user, to whom nobody can sign in. */
const SYSTEM = 1;

export interface Looked {
  readonly desk: Desk;
  /** By name. */
  readonly roleIds: ReadonlyMap<string, number>;
  readonly groupIds: ReadonlyMap<string, number>;
  readonly book: Book;
}

const holders = async (client: ZammadClient, role: number): Promise<Account[]> => {
  const found: Account[] = [];
  for (let page = 1; ; page += 1) {
    const query = { query: '*', 'role_ids[]': role, page, per_page: PAGE, sort_by: 'id', order_by: 'asc' };
    const rows = await client.request({ method: 'GET', path: '/users/search', query }, accounts);
    found.push(...rows.filter(({ role_ids: roles }) => roles.includes(role)));
    if (rows.length < PAGE) return found;
  }
};

const byAddress = async (client: ZammadClient, email: string): Promise<Account[]> => {
  const query = { query: email, limit: 50 };
  const rows = await client.request({ method: 'GET', path: '/users/search', query }, accounts);
  return rows.filter((row) => [row.email ?? '', row.login].some((address) => folded(address) === email));
};

/** The account itself, not the search index's word for it; null: it is gone. Rejects with ZammadError. */
export const readAccount = async (client: ZammadClient, id: number): Promise<Account | null> => {
  try {
    return await client.request({ method: 'GET', path: `/users/${id}` }, account);
  } catch (error) {
    if (!isGone(error)) throw error;
    return null;
  }
};

const roleFacts = async (client: ZammadClient, groupNames: ReadonlyMap<number, string>) => {
  const [roles, { permissions }] = await Promise.all([client.roles.list(), client.catalogue()]);
  const named = new Map(permissions.map(({ id, name }) => [id, asText(name)]));
  return roles.map((role) => {
    const names = role.permission_ids.map((id) => named.get(id) ?? '');
    const opened = isRecord(role.group_ids) ? Object.keys(role.group_ids) : [];
    const facts: DeskRole = {
      active: role.active,
      isAdmin: role.active && names.some((name) => name === 'admin' || name.startsWith('admin.')),
      isAgent: role.active && (names.includes('ticket.agent') || names.includes('ticket')),
      groups: opened.map((id) => groupNames.get(Number(id)) ?? ''),
    };
    return { id: role.id, name: role.name, facts };
  });
};

/**
 * Some calls a role, one for each address of a register that no agent has.
 * @throws PermissionMissing, ZammadError
 */
export const lookAtAccess = async (
  client: ZammadClient,
  register: Register,
  ours: { readonly roles: ReadonlyMap<string, unknown> },
): Promise<Looked> => {
  try {
    const [groups, book] = await Promise.all([client.groups.list(), readBook(client)]);
    const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
    const roles = await roleFacts(client, groupNames);
    const found = new Map<number, Account>();
    const add = (rows: readonly (Account | null)[]): void => {
      for (const row of rows) if (row !== null && row.id !== SYSTEM) found.set(row.id, row);
    };
    const working = roles.filter(({ name, facts }) => facts.isAgent || ours.roles.has(name));
    add((await Promise.all(working.map(({ id }) => holders(client, id)))).flat());
    // A search index may lag behind what an `access --apply` has just made.
    const unseen = [...book.accounts].filter((id) => !found.has(id));
    add(await Promise.all(unseen.map((id) => readAccount(client, id))));
    const seen = new Set(
      [...found.values()].flatMap(({ email, login }) => [folded(email ?? ''), folded(login)]),
    );
    const missing = new Set(register.entries.map(({ email }) => email).filter((email) => !seen.has(email)));
    add((await Promise.all([...missing].map((email) => byAddress(client, email)))).flat());
    const roleNames = new Map(roles.map(({ id, name }) => [id, name]));
    const byName = new Map(roles.map(({ name, facts }) => [name, facts]));
    const person = (row: Account): Person => {
      const held = row.role_ids.flatMap((id) => roleNames.get(id) ?? []);
      // As Zammad shows it: whoever is switched off or no agent has none.
      const works = row.active && held.some((name) => byName.get(name)?.isAgent === true);
      return {
        id: row.id,
        login: row.login,
        email: row.email ?? '',
        name: [row.firstname, row.lastname].filter((part) => part !== null && part !== '').join(' '),
        active: row.active,
        roles: held,
        groups: new Map(
          works
            ? Object.entries(row.group_ids).map(([id, access]) => [groupNames.get(Number(id)) ?? id, access])
            : [],
        ),
      };
    };
    return {
      desk: {
        roles: byName,
        groups: new Set(groups.filter(({ active }) => active).map(({ name }) => name)),
        people: [...found.values()].toSorted((one, other) => one.id - other.id).map(person),
        remembered: book.accounts,
      },
      roleIds: new Map(roles.map(({ id, name }) => [name, id])),
      groupIds: new Map(groups.map(({ id, name }) => [name, id])),
      book,
    };
  } catch (error) {
    if (!isZammadError(error) || error.kind !== 'forbidden') throw error;
    throw new PermissionMissing([
      { kind: 'users', title: 'пользователи, роли, группы', permission: 'admin' },
    ]);
  }
};
