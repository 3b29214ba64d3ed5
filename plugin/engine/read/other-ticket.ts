/** Another ticket than the one that is judged, as far as rules need to know it. */
import type { Ticket } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { OtherTicket } from '../../../triggers/types.js';
import { attributesOf, dateOrNull } from './facts.js';
import type { Directory } from '../directory.js';

export const sentTicket = z.looseObject({
  id: z.number(),
  number: z.string(),
  title: z.string(),
  group_id: z.number(),
  state_id: z.number(),
  created_at: z.string(),
});

/** One that Zammad sent along with something else, its group told apart. */
export const otherTicket = (
  ticket: z.infer<typeof sentTicket>,
  group: string,
  { states }: Directory,
): OtherTicket => {
  const state = states.get(ticket.state_id);
  return {
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    group,
    state: state?.name ?? '',
    closed: state?.closed ?? false,
    createdAt: new Date(ticket.created_at),
    closedAt: dateOrNull(ticket['last_close_at'] ?? ticket['close_at']),
    attributes: attributesOf(ticket),
  };
};

/** One that was read or found, with names beside its ids. */
export const readTicket = (ticket: Ticket, directory: Directory): OtherTicket =>
  otherTicket(ticket, ticket.group ?? '', directory);
