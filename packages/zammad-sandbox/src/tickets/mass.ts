/** Macros and changes over many tickets at once: all of them or none. */
import { isRecord, listOf, plain, recordOf } from '../behaviour/columns.js';
import { applyPerform, type PerformEffects } from '../behaviour/perform.js';
import { Refusal, notFound, ok } from '../http/answer.js';
import type { Call } from '../http/call.js';
import { collect, type Assets } from '../kinds/assets.js';
import { KINDS } from '../kinds/catalogue.js';
import type { Row } from '../world.js';
import { accessible } from './access.js';
import { addApiArticle } from './articles.js';
import { carryOut } from './triggers.js';
import { obeyWorkflows, ticketColumns } from './write.js';

/** @throws Refusal 404 when one of them is missing, whatever becomes of the others */
const ticketsIn = (call: Call): Row[] => {
  const ids = listOf(call.body['ticket_ids']).map(Number);
  const known = ids.filter((id) => call.world.table('tickets').get(id) !== undefined);
  if (known.length < ids.length)
    throw new Refusal(
      404,
      `Couldn't find all Tickets with 'id': (${ids.join(', ')}) ` +
        `(found ${known.length} results, but was looking for ${ids.length}).`,
    );
  return ids.map((id) => {
    try {
      return accessible(call, id, 'change');
    } catch (fault) {
      throw fault instanceof Refusal ? new MassRefusal(fault, id) : fault;
    }
  });
};

/** Runs over each ticket; the first refusal says which ticket it was about and undoes the rest. */
const overEach = (call: Call, act: (ticket: Row) => void) => {
  const tickets = ticketsIn(call);
  for (const ticket of tickets) {
    try {
      act(ticket);
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      throw new MassRefusal(fault, ticket.id);
    }
  }
  call.transaction.escalate();
  const assets: Assets = {};
  for (const ticket of tickets) collect(call.world, KINDS, assets, 'tickets', ticket);
  return ok({ ticket_ids: tickets.map((ticket) => ticket.id), assets });
};

/** The refusal of a mass action names the ticket that could not be changed, not the reason. */
class MassRefusal extends Refusal {
  readonly #ticketId: number;

  constructor(cause: Refusal, ticketId: number) {
    super(422, cause.message);
    this.#ticketId = ticketId;
  }

  override body(): Record<string, unknown> {
    return { error: true, ticket_id: this.#ticketId };
  }
}

/** Values that are templates are rendered for the first ticket and used for all. */
export const massMacro = (call: Call) => {
  const { world, actor, transaction } = call;
  const macro = world.table('macros').get(Number(call.body['macro_id']));
  if (!macro) throw notFound('Macro', call.body['macro_id']);
  const given = { actor, now: world.clock.now(), source: 'macro' as const };
  const source = { type: 'Macro' as const, id: macro.id, name: plain(macro['name']) };
  let perform = macro['perform'];
  return overEach(call, (ticket) => {
    const effects: PerformEffects = applyPerform(world, perform, ticket, given);
    perform = renderedOnce(perform, effects);
    obeyWorkflows(world, actor, ticket, effects.changes);
    carryOut(transaction, ticket, effects, source, actor);
  });
};

/** A `perform` whose templates have the values they had for the ticket just done. */
const renderedOnce = (perform: unknown, { changes }: PerformEffects): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(recordOf(perform)).map(([key, step]) => {
      const column = key.replace(/^ticket\./, '');
      const isTemplate = plain(recordOf(step)['value']).includes('#{');
      return [key, isTemplate && column in changes ? { ...recordOf(step), value: changes[column] } : step];
    }),
  );

export const massUpdate = (call: Call) => {
  const { world, actor, transaction } = call;
  const columns = ticketColumns(world, recordOf(call.body['attributes']));
  return overEach(call, (ticket) => {
    obeyWorkflows(world, actor, ticket, columns);
    transaction.saveTicket(ticket, columns);
    if (isRecord(call.body['article'])) addApiArticle(call, ticket, call.body['article']);
  });
};
