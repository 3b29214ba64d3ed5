/** The knowledge base at hand: what is in it, what a key without the right for it comes to; and the note in every mode. */
import { createZammadClient } from 'zammad-api-client-ts';
import type { Mode } from '../../config/schema/mode.js';
import { createAnswers } from '../../plugin/engine/read/answers.js';
import { bindClauses, evaluate } from '../../plugin/engine/evaluate.js';
import { plannedWrite } from '../../plugin/engine/act/planned-write.js';
import { answersLinkedIn } from '../../sync/faq/suggest/answer-base.js';
import type { TicketFacts } from '../../triggers/types.js';
import { listeningLog } from '../plugin/postgres.js';
import { config, contextOf, ticket } from '../triggers/tickets.js';
import { editionOf, entryOf, openFaqDesk, seen, settingsOf, type FaqTestDesk } from './desk.js';

const password = entryOf('q1', 'Как восстановить пароль?', { html: '<p>Нажмите «Не удаётся войти».</p>' });
const capital = entryOf('q2', 'На что потратить материнский капитал?');
const OWN = 'Как попасть в республиканский центр?';

describe('the knowledge base at hand', () => {
  let desk: FaqTestDesk;
  beforeEach(async () => {
    desk = await openFaqDesk();
    await desk.load(editionOf([password, capital]));
  });
  afterEach(() => desk.close());

  const answersFor = (client = desk.client, more: { webUrl?: string } = {}) => {
    const { log, lines } = listeningLog();
    const answers = createAnswers({
      client,
      settings: settingsOf(more),
      regions: new Set(['Камчатский край']),
      url: 'https://help.example/',
      log,
      clock: () => desk.sandbox.clock.now(),
    });
    return { answers, lines };
  };
  const titles = async ({ answers }: ReturnType<typeof answersFor>, text: string): Promise<string[]> =>
    (await answers.current())
      ?.likely({ subject: '', words: text, region: null })
      .map(({ title }) => title) ?? ['unread'];

  test('has what operators can see, a region’s own answers too, with the address of the web page', async () => {
    const [first] = await seen(desk);
    const { answer } = await desk.client.knowledgeBase.answers.get(1, first?.id ?? 0);
    const own = await desk.client.knowledgeBase.answers.create(1, {
      category_id: answer.category_id,
      translations_attributes: [
        { title: OWN, kb_locale_id: 1, content_attributes: { body: '<p>Проспект Октября</p>' } },
      ],
    });
    await desk.client.knowledgeBase.answers.transition(1, own.answer.id, 'internal');
    const made = answersFor();
    expect(await titles(made, 'где республиканский центр')).toEqual([OWN]);
    const [found] =
      (await made.answers.current())?.likely({
        subject: '',
        words: 'забыла пароль, восстановить',
        region: null,
      }) ?? [];
    expect(found?.url).toBe(`https://help.example/#knowledge_base/1/locale/ru/answer/${first?.id ?? 0}`);
    expect(answersLinkedIn(`<a href="${found?.url ?? ''}">x</a>`)).toEqual([found?.id]);
    const elsewhere = await answersFor(desk.client, {
      webUrl: 'https://desk.example/zammad',
    }).answers.current();
    expect(elsewhere?.likely({ subject: '', words: 'пароль', region: null })[0]?.url).toMatch(
      /^https:\/\/desk\.example\/zammad\/#knowledge_base\//,
    );
  });

  test('is read again when told to: an archived answer is no longer suggested', async () => {
    const made = answersFor();
    expect(await titles(made, 'восстановить пароль')).toEqual([password.question]);
    await desk.load(editionOf([capital], { id: '2026-12' }), { yes: true });
    expect(await titles(made, 'восстановить пароль')).toEqual([password.question]);
    await made.answers.refresh();
    expect(await titles(made, 'восстановить пароль')).toEqual([]);
  });

  test('a key without the right sees nothing: one warning that says what to do, and no failure', async () => {
    const { token } = await desk.client.tokens.create({ name: 'poor', permissions: ['ticket.agent'] });
    const poor = answersFor(createZammadClient({ url: desk.sandbox.url, auth: { token }, retries: 0 }));
    expect(await poor.answers.current()).toBeNull();
    await poor.answers.refresh();
    await poor.answers.refresh();
    expect(poor.lines.filter((line) => line.includes('knowledge_base.reader'))).toHaveLength(1);
  });

  test('a helpdesk that is away costs suggestions, not the ticket; what was read before stays in use', async () => {
    const made = answersFor();
    desk.cutOff(0, 'request');
    expect(await made.answers.current()).toBeNull();
    expect(made.lines.join()).toContain('подсказок пока нет');
    await made.answers.refresh();
    expect(await titles(made, 'восстановить пароль')).toEqual([password.question]);
    desk.cutOff(0, 'request');
    await made.answers.refresh();
    expect(await titles(made, 'восстановить пароль')).toEqual([password.question]);
  });
});

