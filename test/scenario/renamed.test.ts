/**
 * The regulation on a helpdesk whose administrator calls a state, reasons, attributes, an intention and tags by other names: the
 * stories that come upon them end as ever. `RENAMED=all`: every story.
 */
import { parseConfig } from '../../config/load.js';
import { ruleParams } from '../../triggers/index.js';
import { files, withName } from '../config/renaming.js';
import { freshSchema, usePostgres } from '../plugin/postgres.js';
import { openScenarioDesk, type Desk } from './desk.js';
import { underOtherNames, type Renaming } from './renamed-desk.js';
import { openSandbox } from './site.js';
import { agency } from './stories/agency.js';
import { stories } from './stories/index.js';
import { waitingStories } from './stories/waiting.js';
import type { Story } from './story.js';

usePostgres();

const names: Renaming = [
  ['В ожидании (без срока)', 'Ждём бессрочно'],
  ['Запрошена информация (пользователь)', 'Спрошено у заявителя'],
  ['Отклонено на ведомство', 'Запрос ведомству'],
  ['state_reason', 'why_so'],
  ['next_task', 'what_next'],
  ['Спросил о статусе', 'Интересуется статусом'],
  ['решение-сообщено', 'сказали-решение'],
  ['повторное-обращение', 'снова-он'],
];

/** What waits for whom, and what itself speaks of a name that is another here; days that pass change no name, and are long. */
const waits = new Set<Story>([...waitingStories, ...agency]);
const tells = (story: Story): boolean => {
  const words = String(Reflect.get(story, 'play'));
  return names.some(([name]) => words.includes(name));
};
const played =
  process.env['RENAMED'] === 'all'
    ? stories
    : stories.filter((story) => story.movesClock !== true && (waits.has(story) || tells(story)));

describe('the regulation under other names', () => {
  let desk: Desk;
  beforeAll(async () => {
    const renamed = files.map(({ path, text }) => ({
      path,
      text: names.reduce((changed, [name, other]) => withName(changed, name, other), text),
    }));
    const config = parseConfig(renamed, ruleParams);
    desk = await openScenarioDesk(await openSandbox(), config, freshSchema());
  }, 60_000);
  afterAll(() => desk.close());

  for (const story of played)
    test(`${story.clauses.join(', ')}: ${story.title}`, async () => {
      if (story.movesClock === true && story.goesOn !== true) await desk.rewind();
      await story.play(underOtherNames(desk, names));
    }, 60_000);
});
