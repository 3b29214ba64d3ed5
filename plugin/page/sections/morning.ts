/**
 * «Утро»: what a head of support looks at first. By the desk's own calendar: what came before it opened, what ends today, what waits to
 * be told, what was sent back. A region's tickets and numbers for its own head only.
 */
import { Temporal } from 'temporal-polyfill';
import type { Config } from '../../../config/load.js';
import { pointsOf } from '../../../config/points.js';
import type { Calendar } from '../../../triggers/working-time/calendar.js';
import { idsOfKind } from '../../ask/insight/report.js';
import type { Parties } from '../../engine/parties.js';
import type { Visitor } from '../../store/sessions.js';
import type { Store } from '../../store/store.js';
import {
  dayBegins,
  lastWorkedBegins,
  nextWorked,
  openingOf,
  sameHours,
  termWords,
  workedWords,
} from '../day.js';
import {
  agencyWaits,
  closingBy,
  countedByService,
  endingBy,
  lettersLost,
  readyUntold,
  untakenBefore,
  type Moments,
  type MorningTicket,
  type ServiceCount,
} from '../read/morning.js';
import { refusalsByField } from '../read/refusals.js';
import { undoneBetween } from '../read/undone.js';
import { federalPlaces, homeScopeOf } from '../read/scope.js';
import { everybody, type Answer, type Asked, type Section } from '../section.js';
import { allowSection, citedOf, movedSince, type AllowPorts } from './allow.js';
import { atWords, dayWords, ticketRow } from '../words.js';

export interface MorningPorts extends AllowPorts {
  readonly store: Pick<Store, 'watermark'> & AllowPorts['store'];
  readonly config: Pick<Config, 'clauses' | 'process' | 'federal' | 'vocabulary'>;
  readonly parties: Pick<Parties, 'regions' | 'calendars'>;
  readonly zammad: string;
}

const LISTED = 100;
const WEEK_MS = 7 * 24 * 3600_000;
/** The sweep comes once a minute: a picture so old is said to be. */
const STALE_MS = 5 * 60_000;
const WEEKS = 8;
/** Fewer requests of one service are nobody's spike, and so many times the usual are one. */
const SPIKE = { least: 10, times: 2, fresh: 5 } as const;

const numberWords = (value: number): string => String(Math.round(value * 10) / 10).replace('.', ',');

const spikesOf = (counts: readonly ServiceCount[]) =>
  counts.flatMap(({ service, now, usual }) => {
    const isNew = usual === 0 && now >= SPIKE.fresh;
    if (!isNew && (usual === 0 || now < SPIKE.least || now < usual * SPIKE.times)) return [];
    return [
      {
        service: service ?? '',
        now,
        usual: isNew ? '' : numberWords(usual),
        times: isNew ? '' : numberWords(now / usual),
      },
    ];
  });

