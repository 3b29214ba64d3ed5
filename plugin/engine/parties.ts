/** What rules may know beside a ticket, out of the configuration: the parties' directory and their calendars. */
import type { Config } from '../../config/load.js';
import { processOf } from '../../config/process/process.js';
import { regionGroup, regionOrganization } from '../../config/regions.js';
import { mailSettings, type MailSettings } from 'portal-letter';
import { commentFor } from '../../triggers/rules/handover/transition-comment.js';
import type { RuleContext } from '../../triggers/types.js';
import { calendarFor, type Calendar } from '../../triggers/working-time/calendar.js';
import type { Zone } from '../store/tallies.js';
import { federalPlace } from '../../triggers/working-time/place.js';

export type LetterFailed = (
  letter: { readonly ticket: number; readonly article: number },
  error: unknown,
) => void;

export interface Parties extends Omit<RuleContext, 'clause' | 'now'> {
  /** Mail domains of the regions' portals: what comes from there is a robot's, whoever asks. */
  readonly portalDomains: ReadonlySet<string>;
  /** How letters are read. */
  readonly letters: MailSettings;
  /** Told of a program error in the reading of one letter. Left out: nobody is. */
  readonly letterFailed?: LetterFailed;
  /** Roles whose acts are shown and never undone: those who may end a request as an exception. Left out: none. */
  readonly heads?: readonly string[];
  /** Name of a region's organization → the region's id. */
  readonly organizations: ReadonlyMap<string, string>;
}

/** The part of a configuration that rules read. */
export type RuledConfig = Pick<
  Config,
  'clauses' | 'process' | 'regions' | 'federal' | 'calendars' | 'intake' | 'trust' | 'vocabulary'
>;

/** The map names desks and roles alike; whoever ends a request as an exception, with a ground, is a head. */
const headsOf = ({ endings }: Config['process']): readonly string[] =>
  endings.flatMap(({ exception, needs, by }) => (exception && needs.includes('основание') ? by : []));

/** Where the regions of a configuration are, and at last everybody else. */
export const zonesOf = ({ regions, federal }: Pick<RuledConfig, 'regions' | 'federal'>): Zone[] => [
  ...[...regions].map(([region, { timeZone }]) => ({ region, zone: timeZone })),
  { region: null, zone: federal.timeZone },
];

/** Made once for a configuration: calendars lay their years out on first use and are kept. */
export const partiesOf = (config: RuledConfig): Parties => {
  const { clauses, process, regions, federal, calendars, intake } = config;
  const federalCalendar = calendarFor(calendars, federalPlace(federal.timeZone));
  const regional = new Map<string, Calendar>(
    [...regions].map(([id, region]) => [id, calendarFor(calendars, region)]),
  );
  const byGroup = new Map<string, Calendar>(
    [...regions].flatMap(([id, region]) => {
      const own = regional.get(id);
      return own === undefined ? [] : [[regionGroup(region), own]];
    }),
  );
  const byFederalClock = new Map<string, Calendar>(
    [...regions].map(([id, region]) => [
      id,
      calendarFor(calendars, { ...region, timeZone: federal.timeZone }),
    ]),
  );
  return {
    regions: new Map(
      [...regions].map(([id, region]) => [
        id,
        {
          name: region.name,
          group: regionGroup(region),
          timeZone: region.timeZone,
          mailDomains: region.mailDomains,
        },
      ]),
    ),
    agreements: regions,
    portalDomains: new Set([...regions.values()].flatMap(({ mailDomains }) => mailDomains)),
    vocabulary: config.vocabulary,
    federalGroups: federal.groups,
    entryGroup: federal.entryGroup,
    calendars: {
      federal: federalCalendar,
      of: (region) => regional.get(region ?? '') ?? federalCalendar,
      asking: ({ group, region }) =>
        byGroup.get(group) ?? byFederalClock.get(region ?? '') ?? federalCalendar,
    },
    process: processOf(process, [...regions.values()].map(regionGroup), config.vocabulary),
    claimContacts: federal.claimContacts,
    heads: headsOf(process),
    commentFor: commentFor(
      clauses.flatMap(({ ids: [first, ...others], ...clause }) =>
        first !== undefined && 'rule' in clause && clause.rule.kind === 'transition-comment'
          ? [{ ids: [first, ...others], params: clause.rule.params }]
          : [],
      ),
    ),
    intake: {
      askMissing: {
        fallback: intake.askMissing,
        by: new Map(
          [...regions].flatMap(([id, { intake: own }]) =>
            own.askMissing === undefined ? [] : [[id, own.askMissing] as const],
          ),
        ),
      },
      unknownGroup: intake.unknownSender?.group ?? null,
    },
    trust: config.trust,
    letters: mailSettings(config),
    organizations: new Map([...regions].map(([id, region]) => [regionOrganization(region), id])),
  };
};
