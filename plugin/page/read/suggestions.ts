/** What came of the answers that were suggested: of the decision log and the places alone. */
import type { Pool } from 'pg';
import { inScope, scopeParams, type Scope } from './scope.js';

type Asks = Pick<Pool, 'query'>;

/** A ticket on which answers were suggested, or which was answered from FAQ without. */
export interface Suggested {
  /** Titles of the answers suggested last, as the log has them; null: none were. */
  readonly suggested: string | null;
  /** Title of the answer that was given; null: none was, or nobody said which. */
  readonly given: string | null;
  /** What the operator said the search came to; null: nothing yet. */
  readonly result: string | null;
}

const LISTED = 50_000;

/**
 * Tickets of [from, to). `suggesting`, `answering`: clauses that suggest answers, and that see which was given. Each is looked up by
 * itself: joined, the planner walks over a month of the log and over all places.
 */
export const suggestedBetween = async (
  pool: Asks,
  scope: Scope,
  {
    from,
    to,
    suggesting,
    answering,
  }: {
    readonly from: Date;
    readonly to: Date;
    readonly suggesting: readonly string[];
    readonly answering: readonly string[];
  },
): Promise<Suggested[]> => {
  const { rows } = await pool.query<Suggested>(
    `with shown as (
       select distinct on (a.ticket) a.ticket, d.titles
       from acts a cross join lateral (
         select id, because -> 'facts' ->> 'Ответы' as titles from decisions
         where ticket = a.ticket and clause = a.clause and action_key = a.key and at >= $3 and at < $4 limit 1) d
       where a.at >= $3 and a.at < $4 and a.clause = any($5)
       order by a.ticket, d.id desc
     ), given as (
       select distinct on (s.ticket) s.ticket, (
         select d.because -> 'facts' ->> 'Ответ' from decisions d
         where d.ticket = s.ticket and d.clause = s.clause and d.at = s.at and d.at >= $3 and d.at < $4
           and d.because -> 'facts' ? 'Ответ' limit 1) as title
       from standings s where s.clause = any($6) and s.verdict = 'met' and s.at >= $3 and s.at < $4
     )
     select shown.titles as suggested, given.title as given, p.faq as result
     from shown full join (select * from given where title is not null) given using (ticket)
     cross join lateral (select * from places where places.ticket = coalesce(shown.ticket, given.ticket) limit 1) p
     where ${inScope(1, 'p.region', 'p.place')} limit ${LISTED}`,
    [...scopeParams(scope), from, to, suggesting, answering],
  );
  return rows;
};

/** How the suggestions of a period fared. Pure. */
export const tallySuggestions = (rows: readonly Suggested[], found: string, notFound: string) => {
  const shown = rows.filter(({ suggested }) => suggested !== null);
  const isHit = ({ suggested, given }: Suggested): boolean =>
    given !== null && (suggested ?? '').includes(`«${given}»`);
  const hit = shown.filter(isHit).length;
  const other = shown.filter((row) => row.given !== null && !isHit(row)).length;
  const unnamed = shown.filter(({ given, result }) => given === null && result === found).length;
  const none = shown.filter(({ given, result }) => given === null && result === notFound).length;
  const byAnswer = Map.groupBy(
    shown.flatMap((row) => {
      const [first] = /«[^»]*»/.exec(row.suggested ?? '') ?? [];
      return first === undefined
        ? []
        : [{ title: first.slice(1, -1), hit: row.given === first.slice(1, -1) }];
    }),
    ({ title }) => title,
  );
  return {
    shown: shown.length,
    hit,
    other,
    unnamed,
    none,
    open: shown.length - hit - other - unnamed - none,
    unasked: rows.filter(({ suggested, given }) => suggested === null && given !== null).length,
    answers: [...byAnswer]
      .map(([title, own]) => ({ title, shown: own.length, hit: own.filter((one) => one.hit).length }))
      .toSorted((one, another) => another.shown - one.shown || one.title.localeCompare(another.title)),
  };
};
