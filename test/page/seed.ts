/** What the page's tests find in the store: some tickets at their places, with what the companion thinks of them. */
import type { Decision } from '../../plugin/store/decision.js';
import type { Stay, Told } from '../../plugin/store/places.js';
import type { Store } from '../../plugin/store/store.js';
import type { Site } from './site.js';

const HOUR = 3600_000;

interface Seed {
  readonly ticket: number;
  readonly number: string;
  readonly place: string | null;
  readonly region: string | null;
  readonly hoursAgo: number;
  readonly told?: Partial<Told>;
}

/** Two regions, both sides of the map, one ticket nowhere on it and one that is closed. */
const tickets: readonly Seed[] = [
  { ticket: 11, number: '48011', place: 'Новое', region: 'bashkortostan', hoursAgo: 2 },
  { ticket: 12, number: '48012', place: 'Ждём заявителя', region: 'bashkortostan', hoursAgo: 50 },
  { ticket: 13, number: '48013', place: 'Новое', region: 'kamchatka', hoursAgo: 30, told: { untaken: true } },
  { ticket: 14, number: '48014', place: 'Анализ', region: 'kamchatka', hoursAgo: 5 },
  {
    ticket: 17,
    number: '48017',
    place: 'Ждём ФОИВ',
    region: 'bashkortostan',
    hoursAgo: 200,
    told: { agency: 'ФНС', agencyAsked: '2026-11-02' },
  },
  { ticket: 15, number: '48015', place: null, region: null, hoursAgo: 1 },
];

type Line = Pick<Decision, 'ticket' | 'clause' | 'verdict' | 'outcome' | 'region'> & {
  readonly text: string;
  readonly dueInHours?: number;
  readonly undo?: true;
};

const lines: readonly Line[] = [
  {
    ticket: 12,
    clause: 'R-3.7.2',
    verdict: 'pending',
    outcome: 'none',
    region: 'bashkortostan',
    text: 'идёт третий рабочий день',
    dueInHours: 20,
  },
  {
    ticket: 14,
    clause: 'R-3.7.2',
    verdict: 'pending',
    outcome: 'none',
    region: 'kamchatka',
    text: 'срок вышел',
    dueInHours: -3,
  },
  {
    ticket: 13,
    clause: 'R-4.2.1',
    verdict: 'flagged',
    outcome: 'none',
    region: 'kamchatka',
    text: 'данных п. 4.2.1 нет третий день',
  },
  {
    ticket: 12,
    clause: 'R-3.11.1',
    verdict: 'due',
    outcome: 'act',
    region: 'bashkortostan',
    text: 'закрыт не по регламенту, открывается снова',
    undo: true,
  },
  {
    ticket: 11,
    clause: 'R-4.2.1',
    verdict: 'due',
    outcome: 'act',
    region: 'bashkortostan',
    text: 'не хватает: СНИЛС',
  },
];

/** Nothing is told of a ticket. */
export const untold: Told = {
  untaken: false,
  lostAt: null,
  closesAt: null,
  agency: null,
  agencyAsked: null,
  service: null,
  faq: null,
  createdAt: null,
};

/** Where a look found a ticket of which nothing is told. */
const freshStay = (stay: Omit<Stay, 'ended' | 'told'>): Stay => ({
  ended: false,
  told: untold,
  ...stay,
});

/** Fills the store as looks would have done, at `now`. */
export const seed = async (store: Store, now: Date): Promise<void> => {
  const ago = (hours: number): Date => new Date(now.getTime() - hours * HOUR);
  for (const { ticket, number, place, region, hoursAgo, told } of tickets)
    await store.conclude({
      ticket,
      deliveries: [],
      updatedAt: ago(hoursAgo),
      dueAt: null,
      at: now,
      stay: {
        number,
        place,
        ended: false,
        region,
        since: ago(hoursAgo),
        told: {
          ...untold,
          createdAt: ago(hoursAgo),
          ...told,
        },
      },
    });
  await store.conclude({
    ticket: 16,
    deliveries: [],
    updatedAt: ago(1),
    dueAt: null,
    at: now,
    stay: { number: '48016', place: null, ended: true, region: 'bashkortostan', since: ago(1) },
  });
  for (const { ticket, clause, verdict, outcome, region, text, dueInHours, undo } of lines)
    await store.decide({
      ticket,
      clause,
      mode: 'act',
      verdict,
      outcome,
      because: { text, facts: { срок: '3 рабочих дня' } },
      actionKey: outcome === 'act' ? `${clause} ${ticket}` : null,
      ...(undo === true && { undo }),
      region,
      dueAt: dueInHours === undefined ? null : ago(-dueInHours),
      at: ago(30),
    });
  await store.keepFaq(
    {
      inForce: {
        edition: '2026-3',
        date: '2026-09-01',
        answers: 214,
        archived: 1,
        declined: 0,
        unfinished: 0,
        since: '2026-09-03T09:00:00Z',
      },
      offered: {
        edition: '2026-4',
        date: '2026-11-20',
        seen: ago(24).toISOString(),
        questions: 220,
        faults: 0,
        renames: 1,
        conflicts: [
          {
            question: 'В какой срок отвечает ведомство?',
            message: 'текст изменён в базе знаний и в издании',
            local: 'Срок — 10 дней <img src=x onerror=alert(1)>',
            edition: 'Срок — 5 дней',
          },
        ],
      },
      gaps: {
        since: '2026-10-27',
        until: '2026-11-25',
        requests: 25,
        all: [
          {
            about: 'запись к врачу не проходит',
            requests: 25,
            citizens: 22,
            tickets: ['48011', '48013'],
            inFederalBase: 3,
            likely: 'Как записаться к врачу?',
          },
        ],
        regions: {
          bashkortostan: [
            {
              about: 'запись к врачу',
              requests: 4,
              citizens: 4,
              tickets: ['48011'],
              inFederalBase: 0,
              likely: null,
            },
          ],
        },
      },
    },
    now,
  );
};

let looks = 0;
/** A look finds a ticket at that place, later than any look before. */
export const lookedAt = (
  { store, now }: Pick<Site, 'store' | 'now'>,
  region: string | null,
  place: string,
  ticket = 71,
): Promise<void> =>
  store.conclude({
    ticket,
    deliveries: [],
    updatedAt: new Date(now().getTime() + (looks += 1000)),
    dueAt: null,
    at: now(),
    stay: freshStay({ number: `4807${ticket}`, place, region, since: now() }),
  });
