/** What the region made of an edition, which one is in force and how old it is, and the daily look of the service. */
import { PassThrough } from 'node:stream';
import { lookAtFaq } from '../../sync/faq/watch.js';
import { checkFaq } from '../../plugin/ask/doctor/faq.js';
import { createLog, type Log } from '../../plugin/process/log.js';
import { readFaqDrift, showFaqDrift } from '../../sync/faq/plan/drift.js';
import { readTree } from '../../sync/faq/plan/make-plan.js';
import { readNote, writeNote } from '../../sync/faq/note.js';
import { faqExitCode, faqPlanJson, showFaqPlan } from '../../sync/faq/plan/show.js';
import { faqStatusOf, showFaqStatus } from '../../sync/faq/status.js';
import type { FaqEdition } from '../../sync/faq/types.js';
import {
  editAs,
  editionOf,
  entryOf,
  isWrite,
  now,
  openFaqDesk,
  seen,
  settingsOf,
  type FaqTestDesk,
} from './desk.js';

let helpdesk: FaqTestDesk;
beforeEach(async () => {
  helpdesk = await openFaqDesk();
});
afterEach(() => helpdesk.close());

const entries = [entryOf('q1', 'Как войти?'), entryOf('q2', 'Что такое ЕСИА?', { category: ['ЕСИА'] })];
const edition = editionOf(entries);

test('drift names what the region changed, in two calls, and nothing else', async () => {
  await helpdesk.load(edition);
  expect(await readFaqDrift(helpdesk.desk, now)).toEqual([]);
  await editAs(helpdesk, 1, '<p>Иначе</p>');
  await helpdesk.client.knowledgeBase.answers.update(1, 2, { category_id: 1 });
  await helpdesk.client.knowledgeBase.answers.transition(1, 2, 'publish');
  helpdesk.calls.length = 0;
  const drift = await readFaqDrift(helpdesk.desk, now);
  expect(helpdesk.calls).toHaveLength(2);
  expect(showFaqDrift(drift, { colour: false }).split('\n')).toEqual([
    'Изменено в базе знаний после загрузки издания:',
    '  ~ Вход › «Как войти?» [q1]: текст изменён',
    '  ~ Вход › «Что такое ЕСИА?» [q2]: перенесён, видимость изменена',
    'Всего: 2',
  ]);
});

test.each<[string, string, number, boolean]>([
  ['on its day', '2026-11-24', 0, false],
  ['on the last day', '2026-08-26', 90, false],
  ['a day later', '2026-08-25', 91, true],
])('an edition %s', async (_, date, ageDays, stale) => {
  await helpdesk.load(editionOf(entries, { date }));
  const status = faqStatusOf(await readTree(helpdesk.desk, now), 90, now);
  expect(status).toMatchObject({ edition: '2026-11', date, ageDays, stale, answers: 2, conflicts: null });
  expect(showFaqStatus(status).includes('устарело')).toBe(stale);
  expect((await checkFaq(helpdesk.client, settingsOf(), now)).state).toBe(stale ? 'warn' : 'ok');
});

test('nothing loaded is as bad as stale', async () => {
  const status = faqStatusOf(await readTree(helpdesk.desk, now), 90, now);
  expect(status).toMatchObject({ edition: null, stale: true });
  expect(await checkFaq(helpdesk.client, settingsOf(), now)).toMatchObject({ state: 'warn' });
});

const listening = (): { log: Log; lines: string[] } => {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => {
    lines.push(`${level}: ${message}`);
  };
  return { lines, log: { error: say('error'), warn: say('warn'), info: say('info'), debug: say('debug') } };
};

test.each<[string, boolean, number]>([
  ['only told', false, 0],
  ['loaded', true, 2],
])('a watched edition is %s', async (_, apply, answers) => {
  const { log, lines } = listening();
  const settings = settingsOf({ watch: { source: '/srv/faq', apply } });
  await lookAtFaq({
    desk: helpdesk.desk,
    settings,
    log,
    clock: () => now,
    read: () => Promise.resolve(edition),
  });
  const kb = await helpdesk.client.knowledgeBase.init();
  expect(Object.keys(kb.KnowledgeBaseAnswer ?? {})).toHaveLength(answers);
  expect(lines).toEqual(
    apply
      ? ['info: издание FAQ загружено']
      : [
          'info: новое издание FAQ: применить — reglament faq apply',
          'warn: FAQ СП ЕПГУ не загружен (п. 2.1)',
        ],
  );
});

test('a watch loads what is without conflict and tells the rest', async () => {
  await helpdesk.load(edition);
  await editAs(helpdesk, 1, '<p>Иначе</p>');
  const { log, lines } = listening();
  const next = editionOf(
    entries.map(({ id, question, category }) => entryOf(id, question, { category, html: '<p>Новое</p>' })),
    { id: '2026-12', date: '2026-11-20' },
  );
  const settings = settingsOf({ watch: { source: '/srv/faq', apply: true } });
  await lookAtFaq({
    desk: helpdesk.desk,
    settings,
    log,
    clock: () => now,
    read: () => Promise.resolve(next),
  });
  expect(lines).toEqual([
    'warn: конфликт в FAQ: решает человек (reglament faq plan)',
    'info: издание FAQ загружено',
  ]);
  expect((await seen(helpdesk)).map(({ body }) => body)).toEqual(['<p>Иначе</p>', '<p>Новое</p>']);
});

