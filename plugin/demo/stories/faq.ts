/** 2.1: the federal FAQ is handed over and loaded; the next edition changes it, and what a region edited stays the region's. */
import path from 'node:path';
import type { FaqSettings } from '../../../config/schema/faq.js';
import { applyFaq } from '../../../sync/faq/write/apply.js';
import { createFaqDesk } from '../../../sync/faq/desk.js';
import { makeFaqPlan, readTree } from '../../../sync/faq/plan/make-plan.js';
import { noChoices } from '../../../sync/faq/plan/plan-types.js';
import { faqCounts, hasChanges } from '../../../sync/faq/plan/show.js';
import { readFaq } from '../../../sync/faq/source.js';
import { expect } from '../expect.js';
import type { Step } from '../narrator.js';
import { DemoFault, type Stage } from '../stage.js';

const EDITED = 'Как восстановить пароль?';

/** @param folder of the demo's files */
export const faqStory = (stage: Stage, folder: string, settings: FaqSettings): Step[] => {
  const desk = createFaqDesk(stage.client);
  const planOf = async (file: string) =>
    makeFaqPlan(desk, await readFaq([path.join(folder, file)]), settings, {
      now: stage.now(),
      choices: noChoices,
    });
  const load = async (file: string): Promise<string[]> => {
    const planned = await planOf(file);
    expect(planned.plan.faults.length === 0, planned.plan.faults.map(({ message }) => message).join('; '));
    const { done } = await applyFaq({ desk, planned, settings, now: stage.now(), yes: false, strict: true });
    const { plan } = await planOf(file);
    expect(!hasChanges(plan), `после загрузки осталось: ${faqCounts(plan)}`);
    return [
      `издание ${planned.plan.edition}: ${faqCounts(planned.plan)}`,
      `сделано ${done}; повторный план пуст`,
    ];
  };
  const edit = async (): Promise<void> => {
    const { base, answers } = await readTree(desk, stage.now());
    const answer = answers.find(({ texts }) => texts.some(({ title }) => title === EDITED));
    const text = answer?.texts[0];
    if (base === null || answer === undefined || text === undefined)
      throw new DemoFault(`в базе знаний нет ответа «${EDITED}»`);
    await desk.kb.answers.update(base, answer.id, {
      category_id: answer.category,
      translations_attributes: [
        { id: text.id, content_attributes: { body: '<p>Звоните в республиканский центр: поможем.</p>' } },
      ],
    });
  };
  return [
    {
      clauses: 'п. 2.1',
      title: 'Перечень вопросов и ответов СП ЕПГУ загружен в базу знаний',
      act: () => load('faq-2025-10-01.md'),
    },
    {
      clauses: 'п. 2.1',
      title: 'Регион поправил ответ, пришло новое издание: правка сохранена, остальное обновлено',
      async act() {
        await edit();
        const told = await load('faq-2025-10-30.md');
        const { plan } = await planOf('faq-2025-10-30.md');
        const [conflict] = plan.conflicts;
        expect(plan.conflicts.length === 1, `ждали один конфликт, а их ${plan.conflicts.length}`);
        return [...told, `конфликт, решает человек: «${EDITED}» — ${conflict?.message ?? ''}`];
      },
    },
  ];
};
