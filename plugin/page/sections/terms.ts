/** «Сроки»: terms that end within 72 hours, by region and on a time line, in working time; what is overdue. */
import type { Pool } from 'pg';
import type { Config } from '../../../config/load.js';
import { UnknownCalendarYear } from '../../../config/calendar.js';
import { workingMinutesBetween } from '../../../triggers/working-time/between.js';
import { titlesOf } from '../../ask/insight/report.js';
import type { Parties } from '../../engine/parties.js';
import { scopeOf } from '../read/scope.js';
import { termsBetween, termsCounted, termsLaidOut, type Standing } from '../read/standings.js';
import { everybody, type Section } from '../section.js';
import { ageWords, atWords, figure, lengthWords, ticketRow } from '../words.js';

export interface TermsPorts {
  readonly pool: Pool;
  readonly config: Pick<Config, 'clauses' | 'process' | 'federal'>;
  readonly parties: Pick<Parties, 'regions' | 'calendars'>;
  readonly zammad: string;
}

const HOUR_MS = 3600_000;
const AHEAD_MS = 72 * HOUR_MS;
const PIECE_MS = 6 * HOUR_MS;
const LISTED = 150;

/** Units of the drawing. */
const LINE = { bar: 76, gap: 8, height: 120, foot: 24 } as const;

type Count = Awaited<ReturnType<typeof termsLaidOut>>[number];

const lineOf = (counts: readonly Count[], now: Date, zone: string) => {
  const pieces = Math.ceil(AHEAD_MS / PIECE_MS);
  const most = Math.max(1, ...counts.map(({ terms }) => terms));
  return {
    width: pieces * (LINE.bar + LINE.gap),
    height: LINE.height + LINE.foot + 20,
    bars: Array.from({ length: pieces }, (_, piece) => {
      const terms = counts.find((one) => one.piece === piece)?.terms ?? 0;
      const height = Math.round((terms / most) * LINE.height);
      const x = piece * (LINE.bar + LINE.gap);
      const from = new Date(now.getTime() + piece * PIECE_MS);
      return {
        x,
        y: 20 + LINE.height - height,
        width: LINE.bar,
        height,
        middle: x + LINE.bar / 2,
        countY: 14 + LINE.height - height,
        labelY: 20 + LINE.height + 16,
        count: terms === 0 ? '' : String(terms),
        label: atWords(from, zone).slice(0, 5) + atWords(from, zone).slice(10),
      };
    }),
  };
};

/** One section. */
export const termsSections = ({ pool, config, parties, zammad }: TermsPorts): readonly Section[] => {
  const titles = titlesOf(config);
  const nameOf = (region: string | null): string => parties.regions.get(region ?? '')?.name ?? 'не указан';
  const workingLeft = ({ region, at }: Standing, now: Date): string => {
    try {
      return lengthWords(workingMinutesBetween(now, at, parties.calendars.of(region)) * 60_000);
    } catch (error) {
      if (error instanceof UnknownCalendarYear) return 'календаря нет';
      throw error;
    }
  };
  return [
    {
      path: '/terms',
      verb: 'get',
      roles: everybody,
      label: 'Сроки',
      answer: async ({ who, base, now }) => {
        const scope = scopeOf(who, config.process);
        const to = new Date(now.getTime() + AHEAD_MS);
        const limit = LISTED + 1;
        const [regions, pieces, overdue, soon] = await Promise.all([
          termsCounted(pool, now, to),
          termsLaidOut(pool, now, to, PIECE_MS),
          termsBetween(pool, scope, { from: null, to: now, limit }),
          termsBetween(pool, scope, { from: now, to, limit }),
        ]);
        const sum = (key: 'overdue' | 'soon'): number => regions.reduce((all, one) => all + one[key], 0);
        const row = (standing: Standing) => ({
          ticket: ticketRow(standing, { base, zammad }),
          clause: standing.clause,
          title: titles.get(standing.clause) ?? '',
          region: nameOf(standing.region),
          due: atWords(standing.at, parties.calendars.of(standing.region).zone),
        });
        return {
          page: 'terms',
          title: 'Сроки',
          view: {
            figures: [
              figure('Просрочено', sum('overdue'), sum('overdue') > 0),
              figure('Истекает за 72 часа', sum('soon')),
            ],
            regions: regions.map(({ region, ...counts }) => ({ region: nameOf(region), ...counts })),
            isBusy: pieces.length > 0,
            line: lineOf(pieces, now, config.federal.timeZone),
            overdue: overdue
              .slice(0, LISTED)
              .map((standing) => ({ ...row(standing), left: ageWords(standing.at, now) })),
            soon: soon
              .slice(0, LISTED)
              .map((standing) => ({ ...row(standing), left: workingLeft(standing, now) })),
            more:
              overdue.length > LISTED || soon.length > LISTED
                ? `В каждом списке показаны первые ${LISTED}.`
                : '',
          },
        };
      },
    },
  ];
};
