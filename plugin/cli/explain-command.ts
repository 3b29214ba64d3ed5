/** `explain`: every obligation on one ticket and why. Reads the helpdesk and the decision log, changes nothing. */
import { regionNames } from '../../config/regions.js';
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';
import { readConfig } from '../process/config.js';
import { createAnswers } from '../engine/read/answers.js';
import { bindClauses } from '../engine/evaluate.js';
import { createTicketDesk, type TicketDesk } from '../engine/ticket-desk.js';
import { partiesOf } from '../engine/parties.js';
import { readEnv, serveEnv } from '../process/env.js';
import { openDecisionLog } from '../ask/insight/decision-log.js';
import { explanationOf } from '../ask/insight/explanation.js';
import { lookWhole } from '../ask/insight/whole-look.js';
import { explanationText } from '../ask/insight/explanation-text.js';
import type { Decision } from '../store/records.js';
import { logPlace } from './log-place.js';
import type { Terminal } from './terminal.js';

const env = serveEnv.pick({
  ZAMMAD_URL: true,
  ZAMMAD_TOKEN: true,
  REGLAMENT_CONFIG: true,
  REGLAMENT_DATA: true,
  DATABASE_URL: true,
});

/** The number people see comes first; ids are small, so the two hardly ever meet. */
const found = async (client: ZammadClient, helpdesk: TicketDesk, ticket: string) => {
  const condition = { 'ticket.number': { operator: 'is', value: ticket } };
  const [named] = await client.tickets.searchAll({ condition, perPage: 1 });
  const id = named?.id ?? Number(ticket);
  const read = Number.isInteger(id) && id > 0 ? await helpdesk.read(id) : null;
  if (read === null)
    throw new Error(`Тикета «${ticket}» нет ни по номеру, ни по id, или ключу он не виден: проверьте номер`);
  return read;
};

const decisionsOf = async (
  place: Parameters<typeof openDecisionLog>[0],
  ticket: number,
): Promise<Decision[] | null> => {
  const log = await openDecisionLog(place);
  if (log === null) return null;
  try {
    return await log.decisionsOf(ticket);
  } finally {
    await log.close();
  }
};

/** Prints the explanation. Rejects with EnvironmentFault, ConfigFaults, ZammadError, PostgreSQL's or a Russian error. */
export const explainCommand = async (
  terminal: Terminal,
  ticket: string,
  options: { readonly json?: boolean },
): Promise<0> => {
  const set = readEnv(env);
  const config = await readConfig(set.REGLAMENT_CONFIG);
  const client = createZammadClient({ url: set.ZAMMAD_URL, auth: { token: set.ZAMMAD_TOKEN } });
  const answers = createAnswers({
    client,
    settings: config.faq,
    regions: regionNames(config.regions),
    url: set.ZAMMAD_URL,
    log: null,
    clock: terminal.now,
  });
  const helpdesk = createTicketDesk(client, answers.current);
  const parties = partiesOf(config);
  const now = terminal.now();
  const clauses = bindClauses(config.clauses, config.stance);
  const { facts, judged } = await lookWhole({
    helpdesk,
    found: await found(client, helpdesk, ticket),
    parties,
    clauses,
    now,
  });
  const explanation = explanationOf({
    facts,
    judged,
    clauses: config.clauses,
    parties,
    now,
    decisions: await decisionsOf(logPlace(set), facts.id),
  });
  terminal.out(options.json === true ? JSON.stringify(explanation, null, 2) : explanationText(explanation));
  return 0;
};
