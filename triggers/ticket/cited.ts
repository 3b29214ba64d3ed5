/** Which of a clause's obligations is cited on a ticket: sections 3 (by telephone) and 4 (in writing) say the same thing twice. */
import type { ClauseId } from '../../config/schema/common.js';
import type { TicketFacts } from '../types.js';

/** Value of `intake_channel` (config/helpdesk/attributes.yaml); whatever else stands there, section 4 is meant. */
const PHONE = 'Телефонное';

/**
 * Of `ids`, kept by one rule, the first of the ticket's own path: `R-3.…` for a contact by telephone, else `R-4.…`. Ids of one
 * path, or of neither, leave no choice: the first is cited.
 */
export const citedOn = (
  { attributes }: Pick<TicketFacts, 'attributes'>,
  ids: readonly [ClauseId, ...ClauseId[]],
): ClauseId => {
  const path = attributes['intake_channel'] === PHONE ? 'R-3.' : 'R-4.';
  return ids.find((id) => id.startsWith(path)) ?? ids[0];
};
