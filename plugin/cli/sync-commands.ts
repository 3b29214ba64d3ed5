/** The commands that compare the helpdesk with the configuration and bring it there. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyPlan } from '../../sync/objects/apply.js';
import { bundle } from '../../sync/objects/bundle.js';
import { driftOf } from '../../sync/objects/drift.js';
import { importConfig } from '../../sync/objects/import.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { rollback } from '../../sync/objects/rollback.js';
import { countsLine, exitCode, showDrift, showPlan, showRollback } from '../../sync/objects/show.js';
import { plan as planSchema } from '../../sync/objects/types.js';
import { openObjects } from './desk.js';
import type { Terminal } from './terminal.js';

type ExitCode = 0 | 1 | 2;

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** A file a person named. Throws an `Error` (Russian) when it is not there or is no JSON. */
const readJson = async (path: string, what: string): Promise<unknown> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(
      `${what} «${path}» не прочитан: такого файла или папки нет либо нет прав; проверьте путь`,
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${what} «${path}» повреждён: это не JSON`, { cause });
  }
};

/** `plan`: 0 nothing to do, 2 changes, 1 faults. */
export const planCommand = async (
  terminal: Terminal,
  { out, json }: { readonly out?: string; readonly json?: boolean },
): Promise<ExitCode> => {
  const { helpdesk, config, settings } = await openObjects();
  const { plan } = await makePlan(helpdesk, config, settings, terminal.now());
  terminal.out(json === true ? pretty(plan) : showPlan(plan, { colour: terminal.colour }));
  if (out !== undefined) {
    await writeFile(out, pretty(plan), { mode: 0o600 });
    terminal.err(`План сохранён: ${out}. Применить именно его: reglament apply ${out}`);
  }
  return exitCode(plan);
};

/** `apply`: carries out today's plan, or the saved one if it would come out the same today. */
export const applyCommand = async (
  terminal: Terminal,
  file: string | undefined,
  { yes }: { readonly yes?: boolean },
): Promise<ExitCode> => {
  const saved = file === undefined ? undefined : planSchema.parse(await readJson(file, 'Файл плана'));
  const { helpdesk, config, settings, env } = await openObjects({ migrates: true });
  const now = terminal.now();
  const planned = await makePlan(helpdesk, config, settings, now);
  terminal.out(showPlan(planned.plan, { colour: terminal.colour }));
  const folder = join(env.REGLAMENT_DATA, 'rollback');
  const path = join(folder, `${now.toISOString().replaceAll(':', '-')}.json`);
  const applied = await applyPlan({
    helpdesk,
    planned,
    ...(saved !== undefined && { saved }),
    webhookSecret: settings.webhookSecret,
    yes: yes === true,
    now,
    saveBundle: async (made) => {
      await mkdir(folder, { recursive: true });
      await writeFile(path, pretty(made), { mode: 0o600, flag: 'wx' });
      terminal.err(`Файл отката: ${path}`);
    },
    progress: ({ done, total, change }) => {
      terminal.err(`${done}/${total} ${change === null ? 'перестройка полей в базе Zammad' : change.name}`);
    },
  });
  terminal.out(applied.bundle === null ? 'Менять нечего' : `Применено изменений: ${applied.done}`);
  return 0;
};

/** `drift`: 0 as configured, 2 not, 1 faults. */
export const driftCommand = async (
  terminal: Terminal,
  { json }: { readonly json?: boolean },
): Promise<ExitCode> => {
  const { helpdesk, config, settings } = await openObjects();
  const { plan } = await makePlan(helpdesk, config, settings, terminal.now());
  terminal.out(
    json === true
      ? pretty({ ...driftOf(plan), faults: plan.faults, warnings: plan.warnings })
      : showDrift(plan, { colour: terminal.colour }),
  );
  if (json !== true) terminal.err(countsLine(plan));
  return exitCode(plan);
};

/** `rollback`: 0 all is as before, 1 something is left for a person. */
export const rollbackCommand = async (terminal: Terminal, file: string): Promise<ExitCode> => {
  const made = bundle.parse(await readJson(file, 'Файл отката'));
  const { helpdesk, settings } = await openObjects({ migrates: true });
  const outcome = await rollback(helpdesk, made, {
    webhookSecret: settings.webhookSecret,
    progress: ({ name }) => {
      terminal.err(name);
    },
  });
  terminal.out(showRollback(outcome));
  return outcome.left.length > 0 ? 1 : 0;
};

/** `import`: what the helpdesk has as a file of `config/helpdesk`; an existing file is never overwritten. */
export const importCommand = async (
  terminal: Terminal,
  { out }: { readonly out: string },
): Promise<ExitCode> => {
  const { helpdesk, config, settings } = await openObjects();
  const { yaml, skipped } = await importConfig(helpdesk, config, settings);
  const path = join(out, 'imported.yaml');
  await mkdir(out, { recursive: true });
  await writeFile(path, yaml, { flag: 'wx' });
  for (const { kind, name, reason } of skipped) terminal.err(`пропущено: ${kind} «${name}»: ${reason}`);
  terminal.out(`Записано: ${path}`);
  return 0;
};
