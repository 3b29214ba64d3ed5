/** An edition against the knowledge base. Pure; show, drift, status and apply read this one value. */
import { planAccess } from './access.js';
import { bearerOf } from './bearer.js';
import type { DesiredAnswer } from './desired.js';
import { emptiedBy, slippedIn, withoutWithheld } from './aftermath.js';
import { matchFaq } from './match.js';
import type { FaqMatch, FaqProposal } from './match.js';
import {
  archiveDeclined,
  conflictOf,
  editedLocally,
  editionText,
  localText,
  settle,
  sourceChanged,
} from './merge.js';
import { planOrder } from './plan-order.js';
import { laterIn } from '../status.js';
import type {
  FaqArchiving,
  FaqChange,
  FaqConflict,
  FaqDecline,
  FaqPlan,
  FaqPlanInput,
  FaqRename,
} from './plan-types.js';
import { titleClashes } from './titles.js';
import { categoryPaths, pathKey } from '../tree.js';
import type { TreeAnswer } from '../tree.js';

/** A conflict of texts holds nothing else up: an answer may be moved and in conflict. */
interface Outcome {
  readonly change?: FaqChange;
  readonly decline?: FaqDecline;
  readonly conflict?: FaqConflict;
}

const questionOf = ({ texts }: DesiredAnswer): string => texts[0]?.question ?? '';

const create = (desired: DesiredAnswer): FaqChange => ({
  desired,
  answer: null,
  text: true,
  movedFrom: null,
  state: null,
  titleFrom: null,
});

const compare = (
  { desired, answer }: { readonly desired: DesiredAnswer; readonly answer: TreeAnswer },
  input: FaqPlanInput,
  places: ReturnType<typeof categoryPaths>,
): Outcome => {
  const { note } = answer;
  if (note === null) return {};
  const { choices, bodies } = input;
  const target = places.ids.get(pathKey(desired.category)) ?? null;
  const changed = sourceChanged(answer, desired);
  const forced = choices.theirs.has(desired.id);
  const edited = (changed || forced) && editedLocally(answer, bodies, desired);
  const category = settle(note.category, target, answer.category);
  const state = settle(note.state, desired.visibility, answer.state);
  const about = { id: desired.id, category: desired.category, question: questionOf(desired) };

  const conflict = ((): FaqConflict | null => {
    if (changed && edited)
      return conflictOf(about, 'text', 'ответ изменён и в издании, и в базе знаний региона', {
        local: localText(answer, bodies),
        edition: editionText(desired),
      });
    if (changed && state === 'keep' && answer.state === 'archived')
      return conflictOf(about, 'archive', 'ответ изменён в издании, а регион убрал его в архив');
    if (category === 'conflict')
      return conflictOf(about, 'category', 'издание переносит ответ в один раздел, регион перенёс в другой');
    if (state === 'conflict')
      return conflictOf(about, 'state', 'видимость ответа изменена и в настройках, и в базе знаний региона');
    return null;
  })();

  if (conflict !== null && choices.ours.has(desired.id)) {
    const { id } = desired;
    const declined = desired.source;
    return {
      decline: {
        answer,
        id,
        question: about.question,
        declined,
        category: target,
        state: desired.visibility,
      },
    };
  }
  const onlyText = conflict?.kind === 'text' && category === 'take';
  if (conflict !== null && !forced && !onlyText) return { conflict };

  const takes = (settled: ReturnType<typeof settle>): boolean =>
    settled === 'take' || (forced && (settled === 'keep' || settled === 'conflict'));
  const text = !onlyText && (changed || (forced && (edited || note.source !== desired.source)));
  const moves = takes(category);
  const turns = takes(state);
  const renamedPlace = note.place !== null && note.place !== desired.place && category !== 'keep';
  const noteOnly = category === 'note' || state === 'note' || note.id !== desired.id || renamedPlace;
  if (!text && !moves && !turns && !noteOnly) return {};
  const before = answer.texts[0]?.title ?? '';
  return {
    ...(conflict !== null && onlyText && { conflict }),
    change: {
      desired,
      answer,
      text,
      movedFrom: moves ? (places.paths.get(answer.category) ?? []) : null,
      state: turns ? { from: answer.state, to: desired.visibility } : null,
      titleFrom: text && before !== about.question ? before : null,
    },
  };
};

