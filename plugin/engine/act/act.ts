/**
 * Carries planned out: compare, ask once more whether the ticket stands still unless it was read just now, take the steps
 * beside it, write fields and note in one PUT. Zammad has no conditional write, so that is as near as one can come.
 */
import type { TicketUpdate } from 'zammad-api-client-ts';
import type { TicketFacts } from '../../../triggers/types.js';
import { HelpdeskLacks } from '../../process/fault.js';
import type { Decision } from '../../store/records.js';
import { differing, type Fields } from '../../../triggers/verdict/actions-to.js';
import { afterWrite } from './after-write.js';
import { attentionOf } from './attention.js';
import { maskedBecause } from '../because.js';
import type { Judged } from '../evaluate.js';
import { fieldsOf, markedNote, refusedFields } from './fields.js';
import { marksOn, type Mark } from './mark.js';
import type { Reading } from '../read/reading.js';
import { isUndo, undoFacts } from './undo.js';
import { ownerOf } from '../read/facts.js';
import { takeSteps, type StepPorts, type Stepped } from './steps.js';
import { actionsOf, plannedWrite, type Act, type AlreadyDone, type PlannedWrite } from './planned-write.js';

export interface ActPorts extends StepPorts {
  /** The same clause on the same ticket at most so often in 24 hours. */
  readonly breaker: number;
  /** Fields a ticket has on a helpdesk that is set up; left out: not looked at. */
  readonly attributes?: readonly string[];
  /** The attribute that shows what requires attention; left out: nothing is shown on tickets. */
  readonly attention?: string;
  /** Milliseconds of a clock that only runs forward; left out: the process's own. */
  readonly stopwatch?: () => number;
}

/**
 * `moved`: somebody changed the ticket since it was read, nothing was written. `refused`: Zammad dropped a field. `written`: judge again, it may concern
 * others; on `after`, or on a new reading where it is null.
 */
type Outcome =
  | { readonly did: 'nothing' | 'stopped' | 'moved' | 'refused' }
  | { readonly did: 'written'; readonly after: Reading | null; readonly said: readonly Mark[] };

const DAY_MS = 24 * 3600 * 1000;
/** A reading recorded no longer ago needs no question before the write: a question is no nearer to it on a slow helpdesk. */
const FRESH_MS = 500;

const updateOf = ({ fields, acts }: PlannedWrite, columns: Stepped['columns']): TicketUpdate | null => {
  const speaking = acts.filter(({ html }) => html !== null);
  if (speaking.length === 0 && Object.keys(fields).length === 0 && Object.keys(columns).length === 0)
    return null;
  const html = speaking.flatMap((one) => one.html ?? []);
  return {
    ...fieldsOf(fields),
    ...columns,
    ...(html.length > 0 && {
      article: markedNote(
        speaking.map(({ mark }) => mark),
        html,
        // A portal's robot sent the letter: «Reply» under it would go there.
        acts.some(({ steps }) => steps.customers.length > 0) ? 'phone' : 'note',
      ),
    }),
  };
};

/**
 * The newest mark's `at` tells acts whose log line was lost; the larger count holds. The breaker is against loops that
 * nobody outside causes: for each letter of the citizen's the clause may act once more, and a
 * citizen's term is put right after each hand that changed it: no wrong date is left standing.
 */
const isWornOut = async (
  { records, clock, breaker }: ActPorts,
  { id: ticket, articles, transitions }: TicketFacts,
  { judged: { clause, cited, row = clause, verdict } }: Act,
  marks: readonly { readonly clause: string; readonly at: Date }[],
): Promise<boolean> => {
  const since = new Date(clock().getTime() - DAY_MS);
  const marked = marks.filter(
    (mark) => (mark.clause === clause || mark.clause === cited) && mark.at > since,
  ).length;
  const letters = articles.filter(
    ({ from, automatic, createdAt }) => from === 'citizen' && !automatic && createdAt > since,
  ).length;
  const isTermed =
    verdict.status === 'due' && actionsOf(verdict, 'set').some(({ fields }) => 'pending_time' in fields);
  const hands = transitions.filter(
    ({ by, field, at }) => isTermed && by === 'operator' && field === 'pending_time' && at > since,
  ).length;
  return Math.max(marked, await records.actsSince(ticket, row, since)) - letters - hands >= breaker;
};

const decisionOf = (
  facts: TicketFacts,
  { clause, row = clause, notRows = [], mode, verdict }: Judged,
  outcome: Decision['outcome'],
  actionKey: string | null,
  at: Date,
): Decision => ({
  ticket: facts.id,
  clause: row,
  instead: notRows,
  mode,
  verdict: verdict.status,
  outcome,
  because: maskedBecause(verdict.because),
  actionKey,
  region: facts.region,
  dueAt: verdict.status === 'pending' ? verdict.dueAt : null,
  at,
});

/** An act put back is told with whose it was, as far as the ticket says. */
const asUndo = (told: Decision, { facts, full }: Reading, { verdict }: Judged): Decision => {
  const login = facts.updatedBy === 'operator' ? ownerOf(full.ticket.updated_by_id, full.assets) : null;
  const more = undoFacts(facts, verdict, login);
  return { ...told, undo: true, because: { ...told.because, facts: { ...told.because.facts, ...more } } };
};

const logIdle = async (
  { records, log, clock }: ActPorts,
  facts: TicketFacts,
  judged: readonly Judged[],
): Promise<void> => {
  const idle = judged.map((one) => {
    const seen = one.verdict.status === 'due' && one.mode === 'observe' ? 'observe' : 'none';
    return decisionOf(facts, one, seen, null, clock());
  });
  const news = await records.decideAll(idle);
  for (const [at, { verdict, clause }] of judged.entries())
    if (news[at] === true && verdict.status === 'flagged')
      log.warn('тикет требует внимания', {
        ticket: facts.id,
        clause,
        because: verdict.because.text,
      });
};

