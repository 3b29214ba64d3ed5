/** From an edition and a live knowledge base to a plan: the tree in one call, then only the bodies that matter. */
import type { FaqSettings } from '../../../config/schema/faq.js';
import type { Bodies } from '../body.js';
import { desiredOf, inLanguages } from './desired.js';
import type { DesiredFaq } from './desired.js';
import type { FaqDesk } from '../desk.js';
import { isForbidden } from '../../objects/object-store.js';
import { FaqForbidden } from '../errors.js';
import { matchFaq } from './match.js';
import type { FaqMatching } from './match.js';
import { settlePlaces } from './places.js';
import { needsBody } from './merge.js';
import { planFaq } from './plan.js';
import type { Choices, FaqPlan } from './plan-types.js';
import { treeOf } from '../tree.js';
import type { Tree, TreeAnswer } from '../tree.js';
import type { FaqEdition } from '../types.js';

/** A plan with what it was made from; apply needs the ids. */
export interface PlannedFaq {
  readonly plan: FaqPlan;
  readonly tree: Tree;
  readonly desired: DesiredFaq;
  /** Before anything was left out for want of a language. */
  readonly asked: DesiredFaq;
  readonly locales: ReadonlyMap<string, number> | null;
}

/** What is not seen may be there all the same: Zammad shows an empty base to a token that has no permission for it. */
const insistNone = async ({ kb }: FaqDesk): Promise<void> => {
  try {
    if (treeOf(await kb.manage.init(), new Date(0)).base === null) return;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    throw new FaqForbidden(
      'Базы знаний нет или ключу Zammad она не видна: дайте его роли и ключу право knowledge_base.editor, ' +
        'а чтобы создать базу — admin.knowledge_base.',
      { cause: error },
    );
  }
  throw new FaqForbidden(
    'База знаний есть, но ключу Zammad она не видна: дайте его роли и ключу право knowledge_base.editor.',
  );
};

/**
 * Reads the whole tree without bodies.
 * @throws FaqForbidden, ZammadError
 */
export const readTree = async (desk: FaqDesk, now: Date): Promise<Tree> => {
  const tree = treeOf(await desk.kb.init(), now);
  if (tree.base === null) await insistNone(desk);
  return tree;
};

/** Bodies of these answers, one call each: only changed answers are asked for. */
const readBodies = async ({ kb }: FaqDesk, base: number, answers: readonly TreeAnswer[]): Promise<Bodies> => {
  const read = answers.map(async ({ id, texts }): Promise<[number, string][]> => {
    const contentIds = texts.map(({ content }) => content);
    const { assets } = await kb.answers.get(base, id, { contentIds });
    const contents = assets.KnowledgeBaseAnswerTranslationContent ?? {};
    return contentIds.map((content) => [content, contents[String(content)]?.body ?? '']);
  });
  return new Map((await Promise.all(read)).flat());
};

/** Zammad's language codes as languages of this base. */
const baseLocales = async (desk: FaqDesk, tree: Tree): Promise<Map<string, number>> => {
  const own = new Map(tree.locales.map(({ id, systemLocale }) => [systemLocale, id]));
  return new Map(
    [...(await desk.systemLocales())].flatMap(([code, id]): [string, number][] => {
      const locale = own.get(id);
      return locale === undefined ? [] : [[code, locale]];
    }),
  );
};

/** An answer with its one text in the base's language needs no look at Zammad's languages. */
const needsLocales = ({ matches }: FaqMatching): boolean =>
  matches.some(({ desired, answer }) => desired.texts.length !== 1 || answer?.texts.length !== 1);

const readRoles = async (
  desk: FaqDesk,
  base: number | null,
  settings: FaqSettings,
): Promise<Map<string, number>> => {
  if (base === null || settings.categories.every(({ access }) => access === undefined)) return new Map();
  const { roles_editor, roles_reader } = await desk.kb.permissions(base);
  return new Map([...roles_editor, ...roles_reader].map(({ id, name }) => [name, id]));
};

interface PlanningOptions {
  readonly now: Date;
  readonly choices: Choices;
}

/** Languages as far as they matter; of a base that is still to be made the one it will have. */
const localesFor = async (
  desk: FaqDesk,
  tree: Tree,
  matching: FaqMatching,
  settings: FaqSettings,
): Promise<ReadonlyMap<string, number> | null> => {
  if (tree.base === null) return new Map([[settings.locale, 0]]);
  return needsLocales(matching) ? baseLocales(desk, tree) : null;
};

/** As {@link makeFaqPlan}, for what an edition asks. */
export const planDesired = async (
  desk: FaqDesk,
  asked: DesiredFaq,
  settings: FaqSettings,
  { now, choices }: PlanningOptions,
): Promise<PlannedFaq> => {
  const tree = await readTree(desk, now);
  const placed = settlePlaces(asked, tree);
  const unread = { bodies: new Map<number, string>(), ...choices };
  const locales = await localesFor(desk, tree, matchFaq(placed, tree, unread), settings);
  const desired = locales === null ? placed : inLanguages(placed, locales);
  const matching = matchFaq(desired, tree, { ...unread, same: new Set() });
  const candidates = [
    ...matching.matches,
    ...matching.proposals,
    ...[...matching.gone, ...matching.proposals.map(({ answer }) => answer)].map((answer) => ({
      desired: null,
      answer,
    })),
  ];
  const wanted = [
    ...new Set(
      candidates.flatMap(({ desired: each, answer }) =>
        answer && needsBody(answer, each, choices) ? [answer] : [],
      ),
    ),
  ];
  const bodies = tree.base === null ? new Map<number, string>() : await readBodies(desk, tree.base, wanted);
  const roles = await readRoles(desk, tree.base, settings);
  const plan = planFaq({ desired, tree, settings, choices, bodies, locales, roles });
  return { plan, tree, desired, asked, locales };
};

/**
 * Reads and compares; writes nothing.
 * @throws FaqForbidden, ZammadError
 */
export const makeFaqPlan = (
  desk: FaqDesk,
  edition: FaqEdition,
  settings: FaqSettings,
  options: PlanningOptions,
): Promise<PlannedFaq> => planDesired(desk, desiredOf(edition, settings), settings, options);
