/** `faq gaps`: which questions went to the federal desk for want of an answer, to hand back to the federal editor. Writes nothing. */
import type { Command } from 'commander';
import { regionNames } from '../../config/regions.js';
import { Temporal } from 'temporal-polyfill';
import { createFaqDesk } from '../../sync/faq/desk.js';
import { readAnswerBase } from '../../sync/faq/suggest/answer-base.js';
import { meaningsOf, synonymsOf } from '../../sync/faq/suggest/synonyms.js';
import { stemOf, wordsOf } from '../../sync/faq/suggest/words.js';
import { gapsCsv, gapsText, type GapReport } from '../ask/insight/faq-gaps-text.js';
import { gapsOf } from '../ask/insight/faq-gaps.js';
import { unanswered } from '../ask/insight/unanswered.js';
import { openClient } from './desk.js';
import type { Terminal } from './terminal.js';

export interface GapsOptions {
  /** Dates, both included, by Moscow's day. */
  readonly since: string;
  /** Default: today. */
  readonly until?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

const dateOf = (option: string, text: string): Temporal.PlainDate => {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    throw new Error(`${option}: дата «${text}» не понята, ожидалось, например, 2026-11-01`);
  }
};

const printed = (report: GapReport, { csv, json }: GapsOptions): string => {
  if (json === true) return JSON.stringify(report, null, 2);
  return csv === true ? gapsCsv(report) : gapsText(report);
};

/** Prints the gaps. Rejects with EnvironmentFault, ConfigFaults, ZammadError or a Russian error. */
const gapsCommand = async (terminal: Terminal, options: GapsOptions): Promise<0> => {
  if (options.csv === true && options.json === true) throw new Error('Выберите одно: --csv или --json');
  const { client, config, env } = await openClient();
  const { timeZone } = config.federal;
  const today = Temporal.Instant.fromEpochMilliseconds(terminal.now().getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const since = dateOf('--since', options.since);
  const until = options.until === undefined ? today : dateOf('--until', options.until);
  if (Temporal.PlainDate.compare(until, since) < 0) throw new Error('--until раньше --since: исправьте даты');
  const startOf = (day: Temporal.PlainDate): Date =>
    new Date(day.toZonedDateTime({ timeZone }).epochMilliseconds);
  // Zammad's «after» leaves the instant itself out.
  const period = [new Date(startOf(since).getTime() - 1), startOf(until.add({ days: 1 }))] as const;
  const requests = await unanswered(client, config, period);
  const synonyms = synonymsOf(config.faq.synonyms);
  const base = await readAnswerBase(createFaqDesk(client), {
    webUrl: config.faq.webUrl ?? env.ZAMMAD_URL,
    synonyms: meaningsOf(config.faq),
    regions: regionNames(config.regions),
    now: terminal.now(),
  });
  if (base === null)
    terminal.err(
      'База знаний пуста или ключу не видна: из обращений показаны только слова, общие для многих.',
    );
  const known = config.faq.synonyms.flat().flatMap((phrase) => wordsOf(phrase).map(stemOf));
  const report: GapReport = {
    since: since.toString(),
    until: until.toString(),
    requests: requests.length,
    gaps: gapsOf(requests, {
      synonyms,
      vocabulary: new Set([...known, ...(base?.vocabulary ?? [])]),
      likely: (text) => base?.likely({ subject: '', words: text, region: null })[0]?.title ?? null,
    }),
  };
  terminal.out(printed(report, options));
  return 0;
};

/** Adds `gaps` to the family `faq`. */
export const addGaps = (faq: Command, terminal: Terminal, finish: (code: number) => void): void => {
  faq
    .command('gaps')
    .usage('--since <дата> [параметры]')
    .description(
      'показать, чего в FAQ нет: о чём спрашивали СП ЕПГУ, без персональных данных; ничего не менять',
    )
    .requiredOption('--since <дата>', 'первый день')
    .option('--until <дата>', 'последний день, включительно; по умолчанию — сегодня')
    .option('--csv', 'CSV для Excel')
    .option('--json', 'перечень в JSON')
    .action(async (options: GapsOptions) => {
      finish(await gapsCommand(terminal, options));
    });
};
