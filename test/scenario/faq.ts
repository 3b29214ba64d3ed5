/** The knowledge base of the stories: an edition loaded as the product loads it, and which of its answers hang on a ticket. */
import type { FullTicket, ZammadClient } from 'zammad-api-client-ts';
import type { FaqSettings } from '../../config/schema/faq.js';
import { applyFaq } from '../../sync/faq/write/apply.js';
import { createFaqDesk } from '../../sync/faq/desk.js';
import { makeFaqPlan } from '../../sync/faq/plan/make-plan.js';
import { noChoices } from '../../sync/faq/plan/plan-types.js';
import { editionOf, entryOf } from '../faq/desk.js';

/** Question → answer. */
export const publishFaq = async (
  client: ZammadClient,
  answers: Readonly<Record<string, string>>,
  settings: FaqSettings,
  now: Date,
): Promise<void> => {
  const desk = createFaqDesk(client);
  const entries = Object.entries(answers).map(([question, text]) =>
    entryOf(question, question, { html: `<p>${text}</p>`, category: ['Рассказы'] }),
  );
  const planned = await makeFaqPlan(desk, editionOf(entries, { id: 'stories' }), settings, {
    now,
    choices: noChoices,
  });
  await applyFaq({ desk, planned, settings, now, yes: true, strict: true });
};

/** What Zammad's sidebar does. */
export const linkByHand = async (client: ZammadClient, ticket: number, title: string): Promise<void> => {
  const { KnowledgeBaseAnswerTranslation: texts = {} } = await client.knowledgeBase.init();
  const text = Object.values(texts).find((one) => one.title === title);
  if (text === undefined) throw new Error(`no answer «${title}»`);
  await client.links.add({
    type: 'normal',
    source: 'KnowledgeBase::Answer::Translation',
    sourceNumber: String(text.id),
    targetId: ticket,
  });
};

export const linkedAnswers = async (
  { knowledgeBase }: ZammadClient,
  links: FullTicket['links'],
): Promise<string[]> => {
  const ids = links.flatMap(({ link_object: object, link_object_value: id }) =>
    object === 'KnowledgeBase::Answer::Translation' ? [id] : [],
  );
  if (ids.length === 0) return [];
  const { KnowledgeBaseAnswerTranslation: texts = {} } = await knowledgeBase.init();
  return ids.map((id) => texts[String(id)]?.title ?? `#${id}`);
};
