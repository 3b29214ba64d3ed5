/**
 * Every story on one desk: on the sandbox, or with ZAMMAD_URL on the Zammad of that address, which it writes to (ZAMMAD_TOKEN,
 * ZAMMAD_MAIL_COMMAND, ZAMMAD_CLOCK_COMMAND, ZAMMAD_CHANNEL_COMMAND: see `Commands`; ZAMMAD_VIEW=desktop: macros as the desktop
 * view plays them). Where a command is missing the stories that need it are skipped, by name and with the reason.
 */
import { loadConfig } from '../../config/load.js';
import { randomOf } from '../plugin/field.js';
import { freshSchema, usePostgres } from '../plugin/postgres.js';
import { openScenarioDesk, type Desk } from './desk.js';
import { openReal } from './real-site.js';
import { openSandbox, type Site } from './site.js';
import { stories } from './stories/index.js';

usePostgres();
const {
  ZAMMAD_URL: url,
  ZAMMAD_TOKEN: token = '',
  ZAMMAD_MAIL_COMMAND: mail = '',
  ZAMMAD_CLOCK_COMMAND: clock,
  ZAMMAD_CHANNEL_COMMAND: channel,
  ZAMMAD_VIEW: view,
} = process.env;
const isReal = url !== undefined;
const config = await loadConfig('config');

/** Shares of acts after which the companion is started anew, and loses its store as well. */
const RESTARTED = 0.4;
const LOST = 0.15;

/** A delivery is only a hint: lost, doubled or late ones must not change how a story ends. */
(isReal ? describe.skip : describe)(
  'the regulation when deliveries get lost, come twice or out of order',
  () => {
    const disturbances = [
      ['drop', 0.3],
      ['double', 1],
      ['reorder', 1],
    ] as const;
    let site: Site;
    let desk: Desk;
    beforeAll(async () => {
      site = await openSandbox();
      desk = await openScenarioDesk(site, config, freshSchema());
    }, 60_000);
    afterAll(() => desk.close());

    for (const [index, story] of stories.entries()) {
      // The sweep, which finds what was lost, goes by the helpdesk's clock: where a story takes that back nothing is dropped.
      const possible = story.movesClock === true ? disturbances.slice(1) : disturbances;
      const [mode, share] = possible[index % possible.length]!;
      test(`${mode}: ${story.clauses.join(', ')}: ${story.title}`, async () => {
        if (story.movesClock === true && story.goesOn !== true) await desk.rewind();
        await site.disturb?.(mode, share);
        await story.play(desk);
      }, 60_000);
    }
  },
);

/** Restarts and lost stores change nothing either: the helpdesk itself is all that is remembered. `RESTARTS=all`: every story. */
(isReal ? describe.skip : describe)(
  'the regulation when the companion is restarted and its store lost',
  () => {
    const random = randomOf(4711);
    let desk: Desk;
    let schema: ReturnType<typeof freshSchema>;
    beforeAll(async () => {
      schema = freshSchema();
      desk = await openScenarioDesk(await openSandbox(), config, schema, () => {
        const fate = random();
        if (fate < LOST) schema = freshSchema();
        return fate < RESTARTED ? schema : null;
      });
    }, 60_000);
    afterAll(() => desk.close());

    // As with lost deliveries: the sweep goes by the helpdesk's clock, which these stories do not take back.
    const possible = stories.filter(({ movesClock }) => movesClock !== true);
    const played =
      process.env['RESTARTS'] === 'all' ? possible : possible.filter((_, index) => index % 4 === 0);
    for (const story of played)
      test(`${story.clauses.join(', ')}: ${story.title}`, () => story.play(desk), 60_000);
  },
);

describe(`the regulation on ${url ?? 'the sandbox'}`, () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openScenarioDesk(
      isReal
        ? openReal(url, token, { mail, clock, channel }, view === 'desktop' ? view : 'page')
        : await openSandbox(),
      config,
      freshSchema(),
    );
  }, 300_000);
  afterAll(() => desk.close());

  for (const story of stories) {
    const name = `${story.clauses.join(', ')}: ${story.title}`;
    if (isReal && story.movesClock === true && clock === undefined)
      test.skip(`${name} (no ZAMMAD_CLOCK_COMMAND)`, () => undefined);
    else if (isReal && story.stopsLetters === true && (channel === undefined || clock === undefined))
      test.skip(`${name} (no ZAMMAD_CHANNEL_COMMAND or ZAMMAD_CLOCK_COMMAND)`, () => undefined);
    else
      test(
        name,
        async () => {
          if (story.movesClock === true && story.goesOn !== true) await desk.rewind();
          await story.play(desk);
        },
        isReal ? 900_000 : 60_000,
      );
  }
});
