/** Letters a second from raw bytes to what the sender wrote, beside postal-mime alone, which takes the same letters apart. */
import { readdirSync, readFileSync } from 'node:fs';
import PostalMime from 'postal-mime';
import { readLetter } from '../plugin/intake/letter.js';
import { ratesOf } from './rate.js';
import type { Table } from './table.js';

const CORPUS = 'test/intake/letters/';
const own = { addresses: ['support@help.example'] };

/** Runs over the corpus of letters, one after another. */
export const intake = async (): Promise<Table> => {
  const letters = readdirSync(CORPUS).map((file) => readFileSync(CORPUS + file));
  const every = (read: (raw: Uint8Array) => Promise<unknown>) => async (): Promise<number> => {
    for (const raw of letters) await read(raw);
    return letters.length;
  };
  return {
    title: `Intake: ${letters.length} letters of the corpus`,
    unit: 'letters/s',
    rows: await ratesOf({
      'Reglament: charsets found out, quotes and signatures cut, robots told apart': every((raw) =>
        readLetter(raw, own),
      ),
      'postal-mime alone': every((raw) => PostalMime.parse(raw)),
    }),
    notes: ['postal-mime is what Reglament reads with: the floor of what a letter costs'],
  };
};
