/** Drift: the plan, read as a question. What in the helpdesk is no longer as the configuration says? */
import type { Change, Plan } from './types.js';

interface Drift {
  /** Managed objects that somebody changed by hand (or that the configuration has changed since). */
  readonly changed: readonly Change[];
  /** Wanted, and not there. */
  readonly missing: readonly Change[];
  /** Removed by the configuration, and there again. */
  readonly returned: readonly Change[];
}

export const driftOf = (plan: Plan): Drift => {
  const by = (...actions: Change['action'][]): Change[] =>
    plan.changes.filter(({ action }) => actions.includes(action));
  return {
    changed: by('update', 'adopt', 'rename'),
    missing: by('create'),
    returned: by('remove', 'deactivate'),
  };
};
