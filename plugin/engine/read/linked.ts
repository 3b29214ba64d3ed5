/** Tickets linked to one that was read. */
import { z } from 'zod';
import type { OtherTicket, TicketFacts } from '../../../triggers/types.js';
import type { TicketDesk } from '../ticket-desk.js';
import { otherTicket, readTicket, sentTicket } from './other-ticket.js';
import type { Reading } from './reading.js';

const relation = z.enum(['parent', 'child', 'normal']);

/** Zammad sends linked tickets along with the ticket; one it left out is read. Rejects with ZammadError. */
export const linkedTo = async (
  helpdesk: TicketDesk,
  { full, directory }: Pick<Reading, 'full' | 'directory'>,
): Promise<TicketFacts['linked']> => {
  const read = async (id: number): Promise<OtherTicket | null> => {
    const sent = sentTicket.safeParse(full.assets['Ticket']?.[String(id)]).data;
    const group = sent === undefined ? undefined : directory.groups.get(sent.group_id);
    if (sent !== undefined && group !== undefined) return otherTicket(sent, group.name, directory);
    const ticket = await helpdesk.glance(id);
    return ticket === null ? null : readTicket(ticket, directory);
  };
  const links = full.links.flatMap(({ link_object: object, link_object_value: id, link_type: type }) => {
    const known = relation.safeParse(type);
    return object === 'Ticket' && known.success ? [{ id, relation: known.data }] : [];
  });
  const tickets = await Promise.all(
    links.map(async ({ id, relation: type }) => ({ ticket: await read(id), relation: type })),
  );
  return tickets.flatMap(({ ticket, relation: type }) =>
    ticket === null ? [] : [{ ...ticket, relation: type }],
  );
};
