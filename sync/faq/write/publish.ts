/** How an answer gets into the state that is wanted, and whether Zammad has really brought it there. */
import type { KbAnswer, KbPublishing, KbTransition } from 'zammad-api-client-ts';
import { stateWords } from '../plan/show.js';
import type { FaqDesk } from '../desk.js';
import type { NotedState } from '../note.js';
import { stateOf } from '../tree.js';
import type { TreeAnswer } from '../tree.js';

/** The one event that leads to the wanted state, null when none is needed, `dates` when none leads there for certain. */
export const stepTo = (
  { state, below, steppable }: TreeAnswer,
  wanted: NotedState,
): KbTransition | 'dates' | null => {
  if (state === wanted) return null;
  if (!steppable) return 'dates';
  if (wanted === 'archived') return state === 'draft' ? 'dates' : 'archive';
  if (state === 'archived') return below === wanted ? 'unarchive' : 'dates';
  if (state === 'draft') return wanted === 'public' ? 'publish' : 'internal';
  return wanted === 'public' ? 'publish' : 'dates';
};

/** By the clock of Zammad, which has just written it. */
export const stands = (answer: KbAnswer, wanted: NotedState): boolean =>
  stateOf(answer, new Date(answer.updated_at)) === wanted;

const datesFor = (wanted: NotedState, planned: TreeAnswer['planned']): KbPublishing => {
  // Zammad refuses an archive date before a planned one: what was planned falls away.
  if (wanted === 'archived')
    return { ...Object.fromEntries(planned.map((name) => [name, null])), archived_at: '--now--' };
  return wanted === 'public'
    ? { internal_at: null, published_at: '--now--', archived_at: null }
    : { internal_at: '--now--', published_at: null, archived_at: null };
};

/** Sets the dates outright. @throws Error when the answer is not in the wanted state even then */
export const setState = async (
  { id, planned }: Pick<TreeAnswer, 'id' | 'planned'>,
  wanted: NotedState,
  { desk, base }: { readonly desk: FaqDesk; readonly base: number },
): Promise<void> => {
  const answer = await desk.kb.answers.setPublishing(base, id, datesFor(wanted, planned));
  if (stands(answer, wanted)) return;
  const state = stateOf(answer, new Date(answer.updated_at));
  throw new Error(
    `Zammad не изменил видимость ответа № ${id}: нужно «${stateWords[wanted]}», осталось «${stateWords[state]}»`,
  );
};
