/** «Работа»: queue, lag, outage, dead letters and their way back, what the configuration lacks, who did what here. */
import type { Pool } from 'pg';
import type { Config } from '../../../config/load.js';
import type { Check } from '../../ask/doctor/check.js';
import { checkCalendars, checkRegions, checkStance } from '../../ask/doctor/data.js';
import type { Sessions } from '../../store/sessions.js';
import type { Store } from '../../store/store.js';
import { numbersOf } from '../read/tickets.js';
import { admins, everybody, PageFault, type Section } from '../section.js';
import { atWords, figure, lengthWords, ticketRow } from '../words.js';

export interface OperationsPorts {
  readonly pool: Pool;
  readonly store: Pick<Store, 'depth' | 'figures' | 'watermark' | 'dead' | 'replay'>;
  readonly sessions: Pick<Sessions, 'did' | 'deeds'>;
  /** Words for a person while nothing is looked at; null: all is well. */
  readonly outage: () => string | null;
  readonly config: Pick<Config, 'stance' | 'calendars' | 'regions' | 'federal'>;
  readonly version: string;
  /** Address of the helpdesk. */
  readonly zammad: string;
}

const DEAD_SHOWN = 100;
const DEEDS_SHOWN = 50;
/** The sweep comes once a minute: so late somebody should look. */
const LAG_MS = 5 * 60_000;

const signs = { ok: '✓', warn: '!', fail: '✗' } as const;

const shown = ({ state, what, todo }: Check) => ({ sign: signs[state], what, todo: todo ?? '' });

/** Everybody may look, an admin may put dead letters back. */
export const operationsSections = ({
  pool,
  store,
  sessions,
  outage,
  config,
  version,
  zammad,
}: OperationsPorts): readonly Section[] => [
  {
    path: '/operations',
    verb: 'get',
    roles: everybody,
    label: 'Работа',
    live: true,
    answer: async ({ who, now, base }) => {
      const [depth, figures, swept, dead, deeds] = await Promise.all([
        store.depth(),
        store.figures(now),
        store.watermark('sweep'),
        store.dead(),
        who.role === 'admin' ? sessions.deeds(DEEDS_SHOWN) : [],
      ]);
      const listed = dead.slice(0, DEAD_SHOWN);
      const numbers = await numbersOf(
        pool,
        listed.map(({ ticket }) => ticket),
      );
      const zone = config.federal.timeZone;
      const lag = swept === null ? null : now.getTime() - swept.getTime();
      const checks = [
        checkStance(config.stance),
        ...checkCalendars(config.calendars, now),
        ...checkRegions(config.regions, now),
      ].filter(({ state }) => state !== 'ok');
      return {
        page: 'operations',
        title: 'Работа',
        view: {
          version,
          stance: checkStance(config.stance).what,
          outage: outage() ?? '',
          figures: [
            figure('Ждут в очереди', depth.waiting),
            figure('Смотрят сейчас', depth.active),
            figure('Старейший ждёт', lengthWords(depth.oldestSeconds * 1000)),
            figure(
              'Отстаёт обход',
              lag === null ? 'не было' : lengthWords(lag),
              lag !== null && lag > LAG_MS,
            ),
            figure('Отложено', depth.dead, depth.dead > 0),
            figure('Остановил предохранитель', figures.stopped, figures.stopped > 0),
            figure('Сроков идёт', figures.terms),
            figure('Сроки наступили, ждут осмотра', figures.overdue),
          ],
          dead: listed.map(({ id, ticket, at, error }) => ({
            id,
            at: atWords(at, zone),
            error,
            ticket: ticketRow({ ticket, number: numbers.get(ticket) ?? null }, { base, zammad }),
          })),
          mayReplay: who.role === 'admin',
          checks: checks.length === 0 ? [{ sign: '✓', what: 'Внесено всё', todo: '' }] : checks.map(shown),
          deeds: deeds.map(({ at, ...deed }) => ({ ...deed, at: atWords(at, zone) })),
        },
      };
    },
  },
  {
    path: '/operations/replay',
    verb: 'post',
    roles: admins,
    answer: async ({ who, now, given }) => {
      const letter = (await store.dead()).find(({ id }) => id === given['id']);
      if (letter === undefined)
        throw new PageFault(404, 'Этого тикета среди отложенных уже нет: откройте раздел «Работа» заново.');
      await store.replay(letter);
      await sessions.did({
        at: now,
        login: who.login,
        deed: 'тикет возвращён в очередь',
        object: `id ${letter.ticket}`,
      });
      return { to: '/operations' };
    },
  },
];
