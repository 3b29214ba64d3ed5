/**
 * `kill -9` of a real `serve` at random moments of whole stories of a written request: the gate, transfers, beyond
 * competence, СТП, an agency's wait with a repeat contact, a claim. Nothing is lost, no note stands twice, and every ticket
 * ends as it does undisturbed. CRASH_POINTS asks for more, SEED for others.
 */
import { loadConfig } from '../../config/load.js';
import { randomOf } from '../plugin/field.js';
import { freshSchema, usePostgres } from '../plugin/postgres.js';
import { openScenarioDesk, type Database } from './desk.js';
import { openProcess } from './process.js';
import { openSandbox } from './site.js';
import { stories } from './stories/index.js';
import type { Story } from './story.js';

usePostgres();
const points = Number(process.env['CRASH_POINTS'] ?? 3);
const random = randomOf(Number(process.env['SEED'] ?? 2026));
const config = await loadConfig('config');
/** The first three always, the others where more is asked for. */
const TOLD = ['R-4.2.1', 'R-4.8.4', 'R-4.3.2.a', 'R-4.3.1.a', 'R-4.6', 'R-4.10', 'R-4.8.3.a', 'R-4.9'];

/** Stories of the written path that ask for nothing but what stands on the ticket. */
const played = TOLD.slice(0, points > 3 ? TOLD.length : 3).flatMap((clause): Story[] => {
  const told = stories.find(
    (story) =>
      story.clauses.includes(clause) &&
      story.movesClock !== true &&
      story.stopsLetters !== true &&
      !story.play.toString().includes('.verdict('),
  );
  return told === undefined ? [] : [told];
});

test(
  `killed at ${points} points of ${played.length} stories: they end as they do undisturbed`,
  async () => {
    const site = await openSandbox('running');
    const companion = await openProcess(site, () => random() * 700);
    const where: Database = { connectionString: freshSchema().connectionString, schema: 'reglament' };
    let acts = 0;
    let kills = 0;
    // Spread over the acts of all stories, as long as there are points left.
    const desk = await openScenarioDesk(
      site,
      config,
      where,
      () => {
        acts += 1;
        if (kills >= points || random() > Math.max(0.25, points / 100)) return null;
        kills += 1;
        return where;
      },
      (...life) => companion.live(...life),
    );
    try {
      for (let round = 0; round === 0 || kills < points; round += 1)
        for (const story of played) {
          await story.play(desk);
          if (round > 0 && kills >= points) break;
        }
      for await (const { id } of site.client().tickets.all()) {
        const { notes } = await desk.see(id);
        const said = notes.map(({ clauses, text }) => `${clauses.join()} ${text}`);
        expect(new Set(said).size).toBe(said.length);
      }
      expect(kills).toBe(points);
      process.stderr.write(`${kills} kills in ${acts} acts, ${companion.caught()} with a ticket in hand\n`);
    } finally {
      await desk.close();
      await companion.close();
    }
  },
  120_000 + points * 15_000,
);
