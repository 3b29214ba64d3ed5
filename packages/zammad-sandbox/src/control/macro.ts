/** An operator clicks a macro in the page of a ticket. */
import { plain } from '../behaviour/columns.js';
import { applyMacroAsUi, isMacroOffered } from '../behaviour/macro-in-ui.js';
import type { Desk } from '../desk.js';
import { notFound, unprocessable } from '../http/answer.js';
import { userNamed } from '../http/authentication.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import { present } from '../kinds/present.js';

export interface Click {
  readonly macro_id: number;
  readonly ticket_id: number;
  /** Login of the operator; the admin when left out. */
  readonly as?: string | undefined;
  /** What the operator typed into the form before. */
  readonly typed?: Record<string, unknown> | undefined;
}

/**
 * Applies the macro as the page does. Tags are written whatever becomes of the rest.
 * @throws Refusal 404 for an unknown macro or ticket, 422 naming every fault of the form
 */
export const clickMacro = (desk: Desk, { macro_id, ticket_id, as, typed }: Click): unknown => {
  const { world } = desk;
  const macro = world.table('macros').get(macro_id);
  if (!macro) throw notFound('Macro', macro_id);
  const ticket = world.table('tickets').get(ticket_id);
  if (!ticket) throw notFound('Ticket', ticket_id);
  if (!isMacroOffered(world, macro, ticket)) throw unprocessable('The macro is not offered for this ticket.');
  const actor = userNamed(world, as ?? 'admin@example.com');
  if (!actor) throw unprocessable(`No active user '${plain(as)}'`);
  const effects = applyMacroAsUi(world, macro, ticket, actor, world.clock.now(), typed ?? {});
  desk.transact(actor, (transaction) => {
    for (const tag of effects.tagsAdd) transaction.tag(ticket.id, tag);
    for (const tag of effects.tagsRemove) transaction.untag(ticket.id, tag);
    transaction.saveTicket(ticket, effects.changes);
    for (const article of effects.articles) transaction.addArticle(ticket, article);
  });
  if (effects.faults.length > 0) throw unprocessable(effects.faults.join(' '), false);
  return { ticket: present(world, TICKETS, ticket) };
};
