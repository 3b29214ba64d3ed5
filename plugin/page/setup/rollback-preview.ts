/** What going back to before an apply would do to the helpdesk as it is now. Reads and writes nothing. */
import { parseTrace, type Trace } from '../../../sync/objects/bundle.js';
import { elsewhere } from '../../../sync/objects/installation.js';
import type { ObjectStore } from '../../../sync/objects/object-store.js';
import { readPresent, rollbackPlanOf, type RollbackPlan } from '../../../sync/objects/rollback-plan.js';
import { wordsOf } from '../../process/fault.js';
import { PageFault } from '../section.js';

export interface RollbackPreview {
  readonly plan: RollbackPlan;
  /** Names of bundles made since: what they did is not undone by this one. */
  readonly later: readonly string[];
}

const traceIn = (text: string): Trace => {
  try {
    return parseTrace(text);
  } catch (error) {
    throw new PageFault(422, `Файл отката повреждён или не наш: ${wordsOf(error)}`);
  }
};

/** Throws PageFault: the file is broken, of another helpdesk, or there is nothing to compare it with. */
export const previewOf = async (
  helpdesk: ObjectStore,
  { text, later }: { readonly text: string; readonly later: readonly string[] },
): Promise<RollbackPreview> => {
  const trace = traceIn(text);
  try {
    const refusal = elsewhere(trace.bundle.installation, await helpdesk.installation());
    if (refusal !== null) throw new PageFault(409, refusal);
    return { plan: rollbackPlanOf(trace, await readPresent(helpdesk, trace)), later };
  } catch (error) {
    if (error instanceof PageFault) throw error;
    throw new PageFault(502, `Сравнить сейчас не с чем: ${wordsOf(error)}`);
  }
};
