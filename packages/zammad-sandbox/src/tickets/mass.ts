/** Macros and changes over many tickets at once: all of them or none. */
import { isRecord, listOf, plain, recordOf } from '../behaviour/columns.js';
import { applyPerform } from '../behaviour/perform.js';
import { Refusal, notFound, ok } from '../http/answer.js';
import type { Call } from '../http/call.js';
import type { Row } from '../world.js';
import { accessible } from './access.js';
import { addApiArticle } from './articles.js';
import { carryOut } from './triggers.js';
import { obeyWorkflows, ticketColumns } from './write.js';

const ticketsIn = (call: Call): Row[] =>
  listOf(call.body['ticket_ids']).map((id) => accessible(call, id, 'change'));

/** Runs over each ticket; the first refusal says which ticket it was about and undoes the rest. */
const overEach = (call: Call, act: (ticket: Row) => void) => {
  for (const ticket of ticketsIn(call)) {
    try {
      act(ticket);
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      throw new MassRefusal(fault, ticket.id);
    }
  }
  return ok(true);
};

/** The refusal of a mass action names the ticket that could not be changed. */
class MassRefusal extends Refusal {
  readonly #ticketId: number;

  constructor(cause: Refusal, ticketId: number) {
    super(422, cause.message);
    this.#ticketId = ticketId;
  }

  override body(): Record<string, string> {
    return { error: this.message, ticket_id: String(this.#ticketId) };
  }
}

export const massMacro = (call: Call) => {
  const { world, actor, transaction } = call;
  const macro = world.table('macros').get(Number(call.body['macro_id']));
  if (!macro) throw notFound('Macro', call.body['macro_id']);
  return overEach(call, (ticket) => {
    const given = { actor, now: world.clock.now(), source: 'macro' as const };
    const effects = applyPerform(world, macro['perform'], ticket, given);
    obeyWorkflows(world, actor, ticket, effects.changes);
    carryOut(
      transaction,
      ticket,
      effects,
      { type: 'Macro', id: macro.id, name: plain(macro['name']) },
      actor,
    );
  });
};

export const massUpdate = (call: Call) => {
  const { world, actor, transaction } = call;
  const columns = ticketColumns(world, recordOf(call.body['attributes']));
  return overEach(call, (ticket) => {
    obeyWorkflows(world, actor, ticket, columns);
    transaction.saveTicket(ticket, columns);
    if (isRecord(call.body['article'])) addApiArticle(call, ticket, call.body['article']);
  });
};
