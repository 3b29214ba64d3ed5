/** `rollback` and `uninstall`: shown as a plan first, carried out alone and only with consent. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseTrace, type Trace } from '../../sync/objects/bundle.js';
import { elsewhere } from '../../sync/objects/installation.js';
import { objectKinds } from '../../config/kinds.js';
import { kindsToRead, readSnapshot, readVersion } from '../../sync/objects/read.js';
import { rollback, type RolledBack } from '../../sync/objects/rollback.js';
import { readPresent, rollbackPlanOf, type RollbackPlan } from '../../sync/objects/rollback-plan.js';
import { showLater, showRollback, showRollbackPlan, showStays } from '../../sync/objects/show-rollback.js';
import type { Snapshot } from '../../sync/objects/types.js';
import { uninstallOf } from '../../sync/objects/uninstall.js';
import { alone, consents } from './changing.js';
import { openObjects } from './desk.js';
import { readNamed } from './files.js';
import type { Terminal } from './terminal.js';

export interface UndoOptions {
  readonly yes?: boolean;
  readonly breakLock?: boolean;
  /** The helpdesk has another address than when the trace was made. */
  readonly moved?: boolean;
}

type Opened = Awaited<ReturnType<typeof openObjects>>;

const readTrace = async (file: string): Promise<Trace> => {
  const text = await readNamed(file, 'Файл отката');
  try {
    return parseTrace(text);
  } catch (cause) {
    throw new Error(`Файл отката «${file}»: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
};

/** Traces that were made after this one: what they made stays, and some of it may hang on what would go. */
const laterThan = async (file: string): Promise<string[]> => {
  const names = await readdir(path.dirname(file));
  return names
    .filter((name) => path.extname(name) === path.extname(file) && name > path.basename(file))
    .sort()
    .reverse();
};

const look = async ({ helpdesk }: Opened): Promise<Snapshot> =>
  readSnapshot(
    helpdesk,
    await readVersion(helpdesk),
    kindsToRead(objectKinds, () => false),
  );

const undo = (
  terminal: Terminal,
  { helpdesk, settings }: Opened,
  plan: RollbackPlan,
  { ledger, signal }: { readonly ledger: Snapshot['ledger']; readonly signal: AbortSignal },
): Promise<RolledBack> =>
  rollback(helpdesk, plan, {
    webhookSecret: settings.webhookSecret,
    ledger,
    signal,
    progress: ({ name }) => {
      terminal.err(name);
    },
  });

/** `rollback`: 0 all is as before, 1 something is left for a person, 2 only shown, 130 stopped. */
export const rollbackCommand = async (
  terminal: Terminal,
  file: string,
  { yes, breakLock, moved }: UndoOptions,
): Promise<number> => {
  const trace = await readTrace(file);
  const opened = await openObjects({ migrates: true });
  const { helpdesk } = opened;
  const here = await helpdesk.installation();
  const kept = trace.bundle.installation;
  const refusal = elsewhere(moved === true ? { ...kept, address: here.address } : kept, here);
  if (refusal !== null) throw new Error(refusal);
  const shown = rollbackPlanOf(trace, await readPresent(helpdesk, trace));
  terminal.out(showRollbackPlan(shown, { colour: terminal.colour }));
  const later = await laterThan(file);
  if (later.length > 0) terminal.out(showLater(later));
  if (shown.steps.length === 0) return shown.left.length > 0 ? 1 : 0;
  if (!(await consents(terminal, `Вернуть, как было: действий ${shown.steps.length}?`, yes))) return 2;
  return alone({ terminal, helpdesk }, { command: 'rollback', breakLock }, async ({ signal, ended }) => {
    const { ledger } = await look(opened);
    const plan = rollbackPlanOf(trace, await readPresent(helpdesk, trace));
    const outcome = await undo(terminal, opened, plan, { ledger, signal });
    terminal.out(showRollback(outcome));
    return ended() ?? (outcome.left.length > 0 ? 1 : 0);
  });
};

/** `uninstall`: 0 all that acts is off, 1 something is left for a person, 2 only shown, 130 stopped. */
export const uninstallCommand = async (
  terminal: Terminal,
  { yes, breakLock }: UndoOptions,
): Promise<number> => {
  const opened = await openObjects();
  const { helpdesk } = opened;
  const shown = uninstallOf(await look(opened));
  terminal.out(showRollbackPlan(shown.plan, { colour: terminal.colour }));
  terminal.out(showStays(shown.stays));
  if (shown.plan.steps.length === 0) return 0;
  if (!(await consents(terminal, `Остановить: действий ${shown.plan.steps.length}?`, yes))) return 2;
  return alone({ terminal, helpdesk }, { command: 'uninstall', breakLock }, async ({ signal, ended }) => {
    const snapshot = await look(opened);
    const { plan } = uninstallOf(snapshot);
    const outcome = await undo(terminal, opened, plan, { ledger: snapshot.ledger, signal });
    terminal.out(showRollback(outcome));
    terminal.out('Теперь остановите reglament serve. Вернуть всё: reglament apply.');
    return ended() ?? (outcome.left.length > 0 ? 1 : 0);
  });
};
