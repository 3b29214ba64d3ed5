/** `faq learned`: what closed requests have taught, for `faq suggest --learned` and for a look. Writes nothing. */
import type { Command } from 'commander';
import { createFaqDesk } from '../../sync/faq/desk.js';
import { readTree } from '../../sync/faq/plan/make-plan.js';
import { readAnswerBase } from '../../sync/faq/suggest/answer-base.js';
import { meaningsOf } from '../../sync/faq/suggest/synonyms.js';
import { regionNames } from '../../config/regions.js';
import { readLessons } from '../ask/insight/lessons.js';
import { openClient } from './desk.js';
import type { Terminal } from './terminal.js';

/**
 * Prints `{id: {stem: citizens}}`, by ids of the edition that is in force; a region's own answers have none and are left out. Rejects
 * with EnvironmentFault, ConfigFaults, ZammadError or a Russian error.
 */
const learnedCommand = async (terminal: Terminal): Promise<0> => {
  const { client, config, env } = await openClient();
  const desk = createFaqDesk(client);
  const now = terminal.now();
  const base = await readAnswerBase(desk, {
    webUrl: config.faq.webUrl ?? env.ZAMMAD_URL,
    synonyms: meaningsOf(config.faq),
    regions: regionNames(config.regions),
    now,
  });
  const learned = await readLessons(client, config, base?.vocabulary ?? new Set(), now);
  const { answers } = await readTree(desk, now);
  const found = answers.flatMap(({ note, texts }) =>
    note === null
      ? []
      : texts.flatMap(({ id }) => {
          const stems = learned.get(String(id));
          return stems === undefined ? [] : [[note.id, Object.fromEntries(stems)] as const];
        }),
  );
  terminal.out(JSON.stringify(Object.fromEntries(found), null, 2));
  return 0;
};

/** Adds `learned` to the family `faq`. */
export const addLearned = (faq: Command, terminal: Terminal, finish: (code: number) => void): void => {
  faq
    .command('learned')
    .description(
      'показать, чему подсказки научили закрытые обращения: основы слов и число заявителей, без персональных данных; ничего не менять',
    )
    .action(async () => {
      finish(await learnedCommand(terminal));
    });
};
