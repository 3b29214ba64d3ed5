/** Archiving and publishing answers whose dates stand in the way: done for certain, or said. */
import { applyFaq } from '../../sync/faq/write/apply.js';
import { makeFaqPlan } from '../../sync/faq/plan/make-plan.js';
import { noChoices } from '../../sync/faq/plan/plan-types.js';
import { editionOf, entryOf, openFaqDesk, seen, settingsOf, type FaqTestDesk } from './desk.js';

let helpdesk: FaqTestDesk;
beforeEach(async () => {
  helpdesk = await openFaqDesk();
  await helpdesk.load(editionOf(['q1', 'q2', 'q3'].map((id) => entryOf(id, `Вопрос ${id}`))));
  await helpdesk.sandbox.clock.advanceBy(150_500);
});
afterEach(() => helpdesk.close());

const answers = () => helpdesk.client.knowledgeBase.answers;

/** Told by dates of which none is a leftover of a step that was not taken. */
const states = async (): Promise<string[]> => {
  // Any write of an answer makes Zammad show what it really is.
  for (const id of [1, 2, 3]) await answers().update(1, id, { category_id: 1 });
  return (await seen(helpdesk)).map(({ state }) => state);
};

const nothingLeft = { changes: [], archive: [], conflicts: [] };

test('dates set a moment ago, or planned, do not keep an answer from being archived or published', async () => {
  await answers().setPublishing(1, 1, { internal_at: '--now--' });
  await answers().setPublishing(1, 2, { published_at: '2027-01-01T00:00:00Z' });
  await answers().setPublishing(1, 3, { internal_at: '--now--' });
  await helpdesk.sandbox.clock.advanceBy(1000);
  const next = editionOf([entryOf('q3', 'Вопрос q3', { visibility: 'public' })], { id: '2026-12' });
  await helpdesk.load(next, { yes: true });
  expect(await states()).toEqual(['archived', 'archived', 'public']);
  expect(await helpdesk.plan(next)).toMatchObject(nothingLeft);
});

test('an answer archived and brought back within the minute is what the edition says', async () => {
  const all = editionOf(
    ['q1', 'q2', 'q3'].map((id) => entryOf(id, `Вопрос ${id}`, { visibility: 'public' })),
  );
  const fewer = { ...all, entries: all.entries.slice(1) };
  for (const next of [all, fewer, all, fewer, all]) await helpdesk.load(next, { yes: true });
  expect(await states()).toEqual(['public', 'public', 'public']);
  expect(await helpdesk.plan(all)).toMatchObject(nothingLeft);
});

test('a step that Zammad did not take, though it shows the dates, is made up for by the next load', async () => {
  const step = async (id: number, additional_action: 'archive' | 'publish' | 'unarchive') =>
    answers().update(1, id, { category_id: 1, additional_action });
  for (const id of [1, 2, 3]) await answers().setPublishing(1, id, { internal_at: '--now--' });
  await answers().setPublishing(1, 3, { published_at: '--now--' });
  await answers().setPublishing(1, 3, { archived_at: '--now--' });
  await step(1, 'archive');
  await step(2, 'publish');
  await step(3, 'unarchive');
  expect((await seen(helpdesk)).map(({ state }) => state)).toEqual(['archived', 'public', 'public']);
  const next = editionOf([2, 3].map((n) => entryOf(`q${n}`, `Вопрос q${n}`, { visibility: 'public' })));
  await helpdesk.load(next, { yes: true });
  expect(await states()).toEqual(['archived', 'public', 'public']);
});

describe('dated by somebody between plan and apply', () => {
  const load = async (settled: boolean): Promise<void> => {
    const settings = settingsOf();
    const now = helpdesk.sandbox.clock.now();
    const edition = editionOf([entryOf('q1', 'Вопрос q1', { visibility: 'public' })]);
    const planned = await makeFaqPlan(helpdesk.desk, edition, settings, { now, choices: noChoices });
    for (const id of [1, 2, 3]) await answers().setPublishing(1, id, { internal_at: '--now--' });
    const { kb } = helpdesk.desk;
    const setPublishing: typeof kb.answers.setPublishing = async (base, id) =>
      (await kb.answers.get(base, id)).answer;
    const desk = settled
      ? helpdesk.desk
      : { ...helpdesk.desk, kb: { ...kb, answers: { ...kb.answers, setPublishing } } };
    await applyFaq({ desk, planned, settings, now, yes: true, strict: false });
  };

  test('it gets its dates outright', async () => {
    await load(true);
    expect(await states()).toEqual(['public', 'archived', 'archived']);
  });

  test('when that does not help either, loading stops and says so', async () => {
    await expect(load(false)).rejects.toThrow(
      /Прервано на «Вопрос q1».*ответа № 1: нужно «для всех», осталось «/,
    );
  });
});
