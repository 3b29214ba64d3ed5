/** A load cut off at every call, the call lost or only its answer: run again, it ends as if nothing had happened. */
import { applyFaq } from '../../sync/faq/write/apply.js';
import { makeFaqPlan } from '../../sync/faq/plan/make-plan.js';
import { noChoices } from '../../sync/faq/plan/plan-types.js';
import {
  editAs,
  editionOf,
  entryOf,
  fileOf,
  isWrite,
  openFaqDesk,
  seen,
  settingsOf,
  type FaqTestDesk,
  type SeenAnswer,
} from './desk.js';

const before = editionOf([
  entryOf('q1', 'Первый'),
  entryOf('q2', 'Второй'),
  entryOf('q3', 'Третий', { files: [fileOf('a.txt', 'а')] }),
  entryOf('q4', 'Четвёртый', { visibility: 'public' }),
]);
const after = editionOf(
  [
    entryOf('q5', 'Пятый', { files: [fileOf('e.txt', 'д')], category: ['Вход', 'Новое'] }),
    entryOf('q3', 'Третий', { files: [fileOf('b.txt', 'б')] }),
    entryOf('q2', 'Первый', { html: '<p>второй стал первым</p>' }),
    entryOf('q1', 'Второй', { html: '<p>первый стал вторым</p>' }),
  ],
  { id: '2026-12', date: '2026-12-01' },
);

/** Ids of attachments and answers may differ; what people see may not. */
const visible = (answers: readonly SeenAnswer[]) =>
  answers.map(({ title, category, state, body, files, note }) => ({
    title,
    category,
    state,
    body,
    files,
    note: note?.replaceAll(/файлы \S+/g, 'файлы'),
  }));

const run = async (helpdesk: FaqTestDesk): Promise<void> => {
  // The second time it is older than the one in force.
  await helpdesk.load(before, { yes: true });
  await helpdesk.load(after);
};

test.each(['request', 'answer'] as const)(
  'every %s lost once',
  async (what) => {
    const whole = await openFaqDesk();
    await run(whole);
    const calls = whole.calls.length;
    const wanted = visible(await seen(whole));
    await whole.close();
    expect(calls).toBeGreaterThan(30);

    for (let at = 0; at < calls; at += 1) {
      const helpdesk = await openFaqDesk();
      helpdesk.cutOff(at, what);
      await expect(run(helpdesk)).rejects.toThrow();
      await run(helpdesk);
      const plan = await helpdesk.plan(after);
      expect({ at, left: [plan.changes, plan.archive, plan.reorder, plan.conflicts] }).toEqual({
        at,
        left: [[], [], [], []],
      });
      expect({ at, seen: visible(await seen(helpdesk)) }).toEqual({ at, seen: wanted });
      await helpdesk.close();
    }
  },
  240_000,
);

test('an edit made between the cut and the next run is not lost', async () => {
  const helpdesk = await openFaqDesk();
  await helpdesk.load(before);
  const changed = editionOf([entryOf('q1', 'Первый', { html: '<p>Новое</p>' }), ...before.entries.slice(1)]);
  helpdesk.calls.length = 0;
  await helpdesk.plan(changed);
  const reads = helpdesk.calls.length;
  helpdesk.cutOff(reads + 1, 'request');
  await expect(helpdesk.load(changed)).rejects.toThrow(/Прервано.*ту же команду ещё раз/);
  await editAs(helpdesk, 1, '<p>Новое, но по-нашему</p>');
  expect((await helpdesk.plan(changed)).conflicts).toMatchObject([{ id: 'q1', kind: 'text' }]);
  await helpdesk.load(changed);
  expect((await seen(helpdesk)).map(({ body }) => body)).toContain('<p>Новое, но по-нашему</p>');
  await helpdesk.close();
});

test('what Zammad refuses is told as refused, not as if it were away', async () => {
  const helpdesk = await openFaqDesk();
  await helpdesk.load(before);
  const options = { now: helpdesk.sandbox.clock.now(), settings: settingsOf() };
  const next = editionOf([...before.entries, entryOf('q9', 'Занято')]);
  const planned = await makeFaqPlan(helpdesk.desk, next, options.settings, {
    ...options,
    choices: noChoices,
  });
  await helpdesk.client.knowledgeBase.answers.create(1, {
    category_id: 1,
    translations_attributes: [
      { title: 'Занято', kb_locale_id: 1, content_attributes: { body: '<p>Чужой</p>' } },
    ],
  });
  const load = applyFaq({ ...options, desk: helpdesk.desk, planned, yes: false, strict: false });
  await expect(load).rejects.toThrow(/Прервано на «Занято».*«.*used».*Zammad этого не принял: исправьте/);
  await helpdesk.close();
});

test('5,000 answers, 1 % changed: the tree in one call, then each changed answer read once', async () => {
  const helpdesk = await openFaqDesk();
  const entries = Array.from({ length: 5000 }, (_, index) =>
    entryOf(`q${index}`, `Вопрос ${index}`, { category: [`Раздел ${index % 100}`] }),
  );
  await helpdesk.load(editionOf(entries));
  const changed = entries.map((entry, index) =>
    index % 100 === 0
      ? entryOf(entry.id, entry.question, { category: entry.category, html: '<p>Новое</p>' })
      : entry,
  );
  helpdesk.calls.length = 0;
  await helpdesk.load(editionOf(changed, { id: '2026-12' }));
  const reads = helpdesk.calls.filter((call) => !isWrite(call));
  expect(reads.filter(({ path }) => path.endsWith('/init'))).toHaveLength(1);
  expect(reads).toHaveLength(1 + 50);
  expect(helpdesk.calls.filter(isWrite)).toHaveLength(2 * 50);
  helpdesk.calls.length = 0;
  await helpdesk.load(editionOf(changed, { id: '2026-12' }));
  expect(helpdesk.calls).toHaveLength(1);
  await helpdesk.close();
}, 240_000);
