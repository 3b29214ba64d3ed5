/**
 * The way of one ticket through the running companion, walked once with its own key: found, read, its history, every clause judged.
 * And whether `serve` is there and looks at tickets. Reads only.
 */
import { createTicketDesk } from '../../engine/ticket-desk.js';
import { bindClauses } from '../../engine/evaluate.js';
import { partiesOf } from '../../engine/parties.js';
import type { ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../../config/load.js';
import { READY } from '../../http/server.js';
import { lookWhole } from '../insight/whole-look.js';
import { fail, ok, warn, type Check } from './check.js';

/** Every ticket there is. */
const ANY = { 'ticket.created_at': { operator: 'after (absolute)', value: '2000-01-01T00:00:00.000Z' } };

const START =
  'Запустите reglament serve; если он на другой машине, проверяйте оттуда: reglament doctor --for serve.';

/** Rejects with ZammadError, which names the call that failed. */
export const checkTicketPath = async (client: ZammadClient, config: Config, now: Date): Promise<Check> => {
  const helpdesk = createTicketDesk(client);
  const [newest] = await helpdesk.newest(ANY, 1);
  if (newest === undefined)
    return warn(
      'ни одного тикета ключу не видно: чтение тикета не проверено',
      'Заведите тикет в группе региона и повторите reglament doctor.',
    );
  const found = await helpdesk.read(newest.id);
  if (found === null)
    return fail(`тикет № ${newest.number} найден, но не читается`, 'Повторите reglament doctor.');
  const clauses = bindClauses(config.clauses, config.stance);
  const { judged } = await lookWhole({ helpdesk, found, parties: partiesOf(config), clauses, now });
  return ok(`тикет № ${newest.number} прочитан с историей, обязанностей рассмотрено: ${judged.length}`);
};

/**
 * Asks the running `serve` itself: by the address that Zammad has, and, which a proxy may hide from here, by its own. Never rejects.
 */
export const checkServe = async (publicUrl: string, ownUrl: string): Promise<Check> => {
  for (const url of [publicUrl, ownUrl]) {
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) });
      const told = (await response.text()).slice(0, 500);
      if (response.status === 200 && told === READY) return ok('reglament serve работает и смотрит тикеты');
      if (told.startsWith(READY)) return fail('reglament serve работает, но тикеты не смотрит', told);
      if (url === ownUrl)
        return fail(`reglament serve не готов: ${url}/readyz, ответ ${response.status}`, told || START);
    } catch {
      // Not from here: the next address, or nowhere.
    }
  }
  return fail(`reglament serve не отвечает: ${publicUrl}/readyz, ${ownUrl}/readyz`, START);
};
