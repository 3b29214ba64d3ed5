/** «Обращение № …»: where it stands, each clause and why, counted days, what can be done now, what was decided. */
import { Temporal } from 'temporal-polyfill';
import type { Pool } from 'pg';
import type { Config } from '../../../config/load.js';
import { UnknownCalendarYear } from '../../../config/calendar.js';
import type { Calendar } from '../../../triggers/working-time/calendar.js';
import { modes, outcomes, verdicts } from '../../ask/insight/explanation-words.js';
import type { Parties } from '../../engine/parties.js';
import { scopeOf } from '../read/scope.js';
import { knownTicket, lastDecisions, standingsOn, ticketOf, type TicketStanding } from '../read/tickets.js';
import { everybody, PageFault, type Section } from '../section.js';
import { ageWords, atWords, ticketRow } from '../words.js';

export interface TicketPorts {
  readonly pool: Pool;
  readonly config: Pick<Config, 'clauses' | 'process' | 'federal'>;
  readonly parties: Pick<Parties, 'regions' | 'calendars' | 'process'>;
  readonly zammad: string;
}

const DECISIONS_SHOWN = 200;
/** A term of more days is told by its ends. */
const DAYS_SHOWN = 45;

const verdictWords = (verdict: string): string =>
  Object.entries(verdicts).find(([key]) => key === verdict)?.[1] ?? verdict;

/** The local days of a term, the day it began included, each with whether it counts. Empty: too long, or no calendar. */
const daysOf = (since: Date, due: Date, calendar: Calendar) => {
  const day = (at: Date): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(calendar.zone).toPlainDate();
  const first = day(since);
  // A term that ends with a day ends at the first moment of the next.
  const length = first.until(day(new Date(due.getTime() - 1))).days;
  if (length < 0 || length > DAYS_SHOWN) return [];
  try {
    let counted = 0;
    return Array.from({ length: length + 1 }, (_, index) => {
      const date = first.add({ days: index });
      const isWorking = calendar.isWorkingDay(date.toString());
      if (index > 0 && isWorking) counted += 1;
      return {
        date: `${String(date.day).padStart(2, '0')}.${String(date.month).padStart(2, '0')}`,
        weekday: ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'][date.dayOfWeek - 1] ?? '',
        what: index === 0 ? 'начало' : isWorking ? `${counted}-й рабочий` : 'нерабочий',
        tone: index > 0 && isWorking ? ('counted' as const) : ('idle' as const),
      };
    });
  } catch (error) {
    if (error instanceof UnknownCalendarYear) return [];
    throw error;
  }
};

const isIdle = ({ verdict }: TicketStanding): boolean => verdict === 'notApplicable';

/** The search by number, and the ticket. */
export const ticketSections = ({ pool, config, parties, zammad }: TicketPorts): readonly Section[] => {
  const { clauses, process } = config;
  const known = new Map(clauses.flatMap((clause) => clause.ids.map((id) => [id, clause])));
  const order = [...known.keys()];
  return [
    {
      path: '/ticket',
      verb: 'get',
      roles: everybody,
      label: 'Обращение',
      answer: async ({ given }) => {
        const number = given['number'] ?? '';
        if (number === '') return { page: 'ticket-search', title: 'Обращение', view: { number, words: '' } };
        const ticket = /^\d{1,20}$/.test(number) ? await ticketOf(pool, number) : null;
        if (ticket !== null) return { to: `/ticket/${ticket}` };
        const words = /^\d{1,20}$/.test(number)
          ? `Обращения № ${number} программа не смотрела: проверьте номер. Новое она увидит в течение минуты.`
          : `«${number.slice(0, 40)}» — не номер: введите цифры, как в Zammad.`;
        return { page: 'ticket-search', title: 'Обращение', status: 404, view: { number: '', words } };
      },
    },
    {
      path: '/ticket/:ticket',
      verb: 'get',
      roles: everybody,
      answer: async ({ who, base, now, path }) => {
        const id = /^\d{1,15}$/.test(path['ticket'] ?? '') ? Number(path['ticket']) : 0;
        const ticket = id === 0 ? null : await knownTicket(pool, scopeOf(who, process), id);
        if (ticket === null)
          throw new PageFault(
            404,
            'Такого обращения программа не смотрела, или оно региона, который вам в Zammad не открыт.',
          );
        const [standings, decisions] = await Promise.all([
          standingsOn(pool, id),
          lastDecisions(pool, id, DECISIONS_SHOWN),
        ]);
        const calendar = parties.calendars.of(ticket.region);
        const place = process.places.find(({ name }) => name === ticket.place);
        const shown = standings.toSorted(
          (one, other) => order.indexOf(one.clause) - order.indexOf(other.clause),
        );
        const titleOf = (clause: string): string => known.get(clause)?.title ?? '';
        return {
          page: 'ticket',
          title: `Обращение № ${ticket.number}`,
          view: {
            ticket: ticketRow(ticket, { base, zammad }),
            place: ticket.ended ? 'закрыто' : (ticket.place ?? 'вне карты'),
            what: ticket.ended ? '' : (place?.what ?? ''),
            region: parties.regions.get(ticket.region ?? '')?.name ?? 'не указан',
            since: atWords(ticket.since, calendar.zone),
            age: ageWords(ticket.since, now),
            zone: calendar.zone,
            calendar: calendar.version,
            clauses: shown
              .filter((one) => !isIdle(one))
              .map((one) => ({
                ids: known.get(one.clause)?.ids.join(', ') ?? one.clause,
                title: titleOf(one.clause),
                verdict: verdictWords(one.verdict),
                tone:
                  one.verdict === 'flagged' || one.verdict === 'due' ? ('bad' as const) : ('plain' as const),
                mode: modes[one.mode],
                outcome: outcomes[one.outcome] ?? one.outcome,
                text: one.text,
                at: atWords(one.at, calendar.zone),
                due: one.termDueAt === null ? '' : atWords(one.termDueAt, calendar.zone),
                days:
                  one.termSince === null || one.termDueAt === null
                    ? []
                    : daysOf(one.termSince, one.termDueAt, calendar),
              })),
            idle: shown.filter(isIdle).map((one) => ({
              ids: known.get(one.clause)?.ids.join(', ') ?? one.clause,
              title: titleOf(one.clause),
            })),
            moves: ticket.ended
              ? []
              : parties.process.moves
                  .filter(({ from }) => from.includes(ticket.place ?? ''))
                  .map(({ id: move, name, by, to, ends, intention }) => ({
                    id: move,
                    name,
                    by: by.join(', '),
                    to: ends ? 'окончание' : (to ?? 'остаётся'),
                    intention: intention ?? '',
                  })),
            decisions: decisions.map(({ clause, verdict, outcome, because, at }) => ({
              at: atWords(at, calendar.zone),
              clause,
              verdict: verdictWords(verdict),
              outcome: outcomes[outcome] ?? outcome,
              text: because.text,
              facts: Object.entries(because.facts)
                .map(([name, value]) => `${name}: ${value}`)
                .join('; '),
            })),
          },
        };
      },
    },
  ];
};
