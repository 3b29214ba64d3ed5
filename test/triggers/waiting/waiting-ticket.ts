/**
 * The facts of one ticket, folded act by act: what people and mail do to them, what Zammad makes of that and of its own clock, what
 * rules want. Nothing is asked and nothing answers: ten thousand histories take a minute. That Zammad does so is held against the
 * sandbox (`as-zammad.test.ts`).
 */
import { render } from '../../../templates/render.js';
import type {
  Action,
  Actor,
  ArticleFacts,
  RuleContext,
  TicketFacts,
  Verdict,
} from '../../../triggers/types.js';
import { judgeOf } from '../../../triggers/index.js';
import { answerRecord } from '../../../triggers/rules/waiting/answer-record.js';
import { askRegion } from '../../../triggers/rules/waiting/ask-region.js';
import { forwardAnswer } from '../../../triggers/rules/waiting/forward-answer.js';
import { noAnswer } from '../../../triggers/rules/waiting/no-answer.js';
import { requestChannel } from '../../../triggers/rules/waiting/request-channel.js';
import { waitAgeing } from '../../../triggers/rules/waiting/wait-ageing.js';
import { waitAnswer } from '../../../triggers/rules/waiting/wait-answer.js';
import { waitTerm } from '../../../triggers/rules/waiting/wait-term.js';
import { config, contextOf, ticket } from '../tickets.js';

type Value = string | number | boolean | null;
type Fields = Readonly<Record<string, Value>>;
type Judge = (facts: TicketFacts, context: RuleContext) => Verdict;
type Rules = Readonly<Record<string, Judge>>;

/** Made once: calendars lay their years out on first use. */
const parties = contextOf('R-3.7.2');
const term = waitTerm.params.parse({});
const late = noAnswer.params.parse({
  freshStates: ['Новый', 'Назначен', 'В работе'],
  copy: ['citizen_name', 'snils', 'inn', 'birth_date', 'contact_method', 'contact_value', 'region'],
});

/** In the order of the clause files. */
export const waitingRules: Rules = {
  'request-channel': (facts, context) =>
    requestChannel.evaluate(facts, requestChannel.params.parse({}), context),
  'wait-term': (facts, context) => waitTerm.evaluate(facts, term, context),
  'no-answer': (facts, context) => noAnswer.evaluate(facts, late, context),
  'wait-answer': (facts, context) => waitAnswer.evaluate(facts, term, context),
  'answer-record': (facts, context) => answerRecord.evaluate(facts, answerRecord.params.parse({}), context),
  'ask-region': (facts, context) => askRegion.evaluate(facts, {}, context),
  'forward-answer': (facts, context) => forwardAnswer.evaluate(facts, { autoForward: null }, context),
  'wait-ageing': (facts, context) => waitAgeing.evaluate(facts, waitAgeing.params.parse({}), context),
};

/** Every clause of the shipped configuration: ours must be quiet among all the others too. */
export const allRules: Rules = Object.fromEntries(
  config.clauses.flatMap((clause) =>
    clause.enforcer === 'companion'
      ? [[clause.ids.join(' '), judgeOf(clause.rule.kind, clause.rule.params)] as const]
      : [],
  ),
);

const WAITS = ['В ожидании', 'В ожидании (без срока)'];
const PROPER = ['group', 'state', 'owner'];
const ROUNDS = 5;

/** What stands in bold at the top of a note. */
const headingOf = (html: string): string => /<strong>([^]*?)<\/strong>/u.exec(html)?.[1]?.trim() ?? '';

