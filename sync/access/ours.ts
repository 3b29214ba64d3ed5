/** Which roles and groups the comparison may speak of: those of the configuration, and of them never the companion's. */
import type { Config } from '../../config/load.js';
import { expandForRegions, regionGroup } from '../../config/regions.js';

export interface OurRole {
  /** Opens no group by itself: it is the role of a region's desk, whose group is given to the person. */
  readonly regional: boolean;
  /** Has full access to groups that are no region's: its holder's desk is there. */
  readonly works: boolean;
}

export interface Ours {
  /** The role of the companion's own user. */
  readonly companion: string;
  /** Without the companion's. */
  readonly roles: ReadonlyMap<string, OurRole>;
  readonly groups: ReadonlySet<string>;
}

export const COMPANION_ROLE = 'Компаньон регламента';

export const oursOf = ({
  helpdesk,
  regions,
  federal,
}: Pick<Config, 'helpdesk' | 'regions' | 'federal'>): Ours => {
  const all = [...regions.values()];
  const own = new Set(all.map(regionGroup));
  const roles = helpdesk.roles.wanted
    .flatMap((entry) => expandForRegions(entry, all))
    .filter(({ name }) => name !== COMPANION_ROLE);
  const groups = helpdesk.groups.wanted.flatMap((entry) => expandForRegions(entry, all));
  return {
    companion: COMPANION_ROLE,
    roles: new Map(
      roles.map(({ name, groups: opened }) => [
        name,
        {
          regional: Object.keys(opened).length === 0,
          works: Object.entries(opened).some(([group, levels]) => !own.has(group) && levels.includes('full')),
        },
      ]),
    ),
    groups: new Set([...groups.map(({ name }) => name), ...federal.groups, ...own]),
  };
};
