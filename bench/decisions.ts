/**
 * Decisions a second: the gate of 4.2.1-4.2.3 by our rule, with its explanation, beside the same gate in
 * json-rules-engine and written by hand without any; and all shipped clauses together.
 */
import { Engine, type RuleProperties } from 'json-rules-engine';
import { loadConfig } from '../config/load.js';
import { bindClauses, evaluate } from '../plugin/engine/evaluate.js';
import { partiesOf } from '../plugin/engine/parties.js';
import { faultOfBirthDate, faultOfInn, faultOfSnils } from 'portal-letter/person';
import type { TicketFacts } from '../triggers/types.js';
import { ratesOf } from './rate.js';
import type { Table } from './table.js';
import { tickets } from './tickets.js';

const NOW = new Date('2026-11-23T09:00:00Z');
const ZONE = 'Asia/Yekaterinburg';
const FEDERAL = ['Начальник смены ЦПП', 'СП ЕПГУ', 'СТП ЕПГУ', 'ГРП'];
const PRESENT = ['citizen_name', 'contact_method', 'contact_value', 'request_summary'];

type Outcome = 'sendBack' | 'stay';

const isBlank = (value: string | number | boolean | null | undefined): boolean =>
  value === null || value === undefined || String(value).trim() === '';
const wrong: Readonly<Record<string, (value: string) => string | null>> = {
  snils: faultOfSnils,
  inn: faultOfInn,
  birth_date: (value) => faultOfBirthDate(value, NOW, ZONE),
};

/** Field by field: is it missing without a waiver, or wrong. The check sums are the product's own in all three. */
const isFaulty = (
  field: string,
  value: TicketFacts['attributes'][string] | undefined,
  waived: boolean,
): boolean => {
  if (isBlank(value)) return !waived || PRESENT.includes(field);
  return wrong[field]?.(String(value)) != null;
};
const FIELDS = [...PRESENT, ...Object.keys(wrong)];

const byHand = ({ group, closed, attributes }: TicketFacts): Outcome => {
  if (!FEDERAL.includes(group) || closed) return 'stay';
  const waived = attributes['data_waiver'] === true && !isBlank(attributes['data_waiver_reason']);
  return FIELDS.some((field) => isFaulty(field, attributes[field], waived)) ? 'sendBack' : 'stay';
};

const rule: RuleProperties = {
  conditions: {
    all: [
      { fact: 'group', operator: 'in', value: FEDERAL },
      { fact: 'closed', operator: 'equal', value: false },
      {
        any: FIELDS.map((field) => ({
          fact: 'attributes',
          path: `$.${field}`,
          operator: 'faulty',
          value: { fact: 'waiver', params: { field } },
        })),
      },
    ],
  },
  event: { type: 'sendBack' },
};

/** One engine for all tickets, facts given at each run, as its documentation advises. */
const jsonRules = (): ((facts: TicketFacts) => Promise<Outcome>) => {
  const engine = new Engine([rule], { allowUndefinedFacts: true });
  engine.addOperator<TicketFacts['attributes'][string], { field: string; waived: boolean }>(
    'faulty',
    (value, { field, waived }) => isFaulty(field, value, waived),
  );
  engine.addFact('waiver', async (params, almanac) => {
    const attributes = await almanac.factValue<TicketFacts['attributes']>('attributes');
    const { field } = params as { field: string };
    const waived = attributes['data_waiver'] === true && !isBlank(attributes['data_waiver_reason']);
    return { field, waived };
  });
  return async ({ group, closed, attributes }) => {
    const { events } = await engine.run({ group, closed, attributes });
    return events.length > 0 ? 'sendBack' : 'stay';
  };
};

/** All three agree on every ticket before anything is timed. */
export const decisions = async (): Promise<Table> => {
  const config = await loadConfig('config');
  const clauses = bindClauses(config.clauses);
  const context = { ...partiesOf(config), now: NOW };
  const gate = clauses.filter(({ id }) => id === 'R-4.2.1');
  const ruled = jsonRules();
  const ours = (facts: TicketFacts): Outcome =>
    evaluate(facts, gate, context)[0]?.verdict.status === 'due' ? 'sendBack' : 'stay';
  for (const facts of tickets) {
    const answers = new Set([ours(facts), byHand(facts), await ruled(facts)]);
    if (answers.size > 1) throw new Error(`the gates differ on ${JSON.stringify(facts)}`);
  }
  let explained = 0;
  const rows = await ratesOf({
    'Reglament, the gate, with reasons and wanted note': () => {
      for (const facts of tickets)
        for (const { verdict } of evaluate(facts, gate, context)) explained += verdict.because.text.length;
      return tickets.length;
    },
    'json-rules-engine, the gate, yes or no': async () => {
      for (const facts of tickets) await ruled(facts);
      return tickets.length;
    },
    'by hand, the gate, yes or no': () => {
      for (const facts of tickets) byHand(facts);
      return tickets.length;
    },
    [`Reglament, all ${clauses.length} shipped clauses, with reasons`]: () => {
      for (const facts of tickets) explained += evaluate(facts, clauses, context).length;
      return tickets.length * clauses.length;
    },
  });
  if (explained === 0) throw new Error('nothing was explained');
  return {
    title: `Decisions: the data gate on ${tickets.length} tickets`,
    unit: 'decisions/s',
    rows,
    notes: ['all gates gave the same answer on every ticket before the clock started'],
  };
};
