/** Which of a clause's obligations is cited on a ticket: sections 3 (by telephone) and 4 (in writing) say the same thing twice. */
import type { ClauseId } from '../../config/schema/common.js';
import type { Vocabulary } from '../../config/schema/vocabulary.js';
import type { Surroundings, TicketFacts } from '../types.js';

/** Of what the two sections say alike, the one of the ticket's own path. */
export const pointOn = <Point>(
  facts: Pick<TicketFacts, 'attributes'>,
  [byPhone, inWriting]: readonly [byPhone: Point, inWriting: Point],
  { process }: Pick<Surroundings, 'process'>,
): Point => (process.pathOf(facts) === 'телефонное' ? byPhone : inWriting);

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