const write = async (
  { helpdesk, log }: ActPorts,
  reading: Reading,
  planned: PlannedWrite,
  columns: Stepped['columns'],
): Promise<{ readonly after: Reading | null; readonly refused: boolean }> => {
  const update = updateOf(planned, columns);
  if (update === null) return { after: null, refused: false };
  const ticket = reading.facts.id;
  const after = await helpdesk.write(ticket, update);
  const refused = refusedFields(planned.fields, after);
  if (refused.length > 0)
    log.error('Zammad не принял поля: сверьте helpdesk с конфигурацией (reglament drift)', {
      ticket,
      fields: refused,
    });
  return { after: afterWrite(reading, planned, after), refused: refused.length > 0 };
};

/** Whether the ticket is still as it was judged: asked, unless it was read just now and nothing else was since. */
const stands = async (
  { helpdesk, stopwatch = () => performance.now() }: ActPorts,
  { facts, asked = null }: Reading,
  judged: readonly Judged[],
): Promise<boolean> => {
  // A ticket to be made has been looked for meanwhile.
  const searched = judged.some(
    ({ verdict, mode }) =>
      verdict.status === 'due' && mode === 'act' && actionsOf(verdict, 'create').length > 0,
  );
  if (asked !== null && !searched && stopwatch() - asked <= FRESH_MS) return true;
  return (await helpdesk.updatedAt(facts.id))?.getTime() === facts.updatedAt.getTime();
};

/**
 * Zammad drops fields it does not have without a word, and what is not there reads like what is empty: with one missing the
 * verdicts are not to be trusted and the act would be half an act. Throws HelpdeskLacks.
 */
const insistOnFields = ({ attributes = [] }: ActPorts, { full: { ticket } }: Reading): void => {
  const missing = attributes.filter((name) => !(name in ticket));
  if (missing.length > 0)
    throw new HelpdeskLacks(
      `В Zammad нет полей тикета: ${missing.join(', ')}. Ничего не записано; создайте их: reglament plan, затем reglament apply`,
    );
};

/** The attribute as it should stand, where it does not. While no clause may act no field is written, not even to take words away. */
const shownOn = ({ attention }: ActPorts, facts: TicketFacts, judged: readonly Judged[]): Fields =>
  attention === undefined || judged.every(({ mode }) => mode !== 'act')
    ? {}
    : differing(facts, { [attention]: attentionOf(judged) });

/**
 * Acts on the verdicts about the ticket of `reading`, and logs every decision. Rejects with ZammadError when a write fails
 * (nothing is logged then: the next look decides anew), in Russian when the helpdesk lacks a field, with PostgreSQL's error
 * when the store is down.
 */
export const act = async (
  ports: ActPorts,
  reading: Reading,
  judged: readonly Judged[],
  done: AlreadyDone,
): Promise<Outcome> => {
  const { records, log, clock } = ports;
  const { facts, full, directory } = reading;
  const wanted = plannedWrite(facts, judged, done);
  const shown = shownOn(ports, facts, judged);
  const planned = wanted.alone ? wanted : { ...wanted, fields: { ...wanted.fields, ...shown } };
  const acting = new Set(planned.acts.map(({ judged: { clause } }) => clause));
  for (const lost of planned.overruled)
    log.warn('обязательства спорят о поле', { ticket: facts.id, ...lost });
  // After the write: it should follow upon the reading at once.
  const logOthers = () =>
    logIdle(
      ports,
      facts,
      judged.filter(({ clause }) => !acting.has(clause)),
    );
  if (planned.acts.length === 0 && Object.keys(planned.fields).length === 0) {
    await logOthers();
    return { did: 'nothing' };
  }
  insistOnFields(ports, reading);
  const marks = marksOn(full.articles, directory.me);
  for (const one of planned.acts)
    if (await isWornOut(ports, facts, one, marks)) {
      log.error(
        'предохранитель: одно и то же действие повторяется на тикете, Reglament его больше не трогает; разберитесь, что возвращает тикет обратно',
        { ticket: facts.id, clause: one.judged.clause, perDay: ports.breaker },
      );
      await records.decideAll(
        planned.acts.map((stopped) => decisionOf(facts, stopped.judged, 'stopped', null, clock())),
      );
      await logOthers();
      return { did: 'stopped' };
    }

  if (!(await stands(ports, reading, judged))) return { did: 'moved' };
  const stepped = await takeSteps(ports, full, directory, planned.acts);
  const written = await write(ports, reading, planned, stepped.columns);
  await records.decideAll(
    planned.acts.map(({ judged: one, mark }) => {
      const told = decisionOf(facts, one, one.mode, `${facts.id}/${mark.clause}/${mark.key}`, clock());
      return one.mode === 'act' && isUndo(one.verdict) ? asUndo(told, reading, one) : told;
    }),
  );
  for (const { judged: one } of planned.acts)
    log.info('обязательство исполнено', {
      ticket: facts.id,
      clause: one.clause,
      mode: one.mode,
      because: one.verdict.because.text,
    });
  if (stepped.any) await records.finish(facts.id);
  await logOthers();
  // Looking again would only find the same field unset.
  if (written.refused) return { did: 'refused' };
  return {
    did: 'written',
    after: written.after,
    said: planned.acts.map(({ mark }) => mark),
  };
};