/** A ticket made at `start`, «Назначен» unless `change` says otherwise. */
export const waitingTicket = (start: Date, change: Partial<TicketFacts> = {}, rules = waitingRules) => {
  let facts = ticket({ createdAt: start, updatedAt: start, ...change });
  let now = start;
  const said: string[] = [];

  const put = (by: Actor, fields: Fields): void => {
    const before = facts;
    const stateBefore = facts.state;
    const attributes = { ...facts.attributes };
    const transitions = [...facts.transitions];
    let { group, state, owner, pendingUntil } = facts;
    for (const [field, to] of Object.entries(fields)) {
      const text = to === null ? null : String(to);
      const from = field === 'pending_time' ? (pendingUntil?.toISOString() ?? null) : null;
      const stood = PROPER.includes(field)
        ? String(Reflect.get(before, field) ?? '') || null
        : (from ?? (attributes[field] === undefined ? null : attributes[field]));
      if (field === 'group') group = String(to);
      else if (field === 'state') state = String(to);
      else if (field === 'owner') owner = text;
      else if (field === 'pending_time') pendingUntil = text === null ? null : new Date(text);
      else attributes[field] = to;
      if (stood !== to)
        transitions.push({ at: now, by, field, from: stood === null ? null : String(stood), to: text });
    }
    if (!WAITS.slice(0, 1).includes(state) && pendingUntil !== null) {
      transitions.push({ at: now, by, field: 'pending_time', from: pendingUntil.toISOString(), to: null });
      pendingUntil = null;
    }
    const closed = state === 'Закрыт';
    facts = {
      ...facts,
      ...{ group, state, owner, pendingUntil, attributes, transitions, closed },
      closedAt: closed && stateBefore !== 'Закрыт' ? now : facts.closedAt,
      updatedAt: now,
      updatedBy: by,
    };
  };

  const article = (what: Partial<ArticleFacts> & Pick<ArticleFacts, 'from' | 'channel'>): void => {
    const one = { id: facts.articles.length + 1, internal: false, automatic: false, createdAt: now, ...what };
    facts = { ...facts, articles: [...facts.articles, one] };
  };

  const carryOut = (actions: readonly Action[], taken: Set<string>): void => {
    for (const action of actions) {
      if (action.do === 'set') {
        const open = Object.entries(action.fields).filter(([field]) => !taken.has(field));
        for (const [field] of open) taken.add(field);
        put('companion', Object.fromEntries(open));
      } else if (action.do === 'tag') {
        const tags = facts.tags.filter((tag) => !action.remove.includes(tag));
        facts = { ...facts, tags: [...new Set([...tags, ...action.add])] };
      } else if (action.do === 'note') {
        said.push(headingOf(render(action.template, { ...action.view, enforced: true })));
        article({ from: 'companion', channel: 'note', internal: true });
      }
    }
  };

  /** A mail resets any ticket that is not new, and empties its time. */
  const arrive = (what: Partial<ArticleFacts>): void => {
    if (facts.closed) return;
    article({ from: 'citizen', channel: 'email', ...what });
    if (facts.state !== 'Назначен') put('citizen', { state: 'Назначен' });
  };

  return {
    facts: () => facts,
    now: () => now,
    said: () => said,
    /** Sets the clock; what is due by then Zammad has closed, and its trigger has said why. */
    at(moment: string | Date): void {
      const to = new Date(moment);
      if (facts.pendingUntil !== null && facts.state === 'В ожидании' && facts.pendingUntil <= to) {
        now = new Date(Math.max(now.getTime(), facts.pendingUntil.getTime()));
        put('helpdesk', { state: 'Закрыт' });
        if (facts.attributes['state_reason'] === 'Запрошена информация (пользователь)')
          put('helpdesk', { state_reason: 'Нет ответа пользователя' });
      }
      now = to;
    },
    put: (fields: Fields, by: Actor = 'operator') => {
      put(by, fields);
    },
    article,
    arrive,
    /** Macros 3.7.1 and 4.7.1, after a mail to the citizen when there is one. */
    ask(mail = true): void {
      if (mail) article({ from: 'operator', channel: 'email' });
      put('operator', {
        state: 'В ожидании',
        pending_time: new Date(now.getTime() + 31 * 24 * 3600_000).toISOString(),
        state_reason: 'Запрошена информация (пользователь)',
        wait_source: 'по запросу ЕПГУ',
      });
    },
    /** Judges and acts until nothing is due; the verdicts at rest. Throws when there is no rest. */
    settle(): Readonly<Record<string, Verdict>> {
      for (let round = 0; round < ROUNDS; round += 1) {
        const context = { ...parties, now };
        const standing = facts;
        const verdicts = Object.entries(rules).map(
          ([name, judge]) => [name, judge(standing, context)] as const,
        );
        const due = verdicts.flatMap(([name, verdict]) =>
          verdict.status === 'due' ? [{ name, verdict }] : [],
        );
        if (due.length === 0) return Object.fromEntries(verdicts);
        const taken = new Set<string>();
        const sole = due.find(({ verdict }) => verdict.sole === true);
        for (const { verdict } of sole === undefined ? due : [sole]) carryOut(verdict.actions, taken);
      }
      throw new Error(`no rest: ${JSON.stringify(facts)}`);
    },
  };
};
