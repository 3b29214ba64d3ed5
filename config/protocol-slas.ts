/** Section 5: times of service are agreed in protocols apart from the regulation; each signed one becomes an SLA. */
import { regionCalendar, regionGroup } from './regions.js';
import type { Wanted } from './schema/helpdesk.js';
import type { Region } from './schema/region.js';

/**
 * One SLA a region whose protocol is signed (`normative: true`) and sets a time, in working minutes over the region's
 * calendar. A sample or a missing protocol makes none. Zammad walks SLAs by name, so claims (100) come first.
 */
export const protocolSlas = (regions: readonly Region[]): Wanted<'slas'>[] =>
  regions.flatMap((region) => {
    const { protocol } = region;
    if (!protocol?.normative) return [];
    const { firstResponseMinutes, solutionMinutes } = protocol;
    if (firstResponseMinutes === null && solutionMinutes === null) return [];
    return [
      {
        name: `200 Протокол: ${region.name}`,
        clauses: ['R-5'],
        calendar: regionCalendar(region),
        condition: { 'ticket.group': { is: [regionGroup(region)] } },
        first_response_time: firstResponseMinutes,
        response_time: null,
        update_time: null,
        solution_time: solutionMinutes,
      },
    ];
  });
