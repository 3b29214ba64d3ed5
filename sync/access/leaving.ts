/** Clause 2.3: whose access is over, and who has some that no register speaks of. Pure. */
import {
  addressOf,
  called,
  isAdmin,
  isNothing,
  nothing,
  quoted,
  type AccessChange,
  type Given,
  type Rights,
  type Stranger,
} from './access.js';
import type { Person } from './desk.js';

/** Foreign roles that open a region's group: theirs is not ours to take. */
const foreignWays = ({ ours, desk, register }: Given, { roles }: Person): string[] =>
  roles.filter((role) => {
    const facts = desk.roles.get(role);
    return (
      !ours.roles.has(role) &&
      facts?.active === true &&
      facts.isAgent &&
      facts.groups.some((group) => register.groups.has(group))
    );
  });

interface Leaving {
  readonly because: string;
  /** Roles that the register itself had given. */
  readonly named: ReadonlySet<string>;
  /** The groups that are judged. */
  readonly groups: readonly string[];
}

/** Regional roles and groups go. Without any other role the account is switched off: Zammad would make a customer of it. */
const leaving = (
  { ours }: Given,
  person: Person,
  { because, named, groups }: Leaving,
): AccessChange | null => {
  const take: Rights = {
    roles: person.roles.filter((role) => ours.roles.get(role)?.regional === true || named.has(role)),
    groups,
  };
  if (isNothing(take)) return null;
  const off = person.roles.every((role) => take.roles.includes(role));
  return {
    does: off ? 'disable' : 'change',
    id: person.id,
    email: addressOf(person),
    name: person.name,
    because,
    leaver: true,
    activates: false,
    give: nothing,
    take: off ? nothing : take,
  };
};

/** Tells what stays with somebody who left: it is not ours to take, or nobody has registered it. */
export const tellKept = (given: Given, person: Person, { does, take }: AccessChange): void => {
  if (does === 'disable') return;
  const who = called(person.name, addressOf(person));
  const federal = person.roles.filter((role) => given.ours.roles.has(role) && !take.roles.includes(role));
  if (federal.length > 0)
    given.leave(
      `${who}: остаются роли федеральной стороны, реестра у неё нет; решите сами: ${quoted(federal)}`,
    );
  const ways = foreignWays(given, person);
  if (ways.length > 0) given.leave(`${who}: доступ остаётся через чужие роли: ${quoted(ways)}`);
};

/** Somebody whose access is over; null: nothing of ours is left, or an administrator decides. */
export const left = (given: Given, person: Person, leave: Leaving): AccessChange | null => {
  const change = leaving(given, person, leave);
  if (change === null) return null;
  if (isAdmin(given, person)) {
    given.leave(
      `${called(person.name, addressOf(person))}: ${leave.because}; администратор, доступ снимают в Zammad`,
    );
    return null;
  }
  tellKept(given, person, change);
  return change;
};

/** Who has access to a region and stands in no register; null: has none. `change`: what taking it would be. */
export const strangerOf = (
  given: Given,
  person: Person,
): { stranger: Stranger; change: AccessChange | null } | null => {
  const { register } = given;
  const groups = [...person.groups.keys()].filter((group) => register.groups.has(group));
  const ways = foreignWays(given, person);
  const change = leaving(given, person, { because: 'не в реестре', named: new Set(), groups });
  if (change === null && ways.length === 0) return null;
  const stays = (): string | null => {
    if (isAdmin(given, person)) return 'администратор: доступ снимают в Zammad';
    const unsure = groups.flatMap((group) => (register.unregistered.has(group) ? [group] : []));
    if (unsure.length > 0)
      return `реестра нет: внесите accessRegister (${unsure.map((group) => register.groups.get(group)).join(', ')})`;
    return change === null ? `доступ даёт чужая роль: ${quoted(ways)}` : null;
  };
  const stranger = {
    id: person.id,
    email: addressOf(person),
    name: person.name,
    take: {
      roles: person.roles.filter((role) => given.ours.roles.get(role)?.regional === true),
      groups,
    },
    stays: stays(),
  };
  return { stranger, change };
};
