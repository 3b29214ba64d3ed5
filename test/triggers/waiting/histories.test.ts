/**
 * Random histories of a wait against a naive oracle that walks days one by one: Zammad never closes before the deadline of
 * the last request, never after an answer, and the rules come to rest without asking for two different things in turn.
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isWorkingDay } from '../../../config/calendar.js';
import { config } from '../tickets.js';
import { allRules, waitingTicket, waitingRules } from './waiting-ticket.js';

const ZONES = {
  bashkortostan: 'Asia/Yekaterinburg',
  kamchatka: 'Asia/Kamchatka',
  kaliningrad: 'Europe/Kaliningrad',
};

/** Three working days after the day of `sent`, at the end of the last, by the clock of whoever asked. */
const naive = (sent: Date, region: keyof typeof ZONES, group: string): Date => {
  const zone = group === 'СП ЕПГУ' ? 'Europe/Moscow' : ZONES[region];
  let date = Temporal.Instant.fromEpochMilliseconds(sent.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const holidays = config.regions.get(region)?.holidays ?? [];
  for (let left = 3; left > 0;) {
    date = date.add({ days: 1 });
    if (isWorkingDay(config.calendars, date.toString(), holidays)) left -= 1;
  }
  return new Date(date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds);
};

const acts = [
  'ask',
  'call',
  'write',
  'mail',
  'phone',
  'auto',
  'bounce',
  'note',
  'resume',
  'nothing',
] as const;
const step = fc.record({
  act: fc.constantFrom(...acts),
  /** Minutes until it: never so near that two acts are one. */
  after: fc.oneof(fc.integer({ min: 21, max: 600 }), fc.integer({ min: 600, max: 6000 })),
  /** False: the companion was down, and looks only after a later one. */
  looks: fc.boolean(),
});
const history = fc.record({
  region: fc.constantFrom(...(['bashkortostan', 'kamchatka', 'kaliningrad'] as const)),
  start: fc.date({ min: new Date('2025-09-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
  group: fc.constantFrom('СП ЕПГУ', 'СП РПГУ'),
  steps: fc
    .array(step, { minLength: 1, maxLength: 12 })
    // Two weeks of silence at the end, longer than any three working days: an open wait has to close.
    .map((steps) => [...steps, { act: 'nothing', after: 14 * 24 * 60, looks: true } as const]),
});

/** What the regulation wants, told from the acts alone. */
interface Oracle {
  request: Date | null;
  suspended: boolean;
}

test.each([
  ['the rules about waiting', waitingRules, 10_000],
  ['every clause there is', allRules, 500],
])(
  '%s: no false or early close, no lost answer, and rest after every act',
  (_, rules, numRuns) => {
    let closes = 0;
    fc.assert(
      fc.property(history, ({ region, start, group, steps }) => {
        const desk = waitingTicket(
          start,
          {
            region,
            group: group === 'СП ЕПГУ' ? group : `СП РПГУ::${config.regions.get(region)?.name ?? ''}`,
            // СП ЕПГУ itself waits for those who called; a written request is asked about by its region.
            attributes: {
              last_federal_group: 'СП ЕПГУ',
              ...(group === 'СП ЕПГУ'
                ? { intake_channel: 'Телефонное' }
                : { intake_channel: 'Письменное', wait_source: 'по запросу ЕПГУ' }),
            },
          },
          rules,
        );
        const truth: Oracle = { request: null, suspended: false };
        /** The companion has seen the ticket as it stands. */
        let seen = false;
        for (const { act, after, looks } of steps) {
          desk.at(new Date(desk.now().getTime() + after * 60_000));
          if (desk.facts().closed) {
            // Zammad closed on the way here: by what the companion had told it, which may be old news when it was down.
            const closedAt = desk.facts().closedAt ?? start;
            desk.settle();
            const due = truth.request === null ? null : naive(truth.request, region, group);
            const wanted = due === null ? 'Назначен' : closedAt < due ? 'В ожидании' : 'Закрыт';
            expect([closedAt, desk.facts().state]).toEqual([closedAt, wanted]);
            expect(seen && wanted !== 'Закрыт').toBe(false);
            if (wanted === 'Закрыт') {
              expect(desk.facts().tags).toContain('закрыт-без-ответа');
              closes += 1;
              return;
            }
          }
          if (act === 'ask' || act === 'call') {
            const isTransition = desk.facts().state !== 'В ожидании';
            // A call that nobody wrote down has asked nobody.
            if (act === 'call') desk.article({ from: 'operator', channel: 'phone' });
            desk.ask(act === 'ask');
            if (isTransition || truth.request !== null)
              Object.assign(truth, { request: desk.now(), suspended: false });
          } else if (act === 'write') {
            desk.article({ from: 'operator', channel: 'email' });
            if (truth.request !== null) Object.assign(truth, { request: desk.now(), suspended: false });
          } else if (act === 'mail' || act === 'phone') {
            if (act === 'mail') desk.arrive({});
            else desk.article({ from: 'citizen', channel: 'phone' });
            truth.request = null;
          } else if (act === 'auto') desk.arrive({ automatic: true });
          else if (act === 'bounce') {
            desk.arrive({ automatic: true, bounce: true });
            truth.suspended = truth.request !== null;
          } else if (act === 'note') desk.article({ from: 'operator', channel: 'note', internal: true });
          else if (act === 'resume') {
            // What ends a wait is what the citizen said, here on the telephone.
            desk.article({ from: 'operator', channel: 'phone' });
            desk.put({ state: 'В работе', state_reason: null });
            truth.request = null;
          }
          seen = looks;
          if (!looks) continue;
          desk.settle();
          const { state, pendingUntil } = desk.facts();
          if (truth.request === null) expect([state, pendingUntil]).not.toContain('В ожидании');
          else if (truth.suspended) expect([state, pendingUntil]).toEqual(['В ожидании (без срока)', null]);
          else expect([state, pendingUntil]).toEqual(['В ожидании', naive(truth.request, region, group)]);
        }
      }),
      { numRuns },
    );
    expect(closes).toBeGreaterThan(numRuns / 20);
  },
  120_000,
);
