/** An operator clicks a macro: on the old page, or on the desktop view, where the server carries it out. */
import { mayRead } from '../behaviour/access.js';
import { plain } from '../behaviour/columns.js';
import { applyMacroAsUi, isMacroOffered } from '../behaviour/macro-in-ui.js';
import { applyPerform } from '../behaviour/perform.js';
import type { Desk } from '../desk.js';
import { notFound, unprocessable } from '../http/answer.js';
import { userNamed } from '../http/authentication.js';
import { TICKETS } from '../kinds/definitions/tickets.js';
import { present } from '../kinds/present.js';
import { carryOut } from '../tickets/triggers.js';
import { obeyWorkflows } from '../tickets/write.js';
import type { Row } from '../world.js';

export interface Click {
  readonly macro_id: number;
  readonly ticket_id: number;
  /** Login of the operator; the admin when left out. */
  readonly as?: string | undefined;
  /** What the operator typed into the form before. */
  readonly typed?: Record<string, unknown> | undefined;
  /** On the desktop view. */
  readonly desktop?: boolean | undefined;
}

/**
 * What the desktop view's `ticketUpdate` with a macro does: the server renders and applies the macro in one transaction,
 * its note is the system's by sender and the operator's by author, and core workflows judge what is saved.
 * @throws Refusal 422 with the first fault; then not even a tag is left
 */
export const updateWithMacro = (
  desk: Desk,
  actor: Row,
  ticket: Row,
  macro: Row,
  typed: Readonly<Record<string, unknown>>,
): void => {
  const { world } = desk;
  desk.transact(actor, (transaction) => {
    const given = { actor, now: world.clock.now(), source: 'macro' as const };
    const effects = applyPerform(world, macro['perform'], { ...ticket, ...typed }, given);
    const changes = { ...typed, ...effects.changes };
    obeyWorkflows(world, actor, ticket, changes);
    const source = { type: 'Macro' as const, id: macro.id, name: plain(macro['name']) };
    carryOut(transaction, ticket, { ...effects, changes }, source, actor);
  });
};

const clickOnPage = (
  desk: Desk,
  actor: Row,
  ticket: Row,
  macro: Row,
  typed: Record<string, unknown>,
): void => {
  const { world } = desk;
  const effects = applyMacroAsUi(world, macro, ticket, actor, world.clock.now(), typed);
  desk.transact(actor, (transaction) => {
    for (const tag of effects.tagsAdd) transaction.tag(ticket.id, tag);
    for (const tag of effects.tagsRemove) transaction.untag(ticket.id, tag);
    transaction.saveTicket(ticket, effects.changes);
    for (const article of effects.articles) transaction.addArticle(ticket, article);
  });
  if (effects.faults.length > 0) throw unprocessable(effects.faults.join(' '), false);
};

/**
 * Applies the macro as the page does. On the old page tags are written whatever becomes of the rest.
 * @returns the ticket; null on the desktop view where the operator may not read it any more (the view says Forbidden)
 * @throws Refusal 404 for an unknown macro or ticket, 422 naming every fault of the form
 */
export const clickMacro = (desk: Desk, click: Click): unknown => {
  const { world } = desk;
  const macro = world.table('macros').get(click.macro_id);
  if (!macro) throw notFound('Macro', click.macro_id);
  const ticket = world.table('tickets').get(click.ticket_id);
  if (!ticket) throw notFound('Ticket', click.ticket_id);
  if (!isMacroOffered(world, macro, ticket)) throw unprocessable('The macro is not offered for this ticket.');
  const actor = userNamed(world, click.as ?? 'admin@example.com');
  if (!actor) throw unprocessable(`No active user '${plain(click.as)}'`);
  if (click.desktop !== true) {
    clickOnPage(desk, actor, ticket, macro, click.typed ?? {});
    return { ticket: present(world, TICKETS, ticket) };
  }
  updateWithMacro(desk, actor, ticket, macro, click.typed ?? {});
  return { ticket: mayRead(world, actor, ticket) ? present(world, TICKETS, ticket) : null };
};
