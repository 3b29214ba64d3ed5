/** What rules may know beside a ticket, out of the configuration: the parties' directory and their calendars. */
import type { Config } from '../../config/load.js';
import { regionGroup } from '../../config/regions.js';
import type { RuleContext } from '../../triggers/types.js';
import { calendarFor, type Calendar } from '../../triggers/working-time/calendar.js';
import { federalPlace } from '../../triggers/working-time/place.js';

export interface Parties extends Omit<RuleContext, 'clause' | 'now'> {
  /** Mail domains of the regions' portals: what comes from there is a robot's, whoever asks. */
  readonly portalDomains: ReadonlySet<string>;
}

/** The part of a configuration that rules read. */
export type RuledConfig = Pick<Config, 'clauses' | 'regions' | 'federal' | 'calendars'>;

/** Made once for a configuration: calendars lay their years out on first use and are kept. */
export const partiesOf = ({ regions, federal, calendars }: RuledConfig): Parties => {
  const federalCalendar = calendarFor(calendars, federalPlace(federal.timeZone));
  const regional = new Map<string, Calendar>(
    [...regions].map(([id, region]) => [id, calendarFor(calendars, region)]),
  );
  return {
    regions: new Map(
      [...regions].map(([id, region]) => [
        id,
        { name: region.name, group: regionGroup(region), timeZone: region.timeZone },
      ]),
    ),
    agreements: regions,
    portalDomains: new Set([...regions.values()].flatMap(({ mailDomains }) => mailDomains)),
    federalGroups: federal.groups,
    entryGroup: federal.entryGroup,
    calendars: { federal: federalCalendar, of: (region) => regional.get(region ?? '') ?? federalCalendar },
    claimContacts: federal.claimContacts,
  };
};
