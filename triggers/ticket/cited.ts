/** Which of a clause's obligations is cited on a ticket: sections 3 (by telephone) and 4 (in writing) say the same thing twice. */
import type { ClauseId } from '../../config/schema/common.js';
import type { Vocabulary } from '../../config/schema/vocabulary.js';
import type { TicketFacts } from '../types.js';

/**
 * Of `ids`, kept by one rule, the first of the ticket's own path: `R-3.…` for a contact by telephone, else `R-4.…`, also where nobody
 * said. Ids of one path, or of neither, leave no choice: the first is cited.
 */
export const citedOn = (
  facts: Pick<TicketFacts, 'attributes'>,
  ids: readonly [ClauseId, ...ClauseId[]],
  { attributes, channels }: Pick<Vocabulary, 'attributes' | 'channels'>,
): ClauseId => {
  const path = facts.attributes[attributes.channel] === channels.phone ? 'R-3.' : 'R-4.';
  return ids.find((id) => id.startsWith(path)) ?? ids[0];
};
