/** The commands that compare the helpdesk with the configuration and bring it there. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { driftOf } from '../../sync/objects/drift.js';
import { importConfig } from '../../sync/objects/import.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { countsLine, exitCode, showDrift, showPlan } from '../../sync/objects/show.js';
import { openObjects } from './desk.js';
import { pretty } from './files.js';
import type { Terminal } from './terminal.js';

type ExitCode = 0 | 1 | 2;

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
