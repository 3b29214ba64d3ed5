/** Questions about waiting that are answered by what states and next steps are called (config/vocabulary.yaml). */
import type { Vocabulary } from '../../../config/schema/vocabulary.js';

/** Either of the two states in which somebody is waited for. */
export const isWaiting = (state: string | null, { states }: Vocabulary): boolean =>
  state === states.termed || state === states.open;

/** A next step that makes sense only while the citizen is waited for. */
export const isWaitingTask = (task: unknown, { nextTasks }: Vocabulary): boolean =>
  typeof task === 'string' &&
  (task.startsWith(nextTasks.waitingUntil) ||
    task.startsWith(nextTasks.endingAt) ||
    task === nextTasks.undelivered ||
    task === nextTasks.otherSender ||
    task === nextTasks.ask);
