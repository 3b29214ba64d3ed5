/**
 * `faq suggest`: what the operator's note would hold for letters, offline: the same reading of a letter and the same comparison the
 * running companion makes, over an edition's files in place of the knowledge base.
 */
import { text } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { mailSettings, readMail } from 'portal-letter';
import { z } from 'zod';
import type { Config } from '../../config/load.js';
import { regionNames } from '../../config/regions.js';
import { askedIn } from '../../sync/faq/suggest/asked.js';
import { nothingLearned, type Learned } from '../../sync/faq/suggest/learned.js';
import { worthShowing } from '../../sync/faq/suggest/likely.js';
import { similarityOf, type Similarity } from '../../sync/faq/suggest/similarity.js';
import { meaningsOf } from '../../sync/faq/suggest/synonyms.js';
import { textOf } from '../../sync/faq/body.js';
import type { Command } from 'commander';
import type { Said } from '../../sync/faq/source.js';
import type { FaqEdition, FaqEntry } from '../../sync/faq/types.js';
import { readConfig } from '../process/config.js';
import { helpdeskEnv, readEnv } from '../process/env.js';
import type { Terminal } from './terminal.js';

/** One letter a line. `region`: its name or its id; left out: not known. */
const letterLine = z.strictObject({
  id: z.string(),
  subject: z.string().default(''),
  text: z.string(),
  region: z.string().optional(),
});
type LetterLine = z.output<typeof letterLine>;

export interface SuggestOptions {
  readonly edition: readonly string[];
  readonly letters: string;
  /** What a desk has learned, as `faq learned` prints it. */
  readonly learned?: string;
  readonly json?: boolean;
}

export interface SuggestPlace {
  readonly terminal: Terminal;
  /** Read for `--letters -`. */
  readonly stdin: NodeJS.ReadableStream;
  readonly read: (sources: readonly string[], said: Said) => Promise<FaqEdition>;
}

/** Id of an entry of the edition → stem → how many citizens wrote it. */
const learnedFile = z.record(z.string(), z.record(z.string(), z.int().min(1)));

const readLearned = async (file: string | undefined): Promise<Learned> => {
  if (file === undefined) return nothingLearned;
  const source = await readFile(file, 'utf8');
  try {
    const found = learnedFile.parse(JSON.parse(source));
    return new Map(Object.entries(found).map(([id, stems]) => [id, new Map(Object.entries(stems))]));
  } catch (cause) {
    throw new Error(`--learned «${file}»: нужен JSON, который печатает reglament faq learned`, { cause });
  }
};

interface Suggestion {
  readonly id: string;
  readonly question: string;
  /** Likeness; comparable within one letter. */
  readonly score: number;
}

/** All faults of the letters at once. */
const lettersIn = (source: string): LetterLine[] => {
  const faults: string[] = [];
  const letters = source.split('\n').flatMap((line, at): LetterLine[] => {
    if (line.trim() === '') return [];
    const wrong = (why: string): [] => {
      faults.push(`--letters, строка ${at + 1}: ${why}`);
      return [];
    };
    try {
      const read = letterLine.safeParse(JSON.parse(line));
      if (read.success) return [read.data];
      return wrong('нужны id и text, могут быть subject и region; других ключей нет');
    } catch {
      return wrong('не разбирается как JSON; нужна одна запись на строку');
    }
  });
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return letters;
};

