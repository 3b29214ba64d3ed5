/**
 * One look at one ticket: the whole of the engine's work. A signal says only «look again»; whatever was lost, doubled or
 * late, the ticket as it stands now decides.
 */
import { isZammadError } from 'zammad-api-client-ts';
import { z } from 'zod';
import type { Signal } from '../store/records.js';
import type { Look } from '../store/store.js';
import { act, type ActPorts } from './act.js';
import { evaluate, type BoundClause } from './evaluate.js';
import { factsOf } from './facts.js';
import type { Parties } from './parties.js';

export interface LookPorts extends ActPorts {
  readonly clauses: readonly BoundClause[];
  readonly parties: Parties;
}

/** `known`: the signals told only of a state that was judged already; `gone`: the ticket was deleted. */
type LookOutcome = 'known' | 'gone' | 'done' | 'stopped';

/** Readings in one look before it is left to a later one. */
const READINGS = 5;

const told = z.looseObject({ ticket: z.looseObject({ updated_at: z.coerce.date() }) });

/** When the ticket changed last, as the delivery has it: rendered when it is sent, so nothing newer was there to tell. */
const toldOf = ({ body }: Signal): Date | null =>
  body === null ? null : (told.safeParse(JSON.parse(body)).data?.ticket.updated_at ?? null);

/**
 * Echoes of our own writes, doubles and stragglers: told by the time of change, not by the writer, so that nothing is
 * missed where a person works under the companion's user.
 */
const areKnown = async (
  { records }: LookPorts,
  ticket: number,
  signals: readonly Signal[],
): Promise<boolean> => {
  const times = signals.map(toldOf);
  if (times.length === 0 || times.includes(null)) return false;
  const changes = times.flatMap((updatedAt) => (updatedAt === null ? [] : [{ id: ticket, updatedAt }]));
  return (await records.unseen(changes)).length === 0;
};

const lookOnce = async (ports: LookPorts, ticket: number): Promise<LookOutcome> => {
  const { helpdesk, records, log, clock } = ports;
  const signals = await records.signalsOf(ticket);
  const settle = () =>
    records.settle(
      signals.map(({ delivery }) => delivery),
      clock(),
    );
  if (await areKnown(ports, ticket, signals)) {
    await settle();
    return 'known';
  }
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const read = await helpdesk.read(ticket);
    if (read === null) {
      await settle();
      log.info('тикет удалён, смотреть нечего', { ticket });
      return 'gone';
    }
    const facts = factsOf(read.full, read.directory, ports.parties.regions);
    const judged = evaluate(facts, ports.clauses, { ...ports.parties, now: clock() });
    const outcome = await act(ports, facts, read.full, read.directory, judged);
    // What was written, and what triggers made of it, may be another clause's business.
    if (outcome === 'moved' || outcome === 'written') continue;
    await settle();
    await records.saw(ticket, facts.updatedAt);
    return outcome === 'stopped' ? 'stopped' : 'done';
  }
  throw new Error('тикет меняют чаще, чем его удаётся прочитать');
};

/** What a person should know of a failed look: the error's own words, and Zammad's where it refused the write. */
const wordsFor = (error: unknown): string => {
  if (!isZammadError(error)) return 'внутренняя ошибка или недоступно хранилище';
  if (error.kind === 'invalid' || error.kind === 'conflict')
    return 'Zammad отказался принять изменение (возможно, core workflow требует поле)';
  if (error.kind === 'forbidden' || error.kind === 'auth')
    return 'у ключа Reglament нет доступа: проверьте ключ и роль (reglament doctor)';
  return 'Zammad недоступен или отвечает ошибкой';
};

/**
 * Looks at a ticket and acts. A failure is logged with what to do and rejects, so that the queue comes back; the last one
 * leaves the ticket with the dead letters.
 */
export const lookAt = async (ports: LookPorts, { ticket, last }: Look): Promise<LookOutcome> => {
  try {
    return await lookOnce(ports, ticket);
  } catch (error) {
    const words = wordsFor(error);
    if (last)
      ports.log.error(
        'тикет отложен: попытки кончились, разберите причину и измените тикет, чтобы он вернулся в очередь',
        {
          ticket,
          words,
          error,
        },
      );
    else ports.log.warn('тикет не обработан, будет повтор', { ticket, words, error });
    throw error;
  }
};
