/** What a signal tells of a ticket: when it changed and where it stands. The rest of a delivery is the citizen's, and is not kept. */
import { z } from 'zod';

export interface TicketNews {
  readonly updatedAt: Date;
  /** What follows is null where the signal does not say it. */
  readonly groupId: number | null;
  readonly stateId: number | null;
  readonly group: string | null;
}

/** As Zammad's webhook payload has it, and as it is stored. A wrong shape of what only helps is left out. */
const told = z.object({
  ticket: z.object({
    updated_at: z.string().pipe(z.coerce.date()),
    group_id: z.number().nullish().catch(null),
    state_id: z.number().nullish().catch(null),
    group: z.object({ name: z.string() }).nullish().catch(null),
  }),
});

/** Null: it does not even say when the ticket changed, so the ticket must be looked at. */
export const newsOf = (payload: unknown): TicketNews | null => {
  const ticket = told.safeParse(payload).data?.ticket;
  if (ticket === undefined) return null;
  return {
    updatedAt: ticket.updated_at,
    groupId: ticket.group_id ?? null,
    stateId: ticket.state_id ?? null,
    group: ticket.group?.name ?? null,
  };
};

/** The text of a row of `inbox`; `storedNews` reads it back. */
export const newsText = ({ updatedAt, groupId, stateId, group }: TicketNews): string => {
  const ticket: z.input<typeof told>['ticket'] = {
    updated_at: updatedAt.toISOString(),
    group_id: groupId,
    state_id: stateId,
    group: group === null ? null : { name: group },
  };
  return JSON.stringify({ ticket });
};

/** What `newsText` or an earlier release wrote. */
export const storedNews = (text: string | null): TicketNews | null =>
  text === null ? null : newsOf(JSON.parse(text));
