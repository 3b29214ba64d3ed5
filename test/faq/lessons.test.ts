/** Learning from the desk: what was closed with an answer finds it later, is read from Zammad alone, and names nobody. */
import { createZammadClient, type AnyAttributes, type ZammadClient } from 'zammad-api-client-ts';
import { startSandbox, type Sandbox } from 'zammad-sandbox';
import { loadConfig } from '../../config/load.js';
import { regionNames } from '../../config/regions.js';
import { readLessons } from '../../plugin/ask/insight/lessons.js';
import { run } from '../../plugin/cli/program.js';
import { createAnswers } from '../../plugin/engine/read/answers.js';
import { applyPlan } from '../../sync/objects/apply.js';
import { createObjectStore } from '../../sync/objects/object-store.js';
import { makePlan } from '../../sync/objects/make-plan.js';
import { listeningLog } from '../plugin/postgres.js';
import { linkByHand, publishFaq } from '../scenario/faq.js';

const config = await loadConfig('config');
const START = new Date('2026-11-20T09:00:00Z');
const UFA = 'СП РПГУ::Республика Башкортостан';
const CAMP = 'Как получить путёвку в детский лагерь?';
const PASSWORD = 'Как восстановить пароль?';
const LATER = 'Как попасть в Артек на море, есть ли там вожатые?';

let sandbox: Sandbox;
let admin: ZammadClient<AnyAttributes>;
let citizens = 0;
const saved = { ...process.env };

/** A request that was answered so and closed. */
const close = async (
  summary: string,
  answer: string,
  { open = false, ...more }: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  citizens += 1;
  const { id } = await admin.tickets.create({
    title: 'Обращение',
    group: UFA,
    customer_id: `guess:citizen-${citizens}@mail.example`,
    article: { body: 'Здравствуйте', type: 'web', sender: 'Customer', internal: false },
    citizen_name: 'Еловая Агриппина Никандровна',
    request_summary: summary,
    faq_result: 'найдено',
    ...more,
  });
  await linkByHand(admin, id, answer);
  if (open === false) await admin.tickets.update(id, { state: 'Закрыт' });
};

const learn = () => readLessons(admin, config, new Set(), sandbox.clock.now());
const stemsOf = async (): Promise<string[]> =>
  [...(await learn()).values()].flatMap((stems) => [...stems.keys()]).toSorted();

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
  const texts = { [CAMP]: 'Услуга «Отдых и оздоровление детей».', [PASSWORD]: 'Нажмите «Не удаётся войти».' };
  await publishFaq(admin, texts, config.faq, START);
  const groups = await admin.groups.list();
  await admin.users.update((await admin.me()).id, {
    group_ids: Object.fromEntries(groups.map(({ id }) => [String(id), ['full']])),
  });
}, 120_000);
afterAll(async () => {
  process.env = { ...saved };
  await sandbox.close();
});

test('a desk that has closed nothing has learned nothing', async () => {
  expect(await learn()).toEqual(new Map());
});

test('two citizens teach nothing, three do; who disagreed, who is not closed and who asks twice does not count', async () => {
  for (let at = 0; at < 3; at += 1) await close('забыла пороль от почты, личный кабинет', PASSWORD);
  await close('едем в артек на море, кто вожатый', CAMP);
  await close('море и артек, а вожатый взрослый', CAMP);
  const same = { customer_id: `guess:citizen-${citizens}@mail.example` };
  await close('артек, море, вожатый', CAMP, { citizen_consent: 'не согласен' });
  await close('артек, море, вожатый', CAMP, same);
  await close('артек, море, вожатый', CAMP, { faq_result: 'не найдено' });
  await close('артек, море, вожатый', CAMP, { open: true });
  expect(await stemsOf()).not.toContain('артек');
  await close('Еловая Агриппина, улица Сосновая 5: вожатый, артек, море, Барсик', CAMP);
  const stems = await stemsOf();
  expect(stems).toEqual(expect.arrayContaining(['артек', 'вожат', 'мор', 'порол']));
  for (const named of ['агриппин', 'елов', 'соснов', 'барсик', '5']) expect(stems).not.toContain(named);
});

const answersTaught = (
  lessons: NonNullable<Parameters<typeof createAnswers>[0]['lessons']>,
  log: Parameters<typeof createAnswers>[0]['log'],
) =>
  createAnswers({
    client: admin,
    settings: config.faq,
    regions: regionNames(config.regions),
    url: sandbox.url,
    lessons,
    log,
    clock: () => sandbox.clock.now(),
  });

test('later requests find the answer by it, and nothing is written for that', async () => {
  const { log, lines } = listeningLog();
  const answers = answersTaught(
    (vocabulary) => readLessons(admin, config, vocabulary, sandbox.clock.now()),
    log,
  );
  const found = async (): Promise<string[]> =>
    (await answers.current())
      ?.likely({ subject: '', words: LATER, region: null })
      .map(({ title }) => title) ?? [];
  const before = JSON.stringify(sandbox.world.table('tickets').all());
  expect(await found()).toEqual([]);
  await answers.learn();
  expect(await found()).toEqual([CAMP]);
  await answers.refresh();
  expect(await found()).toEqual([CAMP]);
  expect(JSON.stringify(sandbox.world.table('tickets').all())).toBe(before);
  expect(JSON.stringify(lines)).not.toMatch(/артек|вожат|Еловая/i);
});

test('a helpdesk that does not answer costs what would be learned and no more', async () => {
  const { log, lines } = listeningLog();
  const answers = answersTaught(() => Promise.reject(new Error('away')), log);
  await answers.learn();
  expect((await answers.current())?.byId.size).toBe(2);
  expect(JSON.stringify(lines)).toContain('закрытые обращения не прочитаны');
});

test('`faq learned` prints it by the ids of the edition', async () => {
  const said = { out: '', err: '' };
  const code = await run(['faq', 'learned'], {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    colour: false,
    now: () => sandbox.clock.now(),
  });
  expect(code).toBe(0);
  expect(JSON.parse(said.out)).toMatchObject({
    [CAMP]: { артек: 3, мор: 3, вожат: 3 },
    [PASSWORD]: { порол: 3 },
  });
});
