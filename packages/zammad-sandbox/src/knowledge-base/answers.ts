/** Answers of the knowledge base: texts, publication, files. */
import { idOf, isTruthy, plain } from '../behaviour/columns.js';
import { FileAnswer, Refusal, created, notFound, ok, unprocessable } from '../http/answer.js';
import { idInPath, nowText, textParameter, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import type { Assets } from '../kinds/assets.js';
import { storeFile } from '../tickets/articles.js';
import type { Row } from '../world.js';
import { EDITORS, READERS, answerInPath } from './access.js';
import { ANSWERS, ANSWER_TRANSLATIONS, CATEGORIES, addAnswer, answerShown, contentIdsOf } from './assets.js';
import { advance, datesIn, isPublicationEvent } from './publication.js';
import { forgetDates, rememberDates } from './stale-dates.js';
import { insistTranslations, writeAnswerTranslations } from './translations.js';

const withAssets = (call: Call, answer: Row, contentIds: readonly unknown[] = []) => {
  const assets: Assets = {};
  addAnswer(call.world, assets, answer, contentIds);
  return { id: answer.id, assets };
};

const categoryIn = (call: Call): number => {
  const id = idOf(call.body['category_id']);
  if (id === null) throw new Refusal(404, "Couldn't find KnowledgeBase::Category without an ID");
  if (!call.world.table(CATEGORIES).get(id)) throw notFound('KnowledgeBase::Category', id);
  return id;
};

const siblingIds = (call: Call, categoryId: number): number[] =>
  call.world
    .table(ANSWERS)
    .where('category_id', categoryId)
    .map((answer) => answer.id);

const create = (call: Call) => {
  const { world, body } = call;
  const category_id = categoryIn(call);
  insistTranslations(call, 'Answer', siblingIds(call, category_id));
  const now = nowText(world);
  const answer = world.table(ANSWERS).insert({
    category_id,
    promoted: isTruthy(body['promoted']),
    internal_note: body['internal_note'] ?? null,
    position: siblingIds(call, category_id).length,
    archived_at: null,
    archived_by_id: null,
    internal_at: null,
    internal_by_id: null,
    published_at: null,
    published_by_id: null,
    created_at: now,
    updated_at: now,
  });
  writeAnswerTranslations(call, answer.id, siblingIds(call, category_id));
  return created(withAssets(call, answer, contentIdsOf(world, answer)));
};

/** An answer that changes its category comes last there; those behind it in the old one move up. */
const relocate = (call: Call, answer: Row, category_id: number): void => {
  const { world } = call;
  if (answer['category_id'] === category_id) return;
  const left = Number(answer['position']);
  for (const row of world.table(ANSWERS).where('category_id', answer['category_id']))
    if (Number(row['position']) > left)
      world.table(ANSWERS).patch(row, { position: Number(row['position']) - 1 });
  world.table(ANSWERS).patch(answer, { category_id, position: siblingIds(call, category_id).length });
};

/** The step of publishing that an edit carries. @throws Refusal 500 for one there is not */
const step = (call: Call, answer: Row): void => {
  const asked = call.body['additional_action'] ?? null;
  if (asked === null) return;
  const event = plain(asked);
  if (!isPublicationEvent(event)) throw new Refusal(500, `Event :${event}! doesn't exist`, false);
  const unsaved = advance(call, answer, event);
  if (unsaved) rememberDates(answer, unsaved);
};

/** The category must be named even when it stays. */
const update = (call: Call) => {
  const { world, body } = call;
  const answer = answerInPath(call);
  const category_id = categoryIn(call);
  relocate(call, answer, category_id);
  const columns: Record<string, unknown> = { updated_at: nowText(world) };
  if ('internal_note' in body) columns['internal_note'] = body['internal_note'];
  if ('promoted' in body) columns['promoted'] = isTruthy(body['promoted']);
  world.table(ANSWERS).patch(answer, columns);
  forgetDates(answer);
  writeAnswerTranslations(call, answer.id, siblingIds(call, category_id));
  step(call, answer);
  return ok(withAssets(call, answer, 'translations_attributes' in body ? contentIdsOf(world, answer) : []));
};

const remove = (call: Call) => {
  const { world } = call;
  const answer = answerInPath(call);
  for (const row of [...world.table(ANSWER_TRANSLATIONS).where('answer_id', answer.id)]) {
    world.table(ANSWER_TRANSLATIONS).delete(row.id);
  }
  world.table(ANSWERS).delete(answer.id);
  return ok({});
};

const attach = (call: Call) => {
  const answer = answerInPath(call);
  const [file] = call.uploads;
  if (!file) throw unprocessable("The required parameter 'file' is missing.");
  storeFile(call.world, 'KnowledgeBase::Answer', answer.id, file, 'Content-Type');
  call.world.table(ANSWERS).patch(answer, { updated_at: nowText(call.world) });
  forgetDates(answer);
  return ok(withAssets(call, answer).assets);
};

const detach = (call: Call) => {
  const answer = answerInPath(call);
  const id = Number(call.params['attachment']);
  if (call.world.table('attachments').get(id)?.['o_id'] !== answer.id)
    throw new Refusal(404, 'ActiveRecord::RecordNotFound');
  call.world.table('attachments').delete(id);
  forgetDates(answer);
  return ok(withAssets(call, answer).assets);
};

const download = (call: Call): FileAnswer => {
  const file = call.world.table('attachments').get(idInPath(call));
  if (!(file?.['data'] instanceof Uint8Array)) throw notFound('Store', call.params['id']);
  const type = /"(?:Mime|Content)-Type":"([^"]+)"/.exec(JSON.stringify(file['preferences']))?.[1];
  return new FileAnswer(file['data'], type ?? 'application/octet-stream', plain(file['filename']));
};

const byDates = (call: Call) => {
  const answer = answerInPath(call);
  call.world.table(ANSWERS).patch(answer, { ...datesIn(call, answer), updated_at: nowText(call.world) });
  forgetDates(answer);
  return ok(answerShown(call.world, answer));
};

const ROOT = '/knowledge_bases/:kb/answers';

export const answerRoutes = (): Route[] => [
  route('GET', '/attachments/:id', [], download),
  route('POST', ROOT, EDITORS, create),
  route('GET', `${ROOT}/:id`, READERS, (call) => {
    const answer = answerInPath(call);
    return ok(withAssets(call, answer, textParameter(call, 'include_contents').split(',')));
  }),
  ...(['PATCH', 'PUT'] as const).map((method) => route(method, `${ROOT}/:id`, EDITORS, update)),
  route('DELETE', `${ROOT}/:id`, EDITORS, remove),
  route('POST', `${ROOT}/:id/has_publishing_update`, EDITORS, byDates),
  ...(['internal', 'publish', 'archive', 'unarchive'] as const).map((event) =>
    route('POST', `${ROOT}/:id/${event}`, EDITORS, (call) => {
      const answer = answerInPath(call);
      advance(call, answer, event);
      return ok(withAssets(call, answer));
    }),
  ),
  route('POST', `${ROOT}/:id/attachments`, EDITORS, attach),
  route('DELETE', `${ROOT}/:id/attachments/:attachment`, EDITORS, detach),
];