/** As a mail of a citizen's: the reader takes labels of forms, quotes and signatures away. */
const rawLetter = ({ subject, text: words }: LetterLine): Buffer =>
  Buffer.from(
    [
      'From: citizen@mail.example',
      `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(words).toString('base64'),
      '',
    ].join('\r\n'),
  );

const entriesFor = (
  entries: readonly FaqEntry[],
  region: string | null,
  regions: ReadonlySet<string>,
): readonly FaqEntry[] =>
  entries.filter(({ category }) => {
    const owner = category.find((section) => regions.has(section));
    return owner === undefined || owner === region;
  });

/** What of the edition may be shown to whom, each made ready once. */
const searchOf = (
  { entries }: FaqEdition,
  { faq, regions }: Pick<Config, 'faq' | 'regions'>,
  learned: Learned,
) => {
  const synonyms = meaningsOf(faq);
  const names = regionNames(regions);
  const made = new Map<string | null, { readonly own: readonly FaqEntry[]; readonly similar: Similarity }>();
  return (region: string | null) => {
    const found = made.get(region);
    if (found !== undefined) return found;
    const own = entriesFor(entries, region, names);
    const similar = similarityOf(
      own.map(({ id, question, html }) => ({ question, answer: textOf(html), learned: learned.get(id) })),
      synonyms,
    );
    const index = { own, similar };
    made.set(region, index);
    return index;
  };
};

/**
 * Prints one JSON line a letter: `{id, suggestions: [{id, question, score}]}`, an empty list where no note would be written; without
 * `--json` the same to be read. Resolves to 0, to 1 where the edition has faults (they go to stderr). Rejects with a Russian Error
 * for letters or settings that cannot be read. Needs no helpdesk.
 */
export const suggestCommand = async (
  { terminal, stdin, read }: SuggestPlace,
  { edition: sources, letters, learned, json }: SuggestOptions,
): Promise<0 | 1> => {
  const { REGLAMENT_CONFIG } = readEnv(helpdeskEnv.pick({ REGLAMENT_CONFIG: true }));
  const config = await readConfig(REGLAMENT_CONFIG);
  const edition = await read(sources, {});
  for (const { where, message } of edition.faults) terminal.err(`${where}: ${message}`);
  const search = searchOf(edition, config, await readLearned(learned));
  const settings = mailSettings(config);
  const source = letters === '-' ? await text(stdin) : await readFile(letters, 'utf8');
  for (const letter of lettersIn(source)) {
    const { intake } = await readMail(rawLetter(letter), settings, { now: terminal.now() });
    const region = config.regions.get(letter.region ?? '')?.name ?? letter.region ?? null;
    const { own, similar } = search(region);
    const found = worthShowing(
      similar,
      askedIn({ subject: letter.subject, words: intake.summary ?? '' }),
    ).flatMap(({ at, score }): Suggestion[] => {
      const entry = own[at];
      return entry === undefined
        ? []
        : [{ id: entry.id, question: entry.question, score: Number(score.toFixed(3)) }];
    });
    terminal.out(
      json === true ? JSON.stringify({ id: letter.id, suggestions: found }) : shown(letter.id, found),
    );
  }
  return edition.faults.length > 0 ? 1 : 0;
};

const shown = (id: string, found: readonly Suggestion[]): string =>
  found.length === 0
    ? `${id}: заметки не будет`
    : [`${id}:`, ...found.map(({ id: entry, question, score }) => `  ${score}  ${entry}  ${question}`)].join(
        '\n',
      );

/** Adds `suggest` to the family `faq`. */
export const addSuggest = (faq: Command, place: SuggestPlace, finish: (code: number) => void): void => {
  faq
    .command('suggest')
    .usage('--edition <файл...> --letters <файл> [параметры]')
    .description('показать без Zammad, что будет в заметке оператора для этих обращений; ничего не менять')
    .requiredOption(
      '--edition <файл...>',
      'файл, папка или адрес издания; несколько — одно издание по частям',
    )
    .requiredOption(
      '--letters <файл>',
      'обращения, по одному JSON на строку: id, subject, text, region; «-» — из ввода',
    )
    .option(
      '--learned <файл>',
      'чему научили закрытые обращения: то, что печатает faq learned; без него — как на новом столе',
    )
    .option('--json', 'по одному JSON на строку')
    .action(async (options: SuggestOptions) => {
      finish(await suggestCommand(place, options));
    });
};
