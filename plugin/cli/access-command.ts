/** `access`: the helpdesk's accounts by the regions' registers (clause 2.3); shown, and after consent carried out alone. */
import { join } from 'node:path';
import type { Access, AccessChange } from '../../sync/access/access.js';
import { remember } from '../../sync/access/book.js';
import { compareAccess } from '../../sync/access/compare.js';
import { oursOf } from '../../sync/access/ours.js';
import { lookAtAccess, type Looked } from '../../sync/access/read.js';
import { registerOn } from '../../sync/access/register.js';
import { showAccess } from '../../sync/access/show.js';
import { carryOutAccess } from '../../sync/access/write.js';
import { PlanRefused, said } from '../../sync/objects/errors.js';
import { isForbidden, isLost } from '../../sync/objects/object-store.js';
import { alone, consents } from './changing.js';
import { traceFile } from '../process/trace-file.js';
import { openObjects } from './desk.js';
import { pretty } from './files.js';
import type { Terminal } from './terminal.js';

export interface AccessOptions {
  readonly apply?: boolean;
  readonly strangers?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly breakLock?: boolean;
}

type Opened = Awaited<ReturnType<typeof openObjects>>;
interface Compared {
  readonly access: Access;
  readonly looked: Looked;
}

const compared = async (
  { client, config }: Opened,
  now: Date,
  { strangers = false }: AccessOptions,
): Promise<Compared> => {
  const register = registerOn(config.regions, now);
  const ours = oursOf(config);
  const looked = await lookAtAccess(client, register, ours);
  return { access: compareAccess(register, ours, looked.desk, { strangers }), looked };
};

/** Starts the trace before the first write; gives what adds a line. Ids only, no name, address or password. */
const openTrace = async ({ env, helpdesk }: Opened, now: Date, terminal: Terminal) => {
  const trace = traceFile(join(env.REGLAMENT_DATA, 'access'), now);
  const head = { format: 1, installation: await helpdesk.installation(), madeAt: now.toISOString() };
  await trace.begin(head);
  terminal.err(`След: ${trace.path}`);
  return trace.add;
};

interface Carried {
  readonly terminal: Terminal;
  readonly opened: Opened;
  readonly looked: Looked;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** One person's refusal stops nobody else's; a helpdesk that is away, or forbids, ends it. */
const carryOut = async (
  changes: readonly AccessChange[],
  { terminal, opened, looked, now, signal }: Carried,
): Promise<{ readonly done: number; readonly made: number[] }> => {
  const ours = oursOf(opened.config);
  const trace = await openTrace(opened, now, terminal);
  const made: number[] = [];
  let done = 0;
  for (const change of changes) {
    if (signal.aborted) break;
    try {
      const line = await carryOutAccess({ client: opened.client, ours, looked }, change);
      if (change.id === null) made.push(line.id);
      await trace(line);
      done += 1;
      terminal.err(`${done}/${changes.length} id ${line.id}`);
    } catch (error) {
      if (isLost(error) || isForbidden(error)) throw error;
      terminal.err(`  ! ${change.name} (id ${change.id ?? 'новый'}): ${said(error)}`);
    }
  }
  return { done, made };
};

const applyAccess = async (
  terminal: Terminal,
  opened: Opened,
  shown: Access,
  options: AccessOptions,
): Promise<number> => {
  const now = terminal.now();
  const { helpdesk, client } = opened;
  return alone(
    { terminal, helpdesk },
    { command: 'access', breakLock: options.breakLock },
    async ({ signal, ended }) => {
      const { access, looked } = await compared(opened, now, options);
      if (JSON.stringify(access.changes) !== JSON.stringify(shown.changes))
        throw new PlanRefused(
          'Пока вы смотрели, доступ в Zammad изменился. Повторите reglament access; ничего не записано.',
        );
      const { changes, faults } = access;
      // Whoever is known now is known as a leaver later, whatever becomes of the writes.
      const book = await remember(client, looked.book, access.known);
      if (changes.length === 0) return faults.length > 0 ? 1 : 0;
      const { done, made } = await carryOut(changes, { terminal, opened, looked, now, signal });
      await remember(client, book, made);
      terminal.out(`Сделано: ${done} из ${changes.length}`);
      return ended() ?? (done < changes.length || faults.length > 0 ? 1 : 0);
    },
  );
};

/** `access`: 0 as registered or done, 2 changes shown or not agreed to, 1 something is left for a person, 130 stopped. */
export const accessCommand = async (terminal: Terminal, options: AccessOptions): Promise<number> => {
  const opened = await openObjects();
  const { access } = await compared(opened, terminal.now(), options);
  const { changes, faults } = access;
  terminal.out(options.json === true ? pretty(access) : showAccess(access, { colour: terminal.colour }));
  const seen = faults.length > 0 ? 1 : changes.length > 0 ? 2 : 0;
  if (options.apply !== true) return seen;
  if (changes.length > 0 && !(await consents(terminal, `Изменить доступ: ${changes.length}?`, options.yes)))
    return 2;
  return applyAccess(terminal, opened, access, options);
};
