/** SLAs from the regions' protocols (section 5 of the regulation). No protocol in force, no SLA, and a warning. */
import type { Config } from '../../../config/load.js';
import { dayIn, regionCalendar, regionGroup } from '../../../config/regions.js';
import type { Wanted } from '../../../config/schema/helpdesk.js';
import type { Region } from '../../../config/schema/region.js';

export interface ProtocolSlas {
  readonly wanted: readonly Wanted<'slas'>[];
  /** Of protocols that are not in force. */
  readonly removed: readonly string[];
  readonly warnings: readonly string[];
}

/** Zammad takes the first SLA that matches, by name: the claims' own SLA comes before. */
const protocolSlaName = ({ name }: Pick<Region, 'name'>): string => `500 Протокол: ${name}`;

/** Why no SLA follows from a protocol; null when one does. A sample binds nobody, so nobody is measured by it. */
const reasonAgainst = (protocol: Region['protocol'], today: string): string | null => {
  if (protocol === null) return 'протокол не подписан';
  if (!protocol.normative) return `протокол № ${protocol.number} — образец, сторонами не подписан`;
  const inForce = protocol.from <= today && (protocol.until === null || today <= protocol.until);
  if (!inForce) return `протокол № ${protocol.number} не действует`;
  const timed = protocol.firstResponseMinutes ?? protocol.solutionMinutes;
  return timed === null ? `в протоколе № ${protocol.number} нет сроков` : null;
};

/** @param now decides which protocols are in force, by the day in the region's time zone */
export const protocolSlas = (config: Config, now: Date): ProtocolSlas => {
  const wanted: Wanted<'slas'>[] = [];
  const removed: string[] = [];
  const warnings: string[] = [];
  for (const region of config.regions.values()) {
    const { protocol, name, was } = region;
    const today = dayIn(now, region.timeZone);
    const why = reasonAgainst(protocol, today);
    if (protocol === null || why !== null) {
      removed.push(
        ...[name, ...(was === undefined ? [] : [was])].map((each) => protocolSlaName({ name: each })),
      );
      warnings.push(`${name}: ${why ?? ''}, SLA по разделу 5 нет`);
      continue;
    }
    wanted.push({
      name: protocolSlaName(region),
      ...(was !== undefined && { was: protocolSlaName({ name: was }) }),
      clauses: ['R-5'],
      calendar: regionCalendar(region),
      condition: { 'ticket.group': { is: [regionGroup(region)] } },
      first_response_time: protocol.firstResponseMinutes,
      response_time: null,
      update_time: null,
      solution_time: protocol.solutionMinutes,
    });
  }
  return { wanted, removed, warnings };
};
