/** Who somebody is to the helpdesk, told by the helpdesk itself by the person's own key, which is used once and kept nowhere. */
import { createZammadClient, isZammadError, type ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Parties } from '../engine/parties.js';
import type { PageRole, Visitor } from '../store/sessions.js';

export interface Person {
  readonly id: number;
  readonly login: string;
  /** Names of roles and of groups that are the person's own. */
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** Null: the helpdesk does not know the key. Rejects with ZammadError when it cannot be asked. */
export type Knows = (key: string) => Promise<Person | null>;

const me = z.looseObject({
  id: z.number(),
  login: z.string(),
  active: z.boolean(),
  roles: z.array(z.string()),
  groups: z.record(z.string(), z.unknown()).catch({}),
});

/** What a key may consist of; anything else is not even sent. */
const KEY = /^[\w-]{16,256}$/;

const ASK_MS = 10_000;

/** Whose client it is; null: not active. Rejects with ZammadError, or zod's where no helpdesk answers so. */
export const personBy = async (client: Pick<ZammadClient, 'me'>): Promise<Person | null> => {
  const told = await client.me({ expand: true, signal: AbortSignal.timeout(ASK_MS) });
  const { id, login, active, roles, groups } = me.parse(told);
  return active ? { id, login, roles, groups: Object.keys(groups) } : null;
};

/** Asks the helpdesk at `url`. */
export const knownTo =
  (url: string): Knows =>
  async (key) => {
    if (!KEY.test(key)) return null;
    const client = createZammadClient({ url, auth: { token: key } });
    try {
      return await personBy(client);
    } catch (error) {
      if (isZammadError(error) && (error.kind === 'auth' || error.kind === 'forbidden')) return null;
      throw error;
    }
  };

/** Roles of the helpdesk whose people the page is for. */
export type PageRoles = Readonly<Record<PageRole, readonly string[]>>;

/** As whom a person is let in; null: the page is not for them. Regions are those whose group is the person's. */
export const visitorOf = (
  { id, login, roles, groups }: Person,
  open: PageRoles,
  { regions }: Pick<Parties, 'regions'>,
): Visitor | null => {
  const role = (['admin', 'head'] as const).find((one) => roles.some((name) => open[one].includes(name)));
  if (role === undefined) return null;
  const own = [...regions].flatMap(([region, { group }]) => (groups.includes(group) ? [region] : []));
  return { person: id, login, role, regions: own };
};