test('a watch says why: of a fault, a conflict, and an edition it does not load', async () => {
  const many = Array.from({ length: 12 }, (_, index) => entryOf(`m${index}`, `Вопрос ${index}`));
  await helpdesk.load(editionOf(many));
  await editAs(helpdesk, 1, '<p>Иначе</p>');
  const looked = async (next: FaqEdition): Promise<string> => {
    const sink = new PassThrough();
    await lookAtFaq({
      desk: helpdesk.desk,
      settings: settingsOf({ watch: { source: '/srv/faq', apply: true } }),
      log: createLog({ level: 'info', sink }),
      clock: () => now,
      read: () => Promise.resolve(next),
    });
    return String(sink.read());
  };
  const changed = [entryOf('m0', 'Вопрос 0', { html: '<p>Новое</p>' }), ...many.slice(1)];
  const faults = [{ where: 'faq.csv:7', message: 'нет ответа' }];
  const said = await looked(editionOf(changed, { faults }));
  expect(said).toContain('"where":"faq.csv:7","because":"нет ответа"');
  expect(said).toContain('"id":"m0","because":"ответ изменён и в издании, и в базе знаний региона"');
  expect(await looked(editionOf(many.slice(0, 3)))).toContain(
    '"because":"План убирает в архив 9 из 12 ответов',
  );
});

test('a source that cannot be read does not hide that the edition in force is stale', async () => {
  await helpdesk.load(editionOf(entries, { date: '2026-01-01' }));
  const { log, lines } = listening();
  const look = lookAtFaq({
    desk: helpdesk.desk,
    settings: settingsOf({ watch: { source: '/srv/faq' } }),
    log,
    clock: () => now,
    read: () => Promise.reject(new Error('нет такой папки')),
  });
  await expect(look).rejects.toThrow('нет такой папки');
  expect(lines).toEqual([expect.stringContaining('устарело: ему 327 дн., допустимо 90')]);
});

test('the plan as text and as JSON', async () => {
  await helpdesk.load(edition);
  await editAs(helpdesk, 1, '<p>Иначе</p>');
  const plan = await helpdesk.plan(
    editionOf([entryOf('q1', 'Как войти?', { html: '<p>Новое</p>' }), entryOf('q3', 'Третий')], {
      id: 'c',
      faults: [{ where: 'faq.csv:9', message: 'нет ответа' }],
    }),
  );
  expect(showFaqPlan(plan, { colour: false }).split('\n')).toEqual([
    'Издание c (от 2026-11-01)',
    '  + создать: Вход › «Третий» [q3]',
    '  ? конфликт: Вход › «Как войти?» [q1]: ответ изменён и в издании, и в базе знаний региона',
    '      Как войти? [-Иначе-]{+Новое+}',
    '      взять издание: --theirs q1; оставить своё: --ours q1',
    '  ? в издании есть ошибки, поэтому ничего не архивируется; без ошибок ушло бы в архив не более 1. Исправьте их, а если так и должно быть, повторите с --accept unread',
    '  ! faq.csv:9: нет ответа',
    'Ошибок: 1. создать 1; без изменений 0; конфликтов 1',
  ]);
  expect(faqPlanJson(plan)).toMatchObject({
    edition: 'c',
    create: [{ id: 'q3', category: ['Вход'], question: 'Третий' }],
    update: [],
    move: [],
    archive: [],
    unchanged: 0,
    conflicts: [{ id: 'q1' }],
    faults: [{ where: 'faq.csv:9', message: 'нет ответа' }],
  });
  expect(faqExitCode(plan)).toBe(1);
  expect(faqExitCode({ ...plan, faults: [] })).toBe(2);
});

test('a token that may not see the knowledge base is told so, and nothing is planned on what it cannot see', async () => {
  await helpdesk.load(edition);
  const admin = helpdesk.client;
  const { token } = await admin.tokens.create({ name: 'weak', permissions: ['ticket.agent'] });
  const before = await seen(helpdesk);
  const weak = await openFaqDesk(helpdesk.sandbox, token);
  await expect(weak.plan(edition)).rejects.toThrow('knowledge_base.editor');
  expect(weak.calls.filter(isWrite)).toEqual([]);
  expect(await seen(helpdesk)).toEqual(before);
});

test.each(['q1', 'ключ с пробелом', 'а · б', '100%', 'строка\nдругая'])('a note keeps the id %j', (id) => {
  const note = {
    id,
    edition: '2026 · ноябрь',
    date: '2026-11-01',
    source: 'a1',
    written: 'b2',
    category: 7,
    place: 'p7',
    state: 'public',
    files: new Map([[3, 'c3']]),
    declined: 'd4',
  } as const;
  expect(readNote(writeNote('сверху\nснизу', note))).toEqual(note);
  expect(writeNote(writeNote('сверху', note), { ...note, category: 8 })).toMatch(
    /^сверху\n[^\n]*раздел 8[^\n]*$/,
  );
});
