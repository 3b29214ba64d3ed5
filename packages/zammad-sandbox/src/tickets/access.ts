/** Finding a ticket and asking whether the caller may do something with it. */
import { hasGroupAccess, mayRead, type GroupAccess } from '../behaviour/access.js';
import { notAuthorized, notFound } from '../http/answer.js';
import type { Call } from '../http/call.js';
import type { Row } from '../world.js';

/** @throws Refusal 404 */
export const ticketNumbered = (call: Call, id: unknown): Row => {
  const ticket = call.world.table('tickets').get(Number(id));
  if (!ticket) throw notFound('Ticket', id);
  return ticket;
};

/** A ticket the caller may see. @throws Refusal 404, 403 */
export const readable = (call: Call, id: unknown): Row => {
  const ticket = ticketNumbered(call, id);
  if (!mayRead(call.world, call.actor, ticket)) throw notAuthorized();
  return ticket;
};

/** A ticket the caller has an agent's access to, or owns as a customer. @throws Refusal 404, 403 */
export const accessible = (call: Call, id: unknown, level: GroupAccess): Row => {
  const ticket = readable(call, id);
  const mine = ticket['customer_id'] === call.actor.id;
  if (!mine && !hasGroupAccess(call.world, call.actor, ticket['group_id'], level)) throw notAuthorized();
  return ticket;
};
