/** How often the operator's note holds the right answer, by the command an admin would measure it with. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { suggestCommand } from '../../../plugin/cli/faq-suggest-command.js';
import { readFaq } from '../../../sync/faq/source.js';

const folder = 'test/faq/likeness';
/** Requests in three shapes (portal forms, mails, plain letters), each with the answers that are right for it; `[]`: none is. */
export type RequestSet = 'tuned' | 'written' | 'held-out';

const line = z.object({ id: z.string(), suggestions: z.array(z.object({ id: z.string() })) });

interface NoteScore {
  /** Percent of the requests with an answer whose note has a right one. */
  readonly right: number;
  /** Percent of those without one that get a note all the same. */
  readonly false: number;
  readonly requests: number;
}

/** Plays all requests of a set through `faq suggest`. */
export const noteScore = async (set: RequestSet): Promise<NoteScore> => {
  const right = z
    .record(z.string(), z.array(z.string()))
    .parse(JSON.parse(readFileSync(`${folder}/${set}/right.json`, 'utf8')));
  const out: string[] = [];
  process.env['REGLAMENT_CONFIG'] ??= 'config';
  await suggestCommand(
    {
      terminal: {
        out: (text) => out.push(text),
        err: () => undefined,
        colour: false,
        now: () => new Date('2026-11-27T12:00:00Z'),
      },
      stdin: Readable.from([readFileSync(`${folder}/${set}/letters.jsonl`)]),
      read: readFaq,
    },
    { edition: [`${folder}/edition.csv`], letters: '-', json: true },
  );
  const notes = out.map((one) => line.parse(JSON.parse(one)));
  const wanted = notes.filter(({ id }) => (right[id] ?? []).length > 0);
  const unwanted = notes.filter(({ id }) => (right[id] ?? []).length === 0);
  const hits = wanted.filter(({ id, suggestions }) =>
    suggestions.some((one) => right[id]?.includes(one.id) === true),
  );
  const noted = unwanted.filter(({ suggestions }) => suggestions.length > 0);
  return {
    right: (100 * hits.length) / wanted.length,
    false: (100 * noted.length) / unwanted.length,
    requests: notes.length,
  };
};
