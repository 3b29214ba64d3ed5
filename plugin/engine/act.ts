/**
 * Carries wishes out: compare, ask once more whether the ticket stands still, write fields and note in one PUT. Zammad
 * has no conditional write, so the question right before the write is as near as one can come.
 */
import type { FullTicket, TicketUpdate } from 'zammad-api-client-ts';
import type { TicketFacts } from '../../triggers/types.js';
import type { Log } from '../log.js';
import type { Decision, Records } from '../store/records.js';
import type { Judged } from './evaluate.js';
import type { Directory, Helpdesk } from './helpdesk.js';
import { marksOn, subjectOf } from './mark.js';
import { maskedBecause } from './because.js';
import { wishesOf, type Act, type Wishes } from './wishes.js';

export interface ActPorts {
  readonly helpdesk: Helpdesk;
  readonly records: Records;
  readonly log: Log;
  readonly clock: () => Date;
  /** The same clause on the same ticket at most so often in 24 hours. */
  readonly breaker: number;
}

/** `written`: look again, it may concern others. `moved`: somebody changed the ticket since it was read; nothing was written, read it again. */
type Outcome = 'nothing' | 'written' | 'moved' | 'stopped';

const DAY_MS = 24 * 3600 * 1000;

const updateOf = ({ fields, acts }: Wishes): TicketUpdate => {
  const { owner, ...named } = fields;
  const html = acts.flatMap((one) => (one.html === null ? [] : [one.html]));
  const update: TicketUpdate = {};
  Object.assign(update, named);
  // Zammad's «nobody» is its user 1; a name would have to be an agent's login.
  if (owner === null) update.owner_id = 1;
  else if (owner !== undefined) update.owner = String(owner);
  if (html.length > 0)
    update.article = {
      subject: subjectOf(acts.map(({ mark }) => mark)),
      body: html.join('<hr>\n'),
      content_type: 'text/html',
      type: 'note',
      internal: true,
    };
  return update;
};

/** Zammad drops keys it does not know without a word: fields that did not become what was wanted, by name. */
const refusedFields = ({ fields }: Wishes, after: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(fields)
    .filter(([field]) => !['group', 'state', 'owner'].includes(field))
    .filter(([field, value]) => (after[field] === '' ? null : (after[field] ?? null)) !== value)
    .map(([field]) => field);

/** The newest mark's `at` tells acts whose log line was lost; the larger count holds. */
const isWornOut = async (
  { records, clock, breaker }: ActPorts,
  ticket: number,
  { judged: { clause } }: Act,
  marks: readonly { readonly clause: string; readonly at: Date }[],
): Promise<boolean> => {
  const since = new Date(clock().getTime() - DAY_MS);
  const marked = marks.filter((mark) => mark.clause === clause && mark.at > since).length;
  return Math.max(marked, await records.actsSince(ticket, clause, since)) >= breaker;
};

const decisionOf = (
  facts: TicketFacts,
  { clause, mode, verdict }: Judged,
  outcome: Decision['outcome'],
  actionKey: string | null,
  at: Date,
): Decision => ({
  ticket: facts.id,
  clause,
  mode,
  verdict: verdict.status,
  outcome,
  because: maskedBecause(verdict.because),
  actionKey,
  at,
});

/**
 * Acts on the verdicts about the ticket as `full` showed it, and logs every decision. Rejects with ZammadError when the
 * write fails (nothing is logged then: the next look decides anew), with PostgreSQL's error when the store is down.
 */
export const act = async (
  ports: ActPorts,
  facts: TicketFacts,
  full: FullTicket,
  directory: Directory,
  judged: readonly Judged[],
): Promise<Outcome> => {
  const { helpdesk, records, log, clock } = ports;
  const marks = marksOn(full.articles, directory.me);
  const wishes = wishesOf(facts, judged, new Set(marks.map(({ key }) => key)));
  const acting = new Map(wishes.acts.map((one) => [one.judged.clause, one]));
  for (const lost of wishes.overruled) log.warn('обязательства спорят о поле', { ticket: facts.id, ...lost });
  for (const one of judged) {
    if (acting.has(one.clause)) continue;
    const seen = one.verdict.status === 'due' && one.mode === 'shadow' ? 'observed' : 'none';
    await records.decide(decisionOf(facts, one, seen, null, clock()));
    if (one.verdict.status === 'flagged')
      log.warn('тикет требует внимания', {
        ticket: facts.id,
        clause: one.clause,
        because: one.verdict.because.text,
      });
  }
  if (wishes.acts.length === 0) return 'nothing';
  for (const one of wishes.acts)
    if (await isWornOut(ports, facts.id, one, marks)) {
      log.error(
        'предохранитель: одно и то же действие повторяется на тикете, Reglament его больше не трогает; разберитесь, что возвращает тикет обратно',
        { ticket: facts.id, clause: one.judged.clause, perDay: ports.breaker },
      );
      for (const stopped of wishes.acts)
        await records.decide(decisionOf(facts, stopped.judged, 'stopped', null, clock()));
      return 'stopped';
    }

  const now = await helpdesk.updatedAt(facts.id);
  if (now?.getTime() !== facts.updatedAt.getTime()) return 'moved';
  const after = await helpdesk.write(facts.id, updateOf(wishes));
  const refused = refusedFields(wishes, after);
  if (refused.length > 0)
    log.error('Zammad не принял поля: сверьте helpdesk с конфигурацией (reglament drift)', {
      ticket: facts.id,
      fields: refused,
    });
  for (const { judged: one, mark } of wishes.acts) {
    const outcome = one.mode === 'enforce' ? 'acted' : 'noted';
    await records.decide(decisionOf(facts, one, outcome, `${facts.id}/${mark.clause}/${mark.key}`, clock()));
    log.info('обязательство исполнено', {
      ticket: facts.id,
      clause: one.clause,
      mode: one.mode,
      because: one.verdict.because.text,
    });
  }
  // Looking again would only find the same field unset.
  return refused.length > 0 ? 'nothing' : 'written';
};
