/**
 * Keeps the knowledge base at hand for the engine: read when it is first asked for, again when told to. A base that cannot be
 * read costs suggestions and nothing else, and is told once, not with every ticket.
 */
import { isZammadError, type ZammadClient } from 'zammad-api-client-ts';
import type { FaqSettings } from '../../../config/schema/faq.js';
import { createFaqDesk } from '../../../sync/faq/desk.js';
import { readAnswerBase, type AnswerBase } from '../../../sync/faq/suggest/answer-base.js';
import { nothingLearned, type Learned } from '../../../sync/faq/suggest/learned.js';
import { meaningsOf } from '../../../sync/faq/suggest/synonyms.js';
import type { Log } from '../../process/log.js';

export interface Answers {
  /** Null: cannot be read. Never rejects. */
  readonly current: () => Promise<AnswerBase | null>;
  /** Reads anew; what was read before stays in use where that fails. Never rejects. */
  readonly refresh: () => Promise<void>;
  /** Learns anew from what the desk has closed; what was learned before stays where that fails. Never rejects. */
  readonly learn: () => Promise<void>;
}

interface AnswersOptions {
  readonly client: ZammadClient;
  readonly settings: FaqSettings;
  /** Names of all regions. */
  readonly regions: ReadonlySet<string>;
  /** Where Zammad is, unless the settings name the address operators use. */
  readonly url: string;
  /** What the desk's own work teaches, given the words of the base; left out: nothing. */
  readonly lessons?: (vocabulary: ReadonlySet<string>) => Promise<Learned>;
  /** Null: the reader tells by itself that there is nothing. */
  readonly log: Log | null;
  readonly clock: () => Date;
}

/** How often the running companion reads the base. */
export const ANSWERS_AT = '*/10 * * * *';
/** When it learns from the desk: at night, for each closed request costs a call. */
export const LESSONS_AT = '50 3 * * *';
/** So long a base that could not be read is left alone. */
const REST_MS = 60_000;

const HIDDEN =
  'база знаний пуста или не видна: подсказок в тикетах не будет; дайте роли «Компаньон регламента» и ключу право knowledge_base.reader и загрузите FAQ (reglament faq apply)';

export const createAnswers = ({
  client,
  settings,
  regions,
  url,
  lessons,
  log,
  clock,
}: AnswersOptions): Answers => {
  const desk = createFaqDesk(client);
  const synonyms = meaningsOf(settings);
  let base: AnswerBase | null = null;
  let reading: Promise<void> | null = null;
  let readAt = 0;
  let told = false;
  let learned = nothingLearned;
  const read = async (): Promise<void> => {
    try {
      const found = await readAnswerBase(desk, {
        webUrl: settings.webUrl ?? url,
        synonyms,
        regions,
        now: clock(),
      });
      base = found?.taught(learned) ?? null;
      if (found === null && !told) log?.warn(HIDDEN);
      told = found === null;
    } catch (error) {
      const refused = isZammadError(error) && error.kind === 'forbidden';
      if (!told) log?.warn(refused ? HIDDEN : 'база знаний не прочитана, подсказок пока нет', { error });
      told = true;
    }
    readAt = performance.now();
  };
  const refresh = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = null;
    });
    return reading;
  };
  const current = async (): Promise<AnswerBase | null> => {
    if (base === null && (readAt === 0 || performance.now() - readAt > REST_MS)) await refresh();
    return base;
  };
  return {
    refresh,
    current,
    learn: async () => {
      const known = await current();
      if (known === null || lessons === undefined) return;
      try {
        learned = await lessons(known.vocabulary);
        base = known.taught(learned);
        log?.info('подсказки учтены по закрытым обращениям', { answers: learned.size });
      } catch (error) {
        log?.warn('закрытые обращения не прочитаны, подсказки по ним не уточнены', { error });
      }
    },
  };
};
