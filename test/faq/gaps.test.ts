/** `reglament faq gaps`: what the federal editor is told, that nobody's data are in it, and that asking writes nothing. */
import { createZammadClient, type AnyAttributes, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { z } from 'zod';
import { loadConfig } from '../../config/load.js';
import { run } from '../../plugin/cli/program.js';
import { gapsOf, type UnansweredRequest } from '../../plugin/ask/insight/faq-gaps.js';
import { synonymsOf } from '../../sync/faq/suggest/synonyms.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { publishFaq } from '../scenario/faq.js';

const config = await loadConfig('config');
const START = new Date('2026-11-20T09:00:00Z');
const UFA = 'СП РПГУ::Республика Башкортостан';
const report = z.object({
  requests: z.number(),
  gaps: z.array(
    z.strictObject({
      count: z.number(),
      citizens: z.number(),
      about: z.string(),
      tickets: z.array(z.string()),
      inFederalBase: z.number(),
      likely: z.string().nullable(),
    }),
  ),
});

describe('on a helpdesk', () => {
  let sandbox: Sandbox;
  let admin: ZammadClient<AnyAttributes>;
  const saved = { ...process.env };
  const numbers: string[] = [];

  const call = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const said = { out: '', err: '' };
    const code = await run(['faq', 'gaps', ...args], {
      out: (text) => (said.out += text),
      err: (text) => (said.err += text),
      colour: false,
      now: () => sandbox.clock.now(),
    });
    return { code, ...said };
  };

  const file = async (summary: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    const ticket = await admin.tickets.create({
      title: 'Обращение',
      group: UFA,
      customer_id: `guess:citizen-${numbers.length}@mail.example`,
      article: { body: 'Здравствуйте', type: 'web', sender: 'Customer', internal: false },
      citizen_name: 'Кузнецова Мария Петровна',
      request_summary: summary,
      faq_result: 'не найдено',
      ...more,
    });
    numbers.push(ticket.number);
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ flavour: '6.6', clock: START });
    admin = createZammadClient({ url: sandbox.url, auth: { token: sandbox.token } });
    const helpdesk = createObjectStore(admin);
    const settings = { publicUrl: 'http://127.0.0.1:8080', webhookSecret: 'sixteen-or-more-characters' };
    await applyPlan({
      helpdesk,
      planned: await makePlan(helpdesk, config, settings, START),
      webhookSecret: settings.webhookSecret,
      yes: true,
      now: START,
      saveBundle: () => Promise.resolve(),
    });
    Object.assign(process.env, {
      ZAMMAD_URL: sandbox.url,
      ZAMMAD_TOKEN: sandbox.token,
      REGLAMENT_CONFIG: 'config',
    });
    const answers = {
      'Как оформить охотничий билет?': 'Подайте заявление о выдаче билета.',
      'Как восстановить пароль?': 'Нажмите «Не удаётся войти».',
    };
    await publishFaq(admin, answers, config.faq, START);
    const groups = await admin.groups.list();
    await admin.users.update((await admin.me()).id, {
      group_ids: Object.fromEntries(groups.map(({ id }) => [String(id), ['full']])),
    });
    await file('Потерян охотничий билет, я Мария Кузнецова, паспорт 8004 123456, как получить новый билет');
    await file('Охотничий билет потерян, выдайте новый, звоните +7 917 123-45-67 Сидоровой', {
      federal_kb_result: 'найдено',
    });
    await file('потеряла охотничий билет! почта kuznetsova@mail.example ул. Зорге, 8');
    await file('Нет справки о составе семьи', { faq_result: '', last_federal_group: 'СП ЕПГУ' });
    await file('Забыл пароль', { faq_result: 'найдено' });
    await sandbox.clock.advanceBy(3 * 24 * 3600 * 1000);
    await file('Старый вопрос о рыбалке');
  }, 120_000);
  afterAll(async () => {
    process.env = { ...saved };
    await sandbox.close();
  });

  test('requests about one thing are one gap, the most frequent first; what FAQ answered is none', async () => {
    const before = sandbox.world
      .table('tickets')
      .all()
      .map((row) => row['updated_at']);
    const { code, out } = await call('--since', '2026-11-20', '--until', '2026-11-21', '--json');
    expect(code).toBe(0);
    const { requests, gaps } = report.parse(JSON.parse(out));
    expect(requests).toBe(4);
    expect(
      gaps.map(({ count, citizens, tickets, inFederalBase }) => ({
        count,
        citizens,
        tickets,
        inFederalBase,
      })),
    ).toEqual([
      { count: 3, citizens: 3, tickets: [numbers[2], numbers[1], numbers[0]], inFederalBase: 1 },
      { count: 1, citizens: 1, tickets: [numbers[3]], inFederalBase: 0 },
    ]);
    expect(gaps[0]?.about.toLowerCase()).toContain('охотничий билет');
    expect(gaps[0]?.likely).toBe('Как оформить охотничий билет?');
    expect(
      sandbox.world
        .table('tickets')
        .all()
        .map((row) => row['updated_at']),
    ).toEqual(before);
  });

  test.each(['--json', '--csv', null])('nobody is named: %s', async (form) => {
    const { out } = await call('--since', '2026-11-01', ...(form === null ? [] : [form]));
    expect(out).not.toMatch(/Кузнецов|Мари[яи]|Петровн|Сидоров|Зорге|kuznetsova|917|8004|123456/i);
  });

  test('CSV opens in Excel', async () => {
    const { out } = await call('--since', '2026-11-20', '--csv');
    expect(out).toMatch(
      /^\ufeffЗаявителей;Обращений;О чём;Тикеты;Ответ был в БЗ ЕПГУ;Похожий ответ в FAQ\r\n3;3;/,
    );
  });

  test.each([
    [['--since', 'вчера'], '--since: дата «вчера» не понята'],
    [['--since', '2026-11-20', '--until', '2026-11-19'], '--until раньше --since'],
    [['--since', '2026-11-20', '--csv', '--json'], 'Выберите одно'],
    [[], '--since'],
  ])('a wrong question is told: %j', async (args, told) => {
    const { code, err } = await call(...args);
    expect(code).toBe(1);
    expect(err).toContain(told);
  });
});

test('thousands of requests take seconds, not minutes', () => {
  const things = ['билет охотника', 'справка о семье', 'парковка инвалида', 'льгота на проезд'];
  const requests = Array.from({ length: 2000 }, (_, at): UnansweredRequest => ({
    number: String(at),
    title: 'Обращение',
    summary: `нужна ${things[at % things.length] ?? ''} номер ${at}`,
    citizen: '',
    person: String(at),
    inFederalBase: false,
  }));
  const options = { synonyms: synonymsOf([]), vocabulary: new Set<string>(), likely: () => null };
  const start = performance.now();
  const gaps = gapsOf(requests, options);
  expect(performance.now() - start).toBeLessThan(60_000);
  expect(gaps.reduce((sum, { count }) => sum + count, 0)).toBe(2000);
});
