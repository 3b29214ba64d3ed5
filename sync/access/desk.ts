/** The helpdesk as clause 2.3 sees it: accounts with roles and groups by name. Reads only. */
export interface Person {
  readonly id: number;
  readonly login: string;
  readonly email: string;
  readonly name: string;
  readonly active: boolean;
  /** Names. */
  readonly roles: readonly string[];
  /** Given to the person, not by a role: name → levels. Zammad shows none of who is switched off or no agent. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

export interface DeskRole {
  readonly active: boolean;
  readonly isAdmin: boolean;
  /** Only who may work on tickets has any use of a group. */
  readonly isAgent: boolean;
  /** Names of the groups it opens. */
  readonly groups: readonly string[];
}

export interface Desk {
  /** By name. */
  readonly roles: ReadonlyMap<string, DeskRole>;
  /** Names of active groups. */
  readonly groups: ReadonlySet<string>;
  readonly people: readonly Person[];
  /** Ids of accounts that a register once named. */
  readonly remembered: ReadonlySet<number>;
}
