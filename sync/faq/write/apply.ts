/** Carries an edition's plan out. Interrupted, it is simply planned and applied again: only what is left differs then. */
import type { FaqSettings } from '../../../config/schema/faq.js';
import type { FaqDesk } from '../desk.js';
import { explained, FaqRefused } from '../errors.js';
import { planDesired } from '../plan/make-plan.js';
import type { PlannedFaq } from '../plan/make-plan.js';
import { arrange } from './arrange.js';
import { makeCategories } from './categories.js';
import { noChoices, type Accepted } from '../plan/plan-types.js';
import { refuseFaq } from '../plan/refuse.js';
import { localeOf } from '../plan/titles.js';
import { retitle, sequence } from '../plan/sequence.js';
import { categoryPaths, pathKey } from '../tree.js';
import { archiveAnswer, noteAnswer, writeAnswer } from './write.js';
import type { FaqWriting } from './write.js';

export interface FaqProgress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

export interface ApplyFaqOptions {
  readonly desk: FaqDesk;
  /** Fresh from `makeFaqPlan`. */
  readonly planned: PlannedFaq;
  readonly settings: FaqSettings;
  readonly now: Date;
  readonly yes: boolean;
  readonly strict: boolean;
  /** Left out: nothing is let pass. */
  readonly accept?: ReadonlySet<Accepted>;
  readonly progress?: (step: FaqProgress) => void;
}

export interface AppliedFaq {
  readonly done: number;
  /** Ids of answers whose words Zammad did not keep as given. */
  readonly altered: readonly string[];
}

const isEmpty = ({ plan }: PlannedFaq): boolean =>
  !plan.createBase &&
  [plan.categories, plan.access, plan.changes, plan.archive, plan.declines, plan.reorder, plan.emptied].every(
    ({ length }) => length === 0,
  ) &&
  plan.bearer === null;

/** Makes the knowledge base, in the language of the settings, looking as Zammad's own form proposes. */
const makeBase = async (desk: FaqDesk, { locale }: FaqSettings): Promise<void> => {
  const system = (await desk.systemLocales()).get(locale);
  if (system === undefined)
    throw new FaqRefused(
      `Zammad не знает языка «${locale}»: исправьте locale в config/faq.yaml; ничего не записано.`,
    );
  await desk.kb.manage.create({
    iconset: 'FontAwesome',
    color_highlight: '#38ad69',
    color_header: '#f9fafb',
    color_header_link: 'hsl(206,8%,50%)',
    homepage_layout: 'grid',
    category_layout: 'grid',
    active: true,
    kb_locales_attributes: [{ system_locale_id: system, primary: true }],
  });
};

/**
 * Base, categories, answers, archive, order, in that order. What is in conflict stays as it is.
 * @throws FaqRefused before anything was written; FaqForbidden or FaqInterrupted after
 */
export const applyFaq = async (options: ApplyFaqOptions): Promise<AppliedFaq> => {
  const { desk, planned, settings, now } = options;
  const refusal = refuseFaq(planned.plan, { accept: new Set<Accepted>(), ...options });
  if (refusal !== null) throw new FaqRefused(refusal);
  if (isEmpty(planned)) return { done: 0, altered: [] };
  if (!planned.plan.createBase) return carryOut(options);
  try {
    await makeBase(desk, settings);
  } catch (error) {
    throw explained(
      error,
      { done: 0, total: planned.plan.changes.length },
      'база знаний',
      'admin.knowledge_base',
    );
  }
  // Only now are its languages and roles known.
  const again = await planDesired(desk, planned.asked, settings, { now, choices: noChoices });
  return carryOut({ ...options, planned: again });
};

const carryOut = async ({ desk, planned, settings, now, progress }: ApplyFaqOptions): Promise<AppliedFaq> => {
  const { plan, desired, tree, locales } = planned;
  const changes = sequence(plan.changes, planned);
  const total = [plan.categories, changes, plan.archive, plan.declines, plan.access, plan.emptied].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  const counted = { done: 0, total };
  const attempt = async <Result>(
    what: string,
    work: () => Promise<Result>,
    permission = 'knowledge_base.editor',
  ) => {
    try {
      return await work();
    } catch (error) {
      throw explained(error, counted, what, permission);
    }
  };
  const finish = (what: string): void => {
    counted.done += 1;
    progress?.({ ...counted, what });
  };
  const { base } = tree;
  if (base === null)
    throw new FaqRefused('База знаний создана, но ключу не видна: дайте право knowledge_base.editor.');
  const writing: FaqWriting = {
    desk,
    base,
    now,
    edition: plan.edition,
    date: plan.date,
    locale: (code, answer) => localeOf(code, answer, { locales, tree }),
  };

  const ids = new Map(categoryPaths(tree).ids);
  const category = {
    desk,
    base,
    locale: localeOf(settings.locale, null, { locales: null, tree }),
    icon: settings.icon,
  };
  for (const path of plan.categories) {
    const what = path.join(' › ');
    ids.set(pathKey(path), await attempt(what, () => makeCategories(path, ids, category)));
    finish(what);
  }
  for (const { path, roles } of plan.access) {
    const what = `доступ к разделу ${path.join(' › ')}`;
    const id = ids.get(pathKey(path));
    if (id !== undefined)
      await attempt(what, () => desk.kb.categories.setPermissions(base, id, roles), 'admin.knowledge_base');
    finish(what);
  }

  const altered: string[] = [];
  const standing = new Map(tree.answers.map(({ id, category: at }) => [id, at]));
  const byId = new Map<string, number>();
  for (const step of changes) {
    const { change } = step;
    const what = change.desired.texts[0]?.question ?? change.desired.id;
    if (step.aside !== null) await attempt(what, () => retitle(step, writing));
    else {
      const target = ids.get(pathKey(change.desired.category)) ?? null;
      const written = await attempt(what, () => writeAnswer(change, target, writing));
      if (written.altered) altered.push(change.desired.id);
      byId.set(change.desired.id, written.id);
      if (target !== null && (change.answer === null || change.movedFrom !== null)) {
        standing.delete(written.id);
        standing.set(written.id, target);
      }
    }
    finish(what);
  }
  for (const { answer, question } of plan.archive) {
    await attempt(question, () => archiveAnswer(answer, writing));
    finish(question);
  }
  for (const { answer, question, declined, category: at, state } of plan.declines) {
    const { note } = answer;
    const agreed = { category: at ?? note?.category ?? null, state: state ?? note?.state ?? null };
    await attempt(question, () =>
      noteAnswer(answer, { declined, edition: plan.edition, date: plan.date, ...agreed }, writing),
    );
    finish(question);
  }
  if (plan.bearer !== null) {
    const { bearer } = plan;
    await attempt('издание', () => noteAnswer(bearer, { edition: plan.edition, date: plan.date }, writing));
  }
  for (const path of plan.emptied) {
    const id = ids.get(pathKey(path));
    if (id !== undefined) await attempt(path.join(' › '), () => desk.kb.categories.delete(base, id));
    ids.delete(pathKey(path));
    finish(path.join(' › '));
  }
  await attempt('порядок', () => arrange({ desired, tree, ids, standing, made: byId, writing }));
  return { done: counted.done, altered };
};
