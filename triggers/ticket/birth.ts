/** The state in which Zammad lets a ticket be at its birth only (core_workflow/attributes/ticket_state.rb). */
import { z } from 'zod';

/** The state of birth, and in which a ticket stands that comes back to where it began. */
export const birth = z
  .strictObject({ state: z.string(), later: z.string() })
  .default({ state: 'Новый', later: 'Назначен' });

type Fields = Readonly<Record<string, string | null>>;

/** `fields` as a ticket can be put back: where the state of birth is wanted, it is assigned and nobody's. */
export const asPossible = (fields: Fields, { state, later }: z.infer<typeof birth>): Fields =>
  fields['state'] === state ? { ...fields, state: later, owner: null } : fields;
