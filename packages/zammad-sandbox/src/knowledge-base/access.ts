/** Who reads and who writes the knowledge base, and in which state an answer is. */
import { momentOf } from '../behaviour/columns.js';
import { notAuthorized, notFound } from '../http/answer.js';
import { may, type Call } from '../http/call.js';
import type { Row, World } from '../world.js';
import { ANSWERS, BASES, CATEGORIES } from './assets.js';

export const EDITORS = ['knowledge_base.editor', 'admin.knowledge_base'];
export const READERS = ['knowledge_base.reader', ...EDITORS];

export type Publication = 'archived' | 'published' | 'internal' | 'draft';

/** Dates decide, the strongest first; one in the future does not count yet. */
export const publicationOf = (world: World, answer: Row): Publication => {
  const now = world.clock.now().getTime();
  const past = (column: string): boolean => (momentOf(answer[column]) ?? Infinity) <= now;
  if (past('archived_at')) return 'archived';
  if (past('published_at')) return 'published';
  return past('internal_at') ? 'internal' : 'draft';
};

/** Readers see what is published or internal, editors everything. */
export const sees = (call: Call, answer: Row): boolean =>
  may(call, EDITORS) || ['published', 'internal'].includes(publicationOf(call.world, answer));

const found = (call: Call, table: string, model: string, parameter: string): Row => {
  const row = call.world.table(table).get(Number(call.params[parameter]));
  if (!row) throw notFound(model, call.params[parameter]);
  return row;
};

export const baseInPath = (call: Call, parameter = 'kb'): Row =>
  found(call, BASES, 'KnowledgeBase', parameter);

export const categoryInPath = (call: Call): Row => found(call, CATEGORIES, 'KnowledgeBase::Category', 'id');

export const answerInPath = (call: Call): Row => {
  const answer = found(call, ANSWERS, 'KnowledgeBase::Answer', 'id');
  if (!sees(call, answer)) throw notAuthorized();
  return answer;
};