/** The morning, and what a head allows. */
export const morningSections = (ports: MorningPorts): readonly Section[] => {
  const { pool, store, config, parties, zammad } = ports;
  const { process, vocabulary, federal } = config;
  const kinds = {
    refusal: idsOfKind(config, 'required-data'),
    claim: idsOfKind(config, 'claim-term'),
    closing: idsOfKind(config, 'no-answer'),
    delivered: idsOfKind(config, 'solution-delivered'),
  };
  const places = {
    federal: federalPlaces(process),
    told: process.places
      .filter(({ clauses: own }) => own.some((id) => kinds.delivered.includes(id)))
      .map(({ name }) => name),
    agency: process.places
      .filter(({ reasons }) => reasons.includes(vocabulary.reasons.agency))
      .map(({ name }) => name),
  };
  /** By which a ticket is closed there: of its path; where nobody knows the path, of each. */
  const closingAt = (place: string | null): readonly string[] => {
    const own = process.places.find(({ name }) => name === place)?.clauses ?? [];
    const closing = own.filter((id) => kinds.closing.includes(id));
    return closing.length > 0 ? closing : kinds.closing;
  };
  const labels = process.data.map(({ label }) => label);
  const nameOf = (region: string | null): string => parties.regions.get(region ?? '')?.name ?? 'не указан';
  /** Of the desk that has the ticket. */
  const deskOf = ({ region, place }: Pick<MorningTicket, 'region' | 'place'>): Calendar =>
    places.federal.includes(place ?? '') ? parties.calendars.federal : parties.calendars.of(region);
  /** By which a visitor's days are told: of the one region, else the federal one. */
  const ownCalendar = ({ role, regions }: Visitor): Calendar =>
    role === 'head' && regions.length === 1
      ? parties.calendars.of(regions[0] ?? null)
      : parties.calendars.federal;
  const momentsOf = (of: (calendar: Calendar) => Date): Moments => ({
    federal: of(parties.calendars.federal),
    of: new Map([...parties.regions.keys()].map((region) => [region, of(parties.calendars.of(region))])),
  });

  const shownRow = (one: MorningTicket, base: string) => ({
    ticket: ticketRow(one, { base, zammad }),
    region: nameOf(one.region),
    place: one.place ?? '',
  });
  const aged = (one: MorningTicket, { now, base }: Asked) => {
    const calendar = deskOf(one);
    return {
      ...shownRow(one, base),
      at: `${atWords(one.at, calendar.zone)} (${calendar.zone})`,
      age: workedWords(one.at, now, calendar),
      text: one.text,
    };
  };
  const viewOf = async (asked: Asked, words: string): Promise<Answer> => {
    const { who, now, base } = asked;
    const scope = homeScopeOf(who, process);
    const own = ownCalendar(who);
    const list = { scope, limit: LISTED };
    const since = lastWorkedBegins(now, own);
    const today = dayBegins(now, own);
    const claimsBy = dayBegins(now, parties.calendars.federal, 1);
    const [untaken, closing, claims, ready, lost, agencies, refusals, undone, services, swept] =
      await Promise.all([
        untakenBefore(pool, list, {
          openings: momentsOf((calendar) => openingOf(now, calendar)),
          federal: places.federal,
        }),
        closingBy(
          pool,
          list,
          momentsOf((calendar) => dayBegins(now, calendar, 1)),
        ),
        endingBy(pool, list, { clauses: kinds.claim, by: claimsBy }),
        readyUntold(pool, list, { places: places.told, clauses: kinds.delivered }),
        lettersLost(pool, list, new Date(now.getTime() - WEEK_MS)),
        agencyWaits(pool, scope, { places: places.agency, zone: federal.timeZone }),
        refusalsByField(pool, scope, { from: since, to: today, clauses: kinds.refusal, labels }),
        undoneBetween(pool, scope, { from: since, to: today, limit: LISTED }),
        countedByService(pool, scope, sameHours(now, parties.calendars.federal, WEEKS)),
        store.watermark('sweep'),
      ]);
    const asOf = swept === null ? '' : atWords(swept, own.zone);
    const isStale = swept === null || now.getTime() - swept.getTime() > STALE_MS;
    const dayOff = nextWorked(now, own);
    const day = Temporal.Instant.fromEpochMilliseconds(now.getTime())
      .toZonedDateTimeISO(federal.timeZone)
      .toPlainDate();
    const daysSince = (date: string): number =>
      Math.max(0, Temporal.PlainDate.from(date).until(day, { largestUnit: 'day' }).days);
    return {
      page: 'morning',
      title: 'Утро',
      ...(words === '' ? {} : { status: 422 }),
      view: {
        words,
        asOf,
        isStale,
        nextWorked: dayOff === null ? '' : dayWords(dayOff),
        since: atWords(since, own.zone).slice(0, 10),
        untaken: { count: untaken.count, rows: untaken.rows.map((one) => aged(one, asked)) },
        closing: {
          count: closing.count + claims.count,
          rows: [
            ...closing.rows.map((one) => ({
              ...shownRow(one, base),
              at: `${termWords(one.at, parties.calendars.of(one.region))} (${parties.calendars.of(one.region).zone})`,
              point: pointsOf(closingAt(one.place)),
            })),
            ...claims.rows.map((one) => ({
              ...shownRow(one, base),
              at: `${termWords(one.at, parties.calendars.federal)} (${federal.timeZone})`,
              point: pointsOf([one.text]),
            })),
          ],
        },
        ready: { count: ready.count, rows: ready.rows.map((one) => aged(one, asked)) },
        lost: { count: lost.count, rows: lost.rows.map((one) => aged(one, asked)) },
        agencies: agencies.map(({ agency, tickets, oldest }) => ({
          agency: agency ?? '',
          tickets,
          days: daysSince(oldest),
        })),
        refusals: {
          times: refusals.times,
          tickets: refusals.tickets,
          point: pointsOf(kinds.refusal),
          fields: refusals.fields,
        },
        undone: undone.map((one) => ({
          ...shownRow(one, base),
          text: one.text,
          act: one.act,
          point: citedOf(config, one.clause),
          at: atWords(one.at, deskOf(one).zone),
          who: one.facts['Кто'] ?? '–',
          was: one.facts['Было'] ?? '–',
          now: one.facts['Стало'] ?? '–',
          allowed:
            one.allowedBy === null || one.allowedAt === null
              ? null
              : { login: one.allowedBy, at: atWords(one.allowedAt, own.zone) },
          mayAllow: one.allowedBy === null && !movedSince(one),
        })),
        spikes: spikesOf(services),
        weeks: WEEKS,
        listed: [untaken, closing, claims, ready, lost].some(({ count }) => count > LISTED) ? LISTED : null,
      },
    };
  };

  return [
    {
      path: '/morning',
      verb: 'get',
      roles: everybody,
      label: 'Утро',
      live: true,
      answer: (asked) => viewOf(asked, ''),
    },
    allowSection(ports, { ownCalendar, again: viewOf }),
  ];
};
