/** What the comparison of clause 2.3 takes and gives. */
import type { Desk, Person } from './desk.js';
import type { Ours } from './ours.js';
import type { Register } from './register.js';

export interface Rights {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** What is to happen to one person. */
export interface AccessChange {
  readonly does: 'create' | 'change' | 'disable';
  /** Null: no account yet. */
  readonly id: number | null;
  readonly email: string;
  readonly name: string;
  /** In words. */
  readonly because: string;
  /** Has no right to work any more, and could. */
  readonly leaver: boolean;
  /** The account was switched off and is wanted. */
  readonly activates: boolean;
  /** Groups are given with full access. */
  readonly give: Rights;
  readonly take: Rights;
}

/** Has access of ours and stands in no register. */
export interface Stranger {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly take: Rights;
  /** Why nothing is taken even when asked for, in words; null: `take` may be. */
  readonly stays: string | null;
}

export interface Access {
  readonly changes: readonly AccessChange[];
  readonly strangers: readonly Stranger[];
  /** Lines of a register that cannot be followed, in words. */
  readonly faults: readonly string[];
  /** What a person may want to look at, in words. */
  readonly left: readonly string[];
  /** Ids of accounts that the register names, to be known as leavers when it does so no more. */
  readonly known: readonly number[];
  /** How many persons have access by the registers. */
  readonly registered: number;
  /** Names of regions without a register. */
  readonly unregistered: readonly string[];
}

/** What is compared, and where words for people go. */
export interface Given {
  readonly register: Register;
  readonly ours: Ours;
  readonly desk: Desk;
  /** Takes what a person may want to look at. */
  readonly leave: (words: string) => void;
  /** Takes lines of a register that cannot be followed. */
  readonly blame: (words: string) => void;
}

export const nothing: Rights = { roles: [], groups: [] };
export const isNothing = ({ roles, groups }: Rights): boolean => roles.length + groups.length === 0;
export const quoted = (names: readonly string[]): string => names.map((name) => `«${name}»`).join(', ');
export const called = (name: string, email: string): string => `${name} <${email}>`;
/** Zammad lets a person have a login alone. */
export const addressOf = ({ email, login }: Person): string => (email === '' ? login : email);

/** May administer Zammad, in part or whole. */
export const isAdmin = ({ desk }: Given, { roles }: Person): boolean =>
  roles.some((role) => desk.roles.get(role)?.isAdmin === true);

/** Our groups that are given to the person. */
export const inOurGroups = ({ ours }: Given, { groups }: Person): string[] =>
  [...groups.keys()].filter((group) => ours.groups.has(group));