/** Answers that left the edition: archived, unless the region has written into them. */
const leave = (
  gone: readonly TreeAnswer[],
  { choices, bodies }: FaqPlanInput,
  { paths }: ReturnType<typeof categoryPaths>,
): { archive: FaqArchiving[]; conflicts: FaqConflict[]; declines: FaqDecline[] } => {
  const found = { archive: [], conflicts: [], declines: [] } as ReturnType<typeof leave>;
  for (const answer of gone) {
    const { note } = answer;
    if (note === null || answer.state === 'archived' || note.declined === archiveDeclined) continue;
    const question = answer.texts[0]?.title ?? '';
    const about = { id: note.id, category: paths.get(answer.category) ?? [], question };
    const edited = editedLocally(answer, bodies, null);
    if (!edited || choices.theirs.has(note.id)) found.archive.push({ answer, ...about });
    else if (choices.ours.has(note.id))
      found.declines.push({
        answer,
        id: note.id,
        question,
        declined: archiveDeclined,
        category: null,
        state: null,
      });
    else
      found.conflicts.push(
        conflictOf(about, 'archive', 'вопроса нет в издании, а регион изменил ответ', {
          local: localText(answer, bodies),
          edition: '',
        }),
      );
  }
  return found;
};

const missingCategories = (
  changes: readonly FaqChange[],
  known: ReadonlyMap<string, number>,
): (readonly string[])[] => {
  const wanted = new Map<string, readonly string[]>();
  for (const { desired, answer, movedFrom } of changes)
    if (answer === null || movedFrom !== null)
      desired.category.forEach((_, index) => {
        const path = desired.category.slice(0, index + 1);
        if (!known.has(pathKey(path))) wanted.set(pathKey(path), path);
      });
  return [...wanted.values()];
};

const renameOf = ({ desired, answer }: FaqProposal): FaqRename => ({
  id: desired.id,
  category: desired.category,
  question: questionOf(desired),
  formerId: answer.note?.id ?? '',
  formerQuestion: answer.texts[0]?.title ?? '',
});

/** Compares. Equal input gives an equal plan; a conflict never holds up what is without one. */
export const planFaq = (input: FaqPlanInput): FaqPlan => {
  const { desired, tree, choices } = input;
  const places = categoryPaths(tree);
  const {
    matches,
    gone: left_,
    proposals,
    confirmed,
  } = matchFaq(desired, tree, { bodies: input.bodies, ...choices });
  const { gone, kept } = withoutWithheld(left_, desired);
  const outcomes = matches.map(({ desired: each, answer }: FaqMatch): Outcome =>
    answer === null ? { change: create(each) } : compare({ desired: each, answer }, input, places),
  );
  const proposed = outcomes.flatMap(({ change }) => change ?? []);
  const { changes, conflicts: titles } = titleClashes(proposed, input, places);
  // A row that could not be read looks like a question that is gone.
  const whole = desired.faults.length === 0 || choices.accept.has('unread');
  const left = whole ? leave(gone, input, places) : { archive: [], conflicts: [], declines: [] };
  const pending = gone.filter(({ state }) => state !== 'archived').length;
  const conflicts = [...outcomes.flatMap(({ conflict }) => conflict ?? []), ...titles, ...left.conflicts];
  const declines = [...outcomes.flatMap(({ decline }) => decline ?? []), ...left.declines];
  const touched = new Set(
    [...changes, ...titles, ...outcomes.flatMap(({ conflict, decline }) => conflict ?? decline ?? [])].map(
      (each) => ('desired' in each ? each.desired.id : each.id),
    ),
  );
  const { access, faults: accessFaults } = planAccess(input, places.ids);
  const named = new Set([
    ...desired.answers.map(({ id }) => id),
    ...gone.flatMap(({ note }) => note?.id ?? []),
  ]);
  const strangers = [...choices.theirs, ...choices.ours, ...choices.same, ...choices.different].filter(
    (id) => id !== '*' && !named.has(id),
  );
  const categories = missingCategories(changes, places.ids);
  return {
    edition: desired.edition,
    date: desired.date,
    createBase: tree.base === null,
    categories,
    access,
    changes,
    archive: left.archive,
    declines,
    renames: proposals.map(renameOf),
    confirmed: confirmed.map(renameOf),
    emptied: emptiedBy(changes, desired, tree),
    slipped: slippedIn(matches, tree),
    reorder: planOrder({ desired, tree, matches, changes, categories }, places),
    bearer: bearerOf(desired, tree, matches, changes.length + declines.length),
    later: laterIn(tree, desired),
    unchanged: matches.length - touched.size,
    conflicts,
    faults: [
      ...desired.faults,
      ...accessFaults,
      ...strangers.map((id) => ({ where: id, message: 'такого ответа нет ни в издании, ни в базе знаний' })),
    ],
    warnings: [
      ...(whole || pending === 0
        ? []
        : [
            `в издании есть ошибки, поэтому ничего не архивируется; без ошибок ушло бы в архив не более ${pending}. ` +
              'Исправьте их, а если так и должно быть, повторите с --accept unread',
          ]),
      ...(kept === 0 ? [] : [`ответов на вопросы, скрытые в издании: ${kept}; они остаются как есть`]),
      ...desired.warnings.map(({ where, message }) => `${where}: ${message}`),
    ],
    managed: tree.answers.filter(({ note, state }) => note !== null && state !== 'archived').length,
  };
};
