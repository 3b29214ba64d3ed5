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
import { factsOf, type RegionDirectory } from './facts.js';

export interface LookPorts extends ActPorts {
  readonly clauses: readonly BoundClause[];
  readonly regions: RegionDirectory;
  readonly federalGroups: readonly string[];
}

/** `echo`: only our own write was told; `gone`: the ticket was deleted. */
export type LookOutcome = 'echo' | 'gone' | 'done' | 'stopped';

/** Readings in one look before it is left to a later one. */
const READINGS = 3;

const told = z.looseObject({
  ticket: z.looseObject({ updated_by_id: z.number() }),
  article: z.looseObject({ created_by_id: z.number().optional() }).nullish(),
});

/** A delivery is rendered when it is sent: if it names us as the last writer, there was nothing newer to tell. */
const isEcho = ({ body }: Signal, me: number): boolean => {
  if (body === null) return false;
  const known = told.safeParse(JSON.parse(body));
  return (
    known.success &&
    known.data.ticket.updated_by_id === me &&
    (known.data.article?.created_by_id ?? me) === me
  );
};

const lookOnce = async (ports: LookPorts, ticket: number): Promise<LookOutcome> => {
  const { helpdesk, records, log, clock } = ports;
  const signals = await records.signalsOf(ticket);
  const settle = () =>
    records.settle(
      signals.map(({ delivery }) => delivery),
      clock(),
    );
  if (signals.length > 0) {
    const { me } = await helpdesk.directory();
    if (signals.every((signal) => isEcho(signal, me))) {
      await settle();
      return 'echo';
    }
  }
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const read = await helpdesk.read(ticket);
    if (read === null) {
      await settle();
      log.info('тикет удалён, смотреть нечего', { ticket });
      return 'gone';
    }
    const facts = factsOf(read.full, read.directory, ports.regions);
    const judged = evaluate(facts, ports.clauses, {
      now: clock(),
      regions: ports.regions,
      federalGroups: ports.federalGroups,
    });
    const outcome = await act(ports, facts, read.full, read.directory, judged);
    if (outcome === 'moved') continue;
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
