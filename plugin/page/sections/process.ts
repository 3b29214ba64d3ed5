/** «Процесс»: the drawing of the map with the number of tickets at each place, how old the oldest is, how many came today. */
import { Temporal } from 'temporal-polyfill';
import type { Pool } from 'pg';
import { drawingOf, type Drawing } from '../../../config/process/drawing.js';
import type { ProcessMap } from '../../../config/schema/process.js';
import type { Parties } from '../../engine/parties.js';
import type { PlaceCount, Places } from '../../store/places.js';
import { scopeOf } from '../read/scope.js';
import { ticketsAt } from '../read/tickets.js';
import { everybody, PageFault, type Section } from '../section.js';
import { ageWords, atWords, figure, ticketRow } from '../words.js';

export interface ProcessPorts {
  readonly pool: Pool;
  readonly store: Pick<Places, 'placesCounted'>;
  readonly config: { readonly process: ProcessMap; readonly federal: { readonly timeZone: string } };
  readonly parties: Pick<Parties, 'regions'>;
  readonly zammad: string;
}

const LISTED = 200;

/** How the list of tickets nowhere on the map is asked for. */
const NOWHERE = '';

interface Sum {
  readonly tickets: number;
  readonly arrived: number;
  readonly oldest: Date | null;
}

/** All regions together. */
const sumOf = (counts: readonly PlaceCount[]): Sum => ({
  tickets: counts.reduce((sum, { tickets }) => sum + tickets, 0),
  arrived: counts.reduce((sum, { arrived }) => sum + arrived, 0),
  oldest:
    counts
      .map(({ oldestSince }) => oldestSince)
      .toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null,
});

const dayBegan = (now: Date, zone: string): Date =>
  new Date(
    Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).startOfDay()
      .epochMilliseconds,
  );

const hrefOf = (base: string, place: string): string =>
  `${base}/process/place?name=${encodeURIComponent(place)}`;

/** Narrower than on paper: ids of moves are told on pointing, not written beside them. */
const COLUMN = 300;

/** Within a box of the drawing. */
const PAD = 10;

const boxesOf = ({ boxes, box }: Drawing, sums: ReadonlyMap<string, Sum>, base: string, now: Date) =>
  boxes.map(({ place: { name, holder }, x, y, ends }) => {
    const { tickets = 0, oldest = null } = sums.get(name) ?? {};
    return {
      // The desk stands above the column.
      name: name.replace(` (${holder})`, ''),
      href: hrefOf(base, name),
      x,
      y,
      nameX: x + PAD,
      nameY: y + 22,
      countX: x + box.width - PAD,
      countY: y + box.height - 7,
      count: tickets === 0 ? '' : String(tickets),
      age: oldest === null ? '' : `старейшее: ${ageWords(oldest, now)}`,
      ageY: y + 41,
      endY: y + box.height + 15,
      ends: ends.length === 0 ? '' : `⊗ ${ends.join(', ')}`,
      tone: tickets === 0 ? ('empty' as const) : ('full' as const),
    };
  });

/** Two sections: the map, and the tickets at a place. */
export const processSections = ({
  pool,
  store,
  config,
  parties,
  zammad,
}: ProcessPorts): readonly Section[] => {
  const map = config.process;
  const zone = config.federal.timeZone;
  const drawing = drawingOf(map, COLUMN);
  return [
    {
      path: '/process',
      verb: 'get',
      roles: everybody,
      label: 'Процесс',
      live: true,
      answer: async ({ base, now }) => {
        const counts = await store.placesCounted(dayBegan(now, zone));
        const byPlace = Map.groupBy(counts, ({ place }) => place);
        const sums = new Map([...byPlace].map(([place, own]) => [place ?? NOWHERE, sumOf(own)]));
        const whole = sumOf(counts);
        const nowhere = sums.get(NOWHERE)?.tickets ?? 0;
        const row = (name: string) => {
          const { tickets = 0, arrived = 0, oldest = null } = sums.get(name) ?? {};
          return {
            name,
            href: hrefOf(base, name),
            tickets,
            arrived,
            oldest: oldest === null ? '–' : ageWords(oldest, now),
          };
        };
        return {
          page: 'process',
          title: 'Процесс',
          view: {
            figures: [
              figure('Открыто', whole.tickets),
              figure('Пришли на своё место сегодня', whole.arrived),
              figure('Дольше всех на месте', whole.oldest === null ? '–' : ageWords(whole.oldest, now)),
              figure('Вне карты', nowhere, nowhere > 0),
            ],
            nowhereHref: nowhere === 0 ? '' : hrefOf(base, NOWHERE),
            width: drawing.width,
            height: drawing.height,
            boxWidth: drawing.box.width,
            boxHeight: drawing.box.height,
            columns: drawing.desks,
            arrows: drawing.arrows,
            boxes: boxesOf(drawing, sums, base, now),
            desks: drawing.desks.map(({ name: desk }) => ({
              desk,
              places: map.places.filter(({ holder }) => holder === desk).map(({ name }) => row(name)),
            })),
          },
        };
      },
    },
    {
      path: '/process/place',
      verb: 'get',
      roles: everybody,
      answer: async ({ who, base, now, given }) => {
        const name = given['name'] ?? NOWHERE;
        const place = map.places.find((one) => one.name === name);
        if (place === undefined && name !== NOWHERE)
          throw new PageFault(404, `Места «${name}» на карте нет: выберите его в разделе «Процесс».`);
        const tickets = await ticketsAt(pool, scopeOf(who, map), {
          place: place?.name ?? null,
          region: null,
          limit: LISTED + 1,
        });
        return {
          page: 'place',
          title: place?.name ?? 'Вне карты',
          view: {
            what: place === undefined ? 'Состояние или группа, которых карта не знает.' : `${place.what}.`,
            next: place?.next ?? '',
            clauses: place?.clauses.join(', ') ?? '',
            rows: tickets.slice(0, LISTED).map(({ ticket, number, region, since }) => ({
              ticket: ticketRow({ ticket, number }, { base, zammad }),
              region: parties.regions.get(region ?? '')?.name ?? 'не указан',
              since: atWords(since, zone),
              age: ageWords(since, now),
            })),
            more: tickets.length > LISTED ? `Показаны ${LISTED} старейших.` : '',
          },
        };
      },
    },
  ];
};
