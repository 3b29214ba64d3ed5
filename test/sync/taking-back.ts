/** Takes an apply back the way the command does, without its questions. */
import { parseTrace } from '../../sync/objects/bundle.js';
import type { Bundle, Done, Trace } from '../../sync/objects/bundle.js';
import { emptyLedger, ledgerName, readLedger } from '../../sync/objects/ledger.js';
import type { ObjectStore } from '../../sync/objects/object-store.js';
import { rollback, type RolledBack } from '../../sync/objects/rollback.js';
import { readPresent, rollbackPlanOf } from '../../sync/objects/rollback-plan.js';
import { settings } from './small-config.js';

/** What an apply hands to whoever keeps its trace, and the trace as it is read again from its lines. */
export const keeping = () => {
  const lines: string[] = [];
  const keep = (part: Bundle | Done): Promise<void> => {
    lines.push(`${JSON.stringify(part)}\n`);
    return Promise.resolve();
  };
  return { saveBundle: keep, record: keep, trace: (): Trace => parseTrace(lines.join('')) };
};

export const takeBack = async (helpdesk: ObjectStore, trace: Trace): Promise<RolledBack> => {
  const row = (await helpdesk.list('text_modules')).find(({ name }) => name === ledgerName);
  return rollback(helpdesk, rollbackPlanOf(trace, await readPresent(helpdesk, trace)), {
    webhookSecret: settings.webhookSecret,
    ledger: row === undefined ? emptyLedger : readLedger(row),
  });
};
