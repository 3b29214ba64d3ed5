/** `simulate`: the regulation over what really happened, before anybody lets it act. Writes nothing. */
import { createZammadClient } from 'zammad-api-client-ts';
import { readConfig } from '../process/config.js';
import { readMoment } from '../../triggers/working-time/wall-clock.js';
import { bindClauses, evaluate } from '../engine/evaluate.js';
import { createTicketDesk } from '../engine/ticket-desk.js';
import { partiesOf } from '../engine/parties.js';
import { clientEnv, readEnv } from '../process/env.js';
import { pastTickets } from '../ask/insight/past-tickets.js';
import { replay, type Occasion } from '../ask/insight/replay.js';
import { simulationOf, simulationText } from '../ask/insight/simulation.js';
import { wordsOf } from '../process/fault.js';
import type { Terminal } from './terminal.js';

export interface SimulateOptions {
  /** ISO 8601; without an offset by the wall clock of the federal desks. */
  readonly since: string;
  /** Default: now. */
  readonly until?: string;
  readonly json?: boolean;
}

const EVERY = 100;

/** Prints the findings by clause. Rejects with EnvironmentFault, ConfigFaults, TermFault, ZammadError. */
export const simulateCommand = async (terminal: Terminal, options: SimulateOptions): Promise<0> => {
  const env = readEnv(clientEnv);
  const config = await readConfig(env.REGLAMENT_CONFIG);
  const clauses = bindClauses(config.clauses);
  const parties = partiesOf(config);
  const momentOf = (text: string): Date =>
    new Date(readMoment(text, config.federal.timeZone).epochMilliseconds);
  const since = momentOf(options.since);
  const until = options.until === undefined ? terminal.now() : momentOf(options.until);
  if (until <= since)
    throw new Error('Конец периода (--until) не позже его начала (--since): исправьте даты');
  const helpdesk = createTicketDesk(
    createZammadClient({ url: env.ZAMMAD_URL, auth: { token: env.ZAMMAD_TOKEN } }),
  );
  const past = pastTickets({ helpdesk, config, parties, clauses }, { since, until });
  const occasions: Occasion[] = [];
  const skipped: { number: string; why: string }[] = [];
  let tickets = 0;
  for await (const { number, moments } of past) {
    try {
      occasions.push(
        ...replay(moments, (facts, now) => evaluate(facts, clauses, { ...parties, now }), { since, until }),
      );
      tickets += 1;
    } catch (error) {
      // One ticket from a year without a calendar does not hide what the others tell.
      skipped.push({ number, why: wordsOf(error) });
    }
    if ((tickets + skipped.length) % EVERY === 0)
      terminal.err(`прочитано тикетов: ${tickets + skipped.length}`);
  }
  const simulation = simulationOf(config.clauses, occasions, { since, until, tickets }, skipped);
  terminal.out(
    options.json === true
      ? JSON.stringify(simulation, null, 2)
      : simulationText(simulation, config.federal.timeZone),
  );
  return 0;
};
