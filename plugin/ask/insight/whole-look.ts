/** All that can be read of one ticket, and every clause's verdict on it. Changes nothing. */
import { evaluate, type BoundClause, type Judged } from '../../engine/evaluate.js';
import type { TicketDesk } from '../../engine/ticket-desk.js';
import type { Parties } from '../../engine/parties.js';
import { factsOf } from '../../engine/read/facts.js';
import { readNeeded } from '../../engine/read/needs.js';
import type { TicketFacts } from '../../../triggers/types.js';

interface WholeLook {
  readonly helpdesk: TicketDesk;
  readonly found: NonNullable<Awaited<ReturnType<TicketDesk['read']>>>;
  readonly parties: Parties;
  readonly clauses: readonly BoundClause[];
  readonly now: Date;
}

/** Rejects with ZammadError. */
export const lookWhole = async ({
  helpdesk,
  found: { full, directory },
  parties,
  clauses,
  now,
}: WholeLook): Promise<{ readonly facts: TicketFacts; readonly judged: readonly Judged[] }> => {
  const reading = { facts: factsOf(full, directory, parties), full, directory };
  const needs = new Set(['transitions', 'linked', 'earlier', 'letters', 'suggestions'] as const);
  const facts = await readNeeded(helpdesk, reading, parties, needs);
  return { facts, judged: evaluate(facts, clauses, { ...parties, now }) };
};
