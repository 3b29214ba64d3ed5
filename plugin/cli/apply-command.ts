/** `apply`: shows the plan, asks, and carries it out alone; every write leaves a line in the trace. */
import { join } from 'node:path';
import type { Config } from '../../config/load.js';
import { applyPlan, staleness } from '../../sync/objects/apply.js';
import { ApplyStopped, PlanRefused } from '../../sync/objects/errors.js';
import { makePlan, type Planned } from '../../sync/objects/make-plan.js';
import { refuse } from '../../sync/objects/refuse.js';
import { resources } from '../../sync/objects/resources/index.js';
import { showPlan } from '../../sync/objects/show.js';
import { plan as planSchema, type Plan } from '../../sync/objects/types.js';
import { alone, consents } from './changing.js';
import { traceFile } from '../process/trace-file.js';
import { openObjects } from './desk.js';
import { readJson } from './files.js';
import type { Terminal } from './terminal.js';

export interface ApplyOptions {
  readonly yes?: boolean;
  readonly breakLock?: boolean;
}

type Opened = Awaited<ReturnType<typeof openObjects>>;

/** Asks about each foreign object; gives the configuration with the words that were given. Null: a no. */
const withWords = async (terminal: Terminal, { plan }: Planned, config: Config): Promise<Config | null> => {
  const adopt: Record<string, string[]> = structuredClone(config.adopt);
  for (const { kind, name, needsWord } of plan.changes) {
    if (needsWord !== true || terminal.ask === undefined) continue;
    const question = `Чужой объект: ${resources[kind].title} «${name}». Принять под управление (значения — в плане выше)?`;
    if (!(await consents(terminal, question, false))) return null;
    (adopt[kind] ??= []).push(name);
  }
  return { ...config, adopt };
};

interface Carried {
  readonly terminal: Terminal;
  readonly opened: Opened;
  readonly config: Config;
  readonly shown: Plan;
  readonly now: Date;
}

const carryOut = async (
  { terminal, opened, config, shown, now }: Carried,
  signal: AbortSignal,
): Promise<number> => {
  const { helpdesk, settings, env } = opened;
  const planned = await makePlan(helpdesk, config, settings, now);
  // What was shown is what is carried out: nobody else can change the helpdesk by now.
  const stale = staleness(shown, planned.plan);
  if (stale !== null) throw new PlanRefused(stale);
  const trace = traceFile(join(env.REGLAMENT_DATA, 'rollback'), now);
  const { done } = await applyPlan({
    helpdesk,
    planned,
    webhookSecret: settings.webhookSecret,
    // Asked and answered by now; a no has ended the command.
    yes: true,
    now,
    saveBundle: async (made) => {
      await trace.begin(made);
      terminal.err(`Файл отката: ${trace.path}`);
    },
    record: trace.add,
    progress: ({ done: count, total, change }) => {
      terminal.err(`${count}/${total} ${change === null ? 'перестройка полей в базе Zammad' : change.name}`);
    },
    signal,
  });
  return done;
};

/** Throws an `Error` (Russian) when it is not there or is no plan. */
const readPlan = async (file: string): Promise<Plan> => {
  const parsed = planSchema.safeParse(await readJson(file, 'Файл плана'));
  if (parsed.success) return parsed.data;
  const fields = new Set(parsed.error.issues.map(({ path }) => path.join('.')));
  throw new Error(
    `Файл плана «${file}»: это не план этой версии (${[...fields].slice(0, 5).join(', ')}). Постройте его заново: reglament plan --out ${file}`,
    { cause: parsed.error },
  );
};

/** `apply`: 0 done or nothing to do, 2 nothing written because nobody agreed, 130 stopped by a person. */
export const applyCommand = async (
  terminal: Terminal,
  file: string | undefined,
  { yes, breakLock }: ApplyOptions,
): Promise<number> => {
  const saved = file === undefined ? undefined : await readPlan(file);
  const opened = await openObjects({ migrates: true });
  const { helpdesk, settings } = opened;
  const now = terminal.now();
  let { config } = opened;
  let planned = await makePlan(helpdesk, config, settings, now);
  const stale = saved === undefined ? null : staleness(saved, planned.plan);
  if (stale !== null) throw new PlanRefused(stale);
  terminal.out(showPlan(planned.plan, { colour: terminal.colour }));
  if (planned.plan.changes.length === 0 && planned.plan.faults.length === 0) {
    terminal.out('Менять нечего');
    return 0;
  }
  const worded = await withWords(terminal, planned, config);
  if (worded === null) return 2;
  if (JSON.stringify(worded.adopt) !== JSON.stringify(config.adopt)) {
    config = worded;
    planned = await makePlan(helpdesk, config, settings, now);
  }
  const { plan } = planned;
  const refusal = refuse(plan, { yes: yes === true, isAsked: terminal.ask !== undefined });
  if (refusal !== null) throw new PlanRefused(refusal);
  if (!(await consents(terminal, `Применить изменений: ${plan.changes.length}?`, yes))) return 2;
  return alone({ terminal, helpdesk }, { command: 'apply', breakLock }, async ({ signal, ended }) => {
    try {
      const done = await carryOut({ terminal, opened, config, shown: plan, now }, signal);
      terminal.out(`Применено изменений: ${done}`);
      return 0;
    } catch (error) {
      const code = ended();
      if (!(error instanceof ApplyStopped) || code === undefined) throw error;
      terminal.err(error.message);
      return code;
    }
  });
};
