/** The state in which Zammad lets a ticket be at its birth only (core_workflow/attributes/ticket_state.rb). */
import type { Surroundings } from '../types.js';

type Fields = Readonly<Record<string, string | null>>;

/** `fields` as a ticket can be put back: where the state of birth is wanted, it is assigned and nobody's. */
export const asPossible = (fields: Fields, { vocabulary }: Pick<Surroundings, 'vocabulary'>): Fields =>
  fields['state'] === vocabulary.states.born
    ? { ...fields, state: vocabulary.states.assigned, owner: null }
    : fields;
