/** SLAs from the regions' protocols (section 5 of the regulation). No protocol in force, no SLA, and a warning. */
import type { Config } from '../../config/load.js';
import { regionCalendar, regionGroup } from '../../config/regions.js';
import type { Wanted } from '../../config/schema/helpdesk.js';
import type { Region } from '../../config/schema/region.js';

export interface ProtocolSlas {
  readonly wanted: readonly Wanted<'slas'>[];
  /** Of protocols that are not in force. */
  readonly removed: readonly string[];
  readonly warnings: readonly string[];
}

/** Zammad takes the first SLA that matches, by name: the claims' own SLA comes before. */
const protocolSlaName = (region: Region): string => `500 Протокол: ${region.name}`;

/** The calendar day in a zone, as `YYYY-MM-DD`. */
const dayIn = (now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);

/** @param now decides which protocols are in force, by the day in the region's time zone */
export function protocolSlas(config: Config, now: Date): ProtocolSlas {
  const wanted: Wanted<'slas'>[] = [];
  const removed: string[] = [];
  const warnings: string[] = [];
  for (const region of config.regions.values()) {
    const { protocol, name } = region;
    const today = dayIn(now, region.timeZone);
    const inForce =
      protocol && protocol.from <= today && (protocol.until === null || today <= protocol.until);
    const timed = protocol?.firstResponseMinutes ?? protocol?.solutionMinutes ?? null;
    if (!inForce || timed === null) {
      removed.push(protocolSlaName(region));
      const reason = protocol
        ? `протокол № ${protocol.number} не действует или без сроков`
        : 'протокол не подписан';
      warnings.push(`${name}: ${reason}, SLA по разделу 5 нет`);
      continue;
    }
    if (!protocol.normative)
      warnings.push(`${name}: протокол № ${protocol.number} — образец, сторонами не подписан`);
    wanted.push({
      name: protocolSlaName(region),
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
}
