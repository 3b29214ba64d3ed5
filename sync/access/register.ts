/** Clause 2.3: who, by the regions' applications, is to have access on a day. Pure. */
import { Temporal } from 'temporal-polyfill';
import { regionGroup } from '../../config/regions.js';
import type { Region } from '../../config/schema/region.js';

export type RegisterRegion = Pick<Region, 'id' | 'name' | 'timeZone' | 'accessRegister' | 'closed'>;

/** One line of an application. */
export interface Entry {
  /** In lower case, as Zammad keeps addresses: it is what tells persons apart. */
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly region: string;
  /** The region's own group. */
  readonly group: string;
  /** Why the access is over, in words; null: it is not. */
  readonly ended: string | null;
}

export interface Register {
  readonly entries: readonly Entry[];
  /** Groups of all regions: name → region. */
  readonly groups: ReadonlyMap<string, string>;
  /** Groups of regions without a register: nobody knows who belongs there. */
  readonly unregistered: ReadonlySet<string>;
}

/** What addresses and logins are compared by. */
export const folded = (address: string): string => address.trim().toLowerCase();

const endOf = ({ closed }: RegisterRegion, until: string | null, today: string): string | null => {
  if (closed !== undefined && closed <= today) return `регион закрыт с ${closed}`;
  return until !== null && until < today ? `доступ был до ${until}` : null;
};

/** The registers on the day that `now` is in each region: `until` is the last day with access, `closed` the first without. */
export const registerOn = (regions: ReadonlyMap<string, RegisterRegion>, now: Date): Register => {
  const all = [...regions.values()];
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  return {
    entries: all.flatMap((region) => {
      const today = instant.toZonedDateTimeISO(region.timeZone).toPlainDate().toString();
      return (region.accessRegister?.persons ?? []).map(({ email, name, role, until }) => ({
        email: folded(email),
        name,
        role,
        region: region.name,
        group: regionGroup(region),
        ended: endOf(region, until, today),
      }));
    }),
    groups: new Map(all.map((region) => [regionGroup(region), region.name])),
    unregistered: new Set(
      all.filter(({ accessRegister }) => accessRegister === null).map((region) => regionGroup(region)),
    ),
  };
};
