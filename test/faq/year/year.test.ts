/** A year of twelve editions of some 120 questions: with keys, without, with running numbers. After each month the base is right. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEdition } from '../../../sync/faq/edition/read-edition.js';
import { wordingOf } from '../../../sync/faq/edition/identity.js';
import type { FaqEdition } from '../../../sync/faq/types.js';
import { isWrite, openFaqDesk, seen, type FaqTestDesk } from '../desk.js';

interface Month {
  readonly month: number;
  readonly note: string;
  /** Who each row is, whatever it is called this month. */
  readonly uids: readonly string[];
  /** Rows that are not surely the same by their words. */
  readonly how: Readonly<
    Record<string, 'propose' | 'either' | 'new' | 'trap' | 'returned' | 'returned in other words'>
  >;
}

const here = import.meta.dirname;
const months = JSON.parse(readFileSync(join(here, 'year.json'), 'utf8')) as readonly Month[];

/** The same rows with their keys, without them, with a running number. */
const variants = {
  'with keys': (lines: readonly string[]) => lines,
  'without keys': (lines: readonly string[]) => lines.map((line) => line.slice(line.indexOf(';') + 1)),
  'with running numbers': (lines: readonly string[]) =>
    lines.map((line, row) => `${row === 0 ? '№ п/п' : row}${line.slice(line.indexOf(';'))}`),
} as const;

const editionOf = (
  month: number,
  rows: (lines: readonly string[]) => readonly string[],
): Promise<FaqEdition> => {
  const two = String(month).padStart(2, '0');
  const lines = readFileSync(join(here, `month-${two}.csv`), 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const data = new TextEncoder().encode(rows(lines).join('\r\n'));
  return readEdition([{ name: `FAQ ред. ${month} от 2026-${two}-01.csv`, data }]);
};

/** Calls that change anything, month by month: what an editor's year costs, key or no key. */
const written: Readonly<Record<keyof typeof variants, readonly number[]>> = {
  'with keys': [252, 13, 21, 2, 8, 24, 29, 20, 18, 35, 9],
  'without keys': [252, 13, 21, 2, 8, 24, 30, 20, 18, 35, 9, 3],
  'with running numbers': [252, 13, 21, 2, 8, 24, 30, 20, 18, 35, 9, 3],
};

let helpdesk: FaqTestDesk;
beforeEach(async () => {
  helpdesk = await openFaqDesk();
});
afterEach(() => helpdesk.close());

/** Live answers by section and wording. */
const standing = async (): Promise<Map<string, number>> =>
  new Map(
    (await seen(helpdesk))
      .filter(({ state }) => state !== 'archived')
      .map(({ id, category, title }) => [`${wordingOf(category)} ${wordingOf(title)}`, id]),
  );

test.each(Object.keys(variants) as (keyof typeof variants)[])(
  '%s',
  async (variant) => {
    /** Whose answer is whose, from the month it was made. */
    const answers = new Map<string, number>();
    const writes: number[] = [];
    for (const { month, note, uids, how } of months) {
      const edition = await editionOf(month, variants[variant]);
      expect([note, edition.faults, edition.entries.length]).toEqual([note, [], uids.length]);
      const rowOf = new Map(edition.entries.map(({ id }, row) => [id, uids[row] ?? '']));
      if (variant === 'with keys' && month === 12) {
        await expect(helpdesk.load(edition)).rejects.toThrow('Похоже, столбец ключей съехал');
        break;
      }
      const plan = await helpdesk.plan(edition);
      const byTitle = new Map(
        (await seen(helpdesk)).map(({ id, title, state }) => [`${state === 'archived'} ${title}`, id]),
      );
      const proposed = plan.renames.map(({ id, formerQuestion }) => {
        const uid = rowOf.get(id) ?? '';
        return { id, uid, right: byTitle.get(`false ${formerQuestion}`) === answers.get(uid) };
      });
      if (variant === 'with keys') expect(proposed).toEqual([]);
      else {
        const asked = Object.entries(how).flatMap(([uid, each]) => (each === 'propose' ? [uid] : []));
        expect([
          note,
          asked.filter((uid) => !proposed.some((each) => each.uid === uid && each.right)),
        ]).toEqual([note, []]);
        expect([note, proposed.filter(({ uid }) => how[uid] === undefined)]).toEqual([note, []]);
      }
      helpdesk.calls.length = 0;
      await helpdesk.load(edition, {
        choices: {
          same: new Set(proposed.flatMap(({ id, right }) => (right ? [id] : []))),
          different: new Set(proposed.flatMap(({ id, right }) => (right ? [] : [id]))),
        },
      });
      writes.push(helpdesk.calls.filter(isWrite).length);
      const now = await standing();
      expect([note, now.size]).toEqual([note, uids.length]);
      const wrong = edition.entries.flatMap(({ category, question, id }): string[] => {
        const uid = rowOf.get(id) ?? '';
        const answer = now.get(`${wordingOf(category.join(' › '))} ${wordingOf(question)}`);
        const before = answers.get(uid);
        const may = how[uid];
        if (answer === undefined) return [`нет ответа: ${question}`];
        const kept =
          variant === 'with keys'
            ? before !== undefined
            : before !== undefined && may !== 'either' && may !== 'returned in other words';
        const other = [...answers].find(([each, held]) => held === answer && each !== uid);
        answers.set(uid, answer);
        if (kept && answer !== before) return [`другой ответ: ${question}`];
        return other !== undefined && may !== 'either' && may !== 'returned in other words'
          ? [`чужой ответ: ${question} был у ${other[0]}`]
          : [];
      });
      expect([note, wrong]).toEqual([note, []]);
      const again = await helpdesk.plan(edition);
      expect([note, again.changes, again.archive, again.renames]).toEqual([note, [], [], []]);
    }
    expect(writes).toEqual(written[variant]);
  },
  600_000,
);