const answer = {
  id: 7,
  translation: 8,
  title: 'Как восстановить пароль?',
  begins: 'Нажмите «Не удаётся войти».',
  url: 'https://help.example/#7',
};
const suggested = (faq: TicketFacts['faq'], mode: Mode, resumed: string[] = []) => {
  const clauses = config.clauses.flatMap((clause) =>
    clause.enforcer === 'companion' && clause.ids.includes('R-3.1.b') ? [{ ...clause, mode }] : [],
  );
  const facts = ticket({
    group: 'СП РПГУ::Республика Башкортостан',
    attributes: { region: 'bashkortostan' },
    ...(faq !== undefined && { faq }),
  });
  const judged = evaluate(facts, bindClauses(clauses), contextOf('R-3.1.b'));
  return plannedWrite(facts, judged, {
    marks: new Set(),
    openClauses: new Set(resumed),
    links: [],
    creates: new Map(),
    relays: new Map(),
  }).acts;
};

describe('the note', () => {
  const shown = [{ article: 3, clauses: ['R-3.1.b'], answers: [{ ...answer, id: 9 }] }];
  test('is only thought of in shadow, written in warn and enforce; only enforce takes the old one away', () => {
    const faq = { likely: [answer], shown, linked: [] };
    expect(suggested(faq, 'observe')).toEqual([]);
    const [warned] = suggested(faq, 'note');
    const [acted] = suggested(faq, 'act');
    expect(warned?.html).toContain('заменяет прежнюю');
    expect([warned?.steps.erase, acted?.steps.erase]).toEqual([[], [3]]);
  });

  test('is not written again for answers that stand there, nor for an answer that became only less likely', () => {
    const both = [answer, { ...answer, id: 9 }];
    expect(suggested({ likely: [{ ...answer, id: 9 }, answer], shown, linked: [] }, 'act')).toEqual([]);
    const standing = [{ article: 3, clauses: ['R-3.1.b'], answers: both }];
    expect(suggested({ likely: [answer], shown: standing, linked: [] }, 'act')).toEqual([]);
  });

  test('leaves alone a note that speaks for another clause as well', () => {
    const joint = [{ article: 3, clauses: ['R-1.2', 'R-3.1.b'], answers: [{ ...answer, id: 9 }] }];
    expect(suggested({ likely: [answer], shown: joint, linked: [] }, 'act')[0]?.steps.erase).toEqual([]);
  });

  test('is not there when the base was not read', () => {
    expect(suggested({ likely: null, shown: [], linked: [] }, 'act')).toEqual([]);
    expect(suggested(undefined, 'act')).toEqual([]);
  });

  test('shows titles as text, whatever an editor typed', () => {
    const [act] = suggested(
      { likely: [{ ...answer, title: '<script>alert(1)</script>' }], shown: [], linked: [] },
      'act',
    );
    expect(act?.html).toContain('&lt;script&gt;');
    expect(act?.html).not.toContain('<script>');
  });
});
