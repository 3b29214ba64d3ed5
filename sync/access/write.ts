/** Carries one change of access out. No password is ever set: a person sets it by Zammad's own «Забыли пароль?». */
import type { ZammadClient } from 'zammad-api-client-ts';
import type { AccessChange } from './access.js';
import type { Ours } from './ours.js';
import { readAccount, type Account, type Looked } from './read.js';

const FULL = ['full'];

/** What stood in an account, or stands now. */
type Rights = Pick<Account, 'active' | 'role_ids' | 'group_ids'>;

/** One change that was carried out: a line of the trace. Ids only. */
export interface AccessDone {
  readonly does: AccessChange['does'];
  readonly id: number;
  /** Null: the account is new. */
  readonly before: Rights | null;
  readonly after: Rights;
}

const rightsOf = ({ active, role_ids, group_ids }: Account): Rights => ({ active, role_ids, group_ids });

interface Writing {
  readonly client: ZammadClient;
  readonly ours: Ours;
  readonly looked: Looked;
}

const idOf = (ids: ReadonlyMap<string, number>, name: string): number => {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`«${name}» в Zammad больше нет; повторите reglament access`);
  return id;
};

const given = ({ looked }: Writing, groups: readonly string[]): Record<string, string[]> =>
  Object.fromEntries(groups.map((group) => [String(idOf(looked.groupIds, group)), FULL]));

/** @throws Error when Zammad took the write and did something else */
const insist = (
  after: Account | null,
  wanted: Pick<Rights, 'active' | 'role_ids'>,
  opened: readonly string[],
): Account => {
  const isMet =
    after !== null &&
    after.active === wanted.active &&
    wanted.role_ids.every((id) => after.role_ids.includes(id)) &&
    after.role_ids.every((id) => wanted.role_ids.includes(id)) &&
    opened.every((id) => after.group_ids[id]?.includes('full') === true);
  if (!isMet) throw new Error('Zammad принял запись, но сделал не то; проверьте учётную запись и ключ');
  return after;
};

const create = async (writing: Writing, { email, name, give }: AccessChange): Promise<AccessDone> => {
  const { client, looked } = writing;
  const [firstname = '', ...rest] = name.trim().split(/\s+/);
  const wanted = {
    active: true,
    role_ids: give.roles.map((role) => idOf(looked.roleIds, role)),
    group_ids: given(writing, give.groups),
  };
  const { id } = await client.users.create({ firstname, lastname: rest.join(' '), email, ...wanted });
  const after = insist(await readAccount(client, id), wanted, Object.keys(wanted.group_ids));
  return { does: 'create', id, before: null, after: rightsOf(after) };
};

const update = async (
  client: ZammadClient,
  id: number,
  columns: Partial<Rights>,
): Promise<Account | null> => {
  await client.users.update(id, columns);
  return readAccount(client, id);
};

/** Zammad replaces an account's groups as a whole, so what is not ours is read and written back. */
const groupsAfter = (
  writing: Writing,
  account: Account,
  { give, take }: AccessChange,
  wasHidden: boolean,
): Record<string, string[]> => {
  const { looked, ours } = writing;
  const gone = new Set(
    (wasHidden ? [...ours.groups] : take.groups).flatMap((group) => looked.groupIds.get(group) ?? []),
  );
  const kept = Object.entries(account.group_ids).filter(([id]) => !gone.has(Number(id)));
  return { ...Object.fromEntries(kept), ...given(writing, give.groups) };
};

const change = async (writing: Writing, wanted: AccessChange, id: number): Promise<AccessDone> => {
  const { client, looked } = writing;
  const before = await readAccount(client, id);
  if (before === null) throw new Error('учётной записи больше нет; повторите reglament access');
  const was = rightsOf(before);
  if (wanted.does === 'disable') {
    const after = insist(await update(client, id, { active: false }), { ...was, active: false }, []);
    return { does: 'disable', id, before: was, after: rightsOf(after) };
  }
  const person = looked.desk.people.find((each) => each.id === id);
  // Groups of an account that is off or no agent's are kept by Zammad and not shown: first it is made one, then they are seen.
  const wasHidden =
    person?.active !== true || !person.roles.some((role) => looked.desk.roles.get(role)?.isAgent === true);
  const taken = new Set(wanted.take.roles.map((role) => idOf(looked.roleIds, role)));
  const role_ids = [
    ...new Set([
      ...before.role_ids.filter((role) => !taken.has(role)),
      ...wanted.give.roles.map((role) => idOf(looked.roleIds, role)),
    ]),
  ];
  const goal = { active: before.active || wanted.activates, role_ids };
  const shown = wasHidden ? await update(client, id, goal) : before;
  if (shown === null) throw new Error('учётной записи больше нет; повторите reglament access');
  const group_ids = groupsAfter(writing, shown, wanted, wasHidden);
  const after = insist(
    await update(client, id, { ...goal, group_ids }),
    goal,
    Object.keys(given(writing, wanted.give.groups)),
  );
  return { does: 'change', id, before: was, after: rightsOf(after) };
};

/** Rejects with ZammadError, or an Error (Russian) when Zammad did something else. */
export const carryOutAccess = (writing: Writing, wanted: AccessChange): Promise<AccessDone> =>
  wanted.id === null ? create(writing, wanted) : change(writing, wanted, wanted.id);
