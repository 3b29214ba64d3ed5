/**
 * Clause 2.3: register and accounts in, changes out. Pure. What is not ours (other roles, other groups) is never spoken of; who may
 * administer Zammad, and the companion's own user, lose nothing by it.
 */
import {
  called,
  inOurGroups,
  isAdmin,
  isNothing,
  nothing,
  quoted,
  type Access,
  type AccessChange,
  type Given,
  type Rights,
  type Stranger,
} from './access.js';
import type { Desk, Person } from './desk.js';
import { left, strangerOf, tellKept } from './leaving.js';
import type { Ours } from './ours.js';
import { folded, type Entry, type Register } from './register.js';

const unique = (words: readonly string[]): string[] => [...new Set(words)];

/** Why these lines cannot be followed; null: they can. */
const faultOf = ({ ours, desk }: Given, entries: readonly Entry[]): string | null => {
  for (const { role, group, name, email, region } of entries) {
    const who = `${called(name, email)} (${region})`;
    if (role === ours.companion) return `${who}: роль «${role}» — только для программы, лицу её не дают`;
    const facts = ours.roles.get(role);
    if (facts === undefined) return `${who}: неизвестная роль «${role}»; исправьте accessRegister`;
    if (desk.roles.get(role)?.active !== true)
      return `роли «${role}» в Zammad нет или она выключена: сначала reglament apply`;
    if (!facts.works && !desk.groups.has(group))
      return `группы «${group}» в Zammad нет или она выключена: сначала reglament apply`;
  }
  return null;
};

/** Exactly the region's group for who works there; a desk of the federal side comes with its role. */
const wantedBy = ({ ours }: Given, entries: readonly Entry[]): Rights => ({
  roles: unique(entries.map(({ role }) => role)),
  groups: unique(
    entries.filter(({ role }) => ours.roles.get(role)?.works !== true).map(({ group }) => group),
  ),
});

const registered = (
  given: Given,
  person: Person | undefined,
  entries: readonly Entry[],
): AccessChange | null => {
  const [first] = entries;
  if (first === undefined) return null;
  const { ours, register, leave, blame } = given;
  const wanted = wantedBy(given, entries);
  const common = {
    email: first.email,
    name: first.name,
    because: `реестр: ${unique(entries.map(({ region }) => region)).join(', ')}`,
    leaver: false,
  };
  if (person === undefined)
    return { ...common, does: 'create', id: null, activates: false, give: wanted, take: nothing };
  const who = called(first.name, first.email);
  if (person.roles.includes(ours.companion)) {
    blame(`${who}: держит роль «${ours.companion}», она только для программы; снимите её в Zammad`);
    return null;
  }
  const extra = inOurGroups(given, person).filter((group) => !wanted.groups.includes(group));
  const unsure = extra.filter((group) => register.unregistered.has(group));
  if (unsure.length > 0) leave(`${who}: группы регионов без реестра не трогаются: ${quoted(unsure)}`);
  const more: Rights = {
    roles: person.roles.filter((role) => ours.roles.has(role) && !wanted.roles.includes(role)),
    groups: extra.filter((group) => !unsure.includes(group)),
  };
  const keeps = !isNothing(more) && isAdmin(given, person);
  if (keeps)
    leave(`${who}: администратор, лишнее снимают в Zammad: ${quoted([...more.roles, ...more.groups])}`);
  const change: AccessChange = {
    ...common,
    does: 'change',
    id: person.id,
    activates: !person.active,
    give: {
      roles: wanted.roles.filter((role) => !person.roles.includes(role)),
      groups: wanted.groups.filter((group) => person.groups.get(group)?.includes('full') !== true),
    },
    take: keeps ? nothing : more,
  };
  return change.activates || !isNothing(change.give) || !isNothing(change.take) ? change : null;
};

const grouped = (entries: readonly Entry[]): Map<string, Entry[]> => {
  const byEmail = new Map<string, Entry[]>();
  for (const entry of entries) byEmail.set(entry.email, [...(byEmail.get(entry.email) ?? []), entry]);
  return byEmail;
};

const fits =
  (email: string) =>
  (person: Person): boolean =>
    folded(person.email) === email || folded(person.login) === email;

/** The one account that may be given access; a password is sent to its address, so the address has to be the register's. */
const accountOf = (found: readonly Person[], { name, email }: Entry): Person | string | undefined => {
  const [person, another] = found;
  if (another !== undefined)
    return `${called(name, email)}: подходят две учётные записи (id ${found.map(({ id }) => id).join(', ')}); оставьте в Zammad одну`;
  if (person !== undefined && person.email !== '' && folded(person.email) !== email)
    return `${called(name, email)}: такой логин у учётной записи с другим адресом (id ${person.id}); исправьте адрес в реестре или в Zammad`;
  return person;
};

/** What the register says of one address. */
const ofEntries = (
  given: Given,
  found: readonly Person[],
  entries: readonly Entry[],
): (AccessChange | null)[] => {
  const current = entries.filter(({ ended }) => ended === null);
  const [first] = current;
  if (first === undefined)
    return found
      .filter(({ active, roles }) => active && !roles.includes(given.ours.companion))
      .map((person) =>
        left(given, person, {
          because: unique(entries.map(({ ended, region }) => `${region}: ${ended ?? ''}`)).join('; '),
          named: new Set(entries.map(({ role }) => role)),
          groups: inOurGroups(given, person),
        }),
      );
  const account = accountOf(found, first);
  const fault = typeof account === 'string' ? account : faultOf(given, current);
  if (fault === null && typeof account !== 'string') return [registered(given, account, current)];
  given.blame(fault ?? '');
  return [];
};

/** `strangers`: access that no register speaks of is taken, too; without it, it is only shown. */
export const compareAccess = (
  register: Register,
  ours: Ours,
  desk: Desk,
  { strangers: takesStrangers }: { readonly strangers: boolean },
): Access => {
  const words: string[] = [];
  const faults: string[] = [];
  const given: Given = {
    register,
    ours,
    desk,
    leave: (text) => words.push(text),
    blame: (text) => faults.push(text),
  };
  const known = new Set<number>();
  const persons = grouped(register.entries);
  const byRegister = [...persons].flatMap(([email, entries]) => {
    const found = desk.people.filter(fits(email));
    for (const { id } of found) known.add(id);
    return ofEntries(given, found, entries);
  });
  const strangers: Stranger[] = [];
  const others = desk.people
    .filter(({ id, active, roles }) => active && !known.has(id) && !roles.includes(ours.companion))
    .map((person): AccessChange | null => {
      const found = strangerOf(given, person);
      if (found === null) return null;
      const { stranger, change } = found;
      if (stranger.stays === null && desk.remembered.has(person.id))
        return left(given, person, {
          because: 'больше не в реестре',
          named: new Set(),
          groups: inOurGroups(given, person),
        });
      if (stranger.stays === null && takesStrangers && change !== null) {
        tellKept(given, person, change);
        return { ...change, leaver: false };
      }
      strangers.push(stranger);
      return null;
    });
  return {
    changes: [...byRegister, ...others].filter((change) => change !== null),
    strangers,
    faults: unique(faults),
    left: unique(words),
    known: [...known],
    registered: [...persons.values()].filter((entries) => entries.some(({ ended }) => ended === null)).length,
    unregistered: [...register.unregistered].map((group) => register.groups.get(group) ?? group),
  };
};
