/** «Требует внимания»: what a person has to see to, by clause, region and age. */
import type { Pool } from 'pg';
import type { Config } from '../../../config/load.js';
import { titlesOf } from '../../ask/insight/report.js';
import type { BoundClause } from '../../engine/evaluate.js';
import type { Parties } from '../../engine/parties.js';
import { scopeOf } from '../read/scope.js';
import { flagged, flaggedCounted } from '../read/standings.js';
import { everybody, PageFault, type Section } from '../section.js';
import { ageWords, atWords, ticketRow } from '../words.js';

export interface AttentionPorts {
  readonly pool: Pool;
  readonly config: Pick<Config, 'clauses' | 'process' | 'regions'>;
  readonly clauses: readonly BoundClause[];
  readonly parties: Pick<Parties, 'regions' | 'calendars'>;
  readonly zammad: string;
}

const LISTED = 200;

/** One section. */
export const attentionSections = ({
  pool,
  config,
  clauses,
  parties,
  zammad,
}: AttentionPorts): readonly Section[] => {
  const titles = titlesOf(config);
  const aside = clauses.flatMap(({ id, aside: isAside }) => (isAside === true ? [id] : []));
  const nameOf = (region: string | null): string => parties.regions.get(region ?? '')?.name ?? 'не указан';
  return [
    {
      path: '/attention',
      verb: 'get',
      roles: everybody,
      label: 'Требует внимания',
      live: true,
      answer: async ({ who, base, now, given }) => {
        const clause = given['clause'] === undefined || given['clause'] === '' ? null : given['clause'];
        const region = given['region'] === undefined || given['region'] === '' ? null : given['region'];
        if (clause !== null && !titles.has(clause))
          throw new PageFault(400, `Обязанности «${clause}» программа не держит: выберите её из списка.`);
        if (region !== null && !config.regions.has(region))
          throw new PageFault(400, `Региона «${region}» в конфигурации нет: выберите его из списка.`);
        const [counts, rows] = await Promise.all([
          flaggedCounted(pool, aside),
          flagged(pool, scopeOf(who, config.process), { aside, clause, region, limit: LISTED + 1 }),
        ]);
        const inOrder = [...titles].flatMap(([id, title]) => {
          const own = counts.filter((one) => one.clause === id);
          if (own.length === 0) return [];
          const oldest = own
            .map((one) => one.oldest)
            .toSorted((one, other) => one.getTime() - other.getTime());
          return [
            {
              clause: id,
              title,
              href: `${base}/attention?clause=${encodeURIComponent(id)}`,
              tickets: own.reduce((sum, one) => sum + one.tickets, 0),
              regions: own
                .toSorted((one, other) => other.tickets - one.tickets)
                .map((one) => `${nameOf(one.region)}: ${one.tickets}`)
                .join('; '),
              oldest: oldest[0] === undefined ? '–' : ageWords(oldest[0], now),
            },
          ];
        });
        return {
          page: 'attention',
          title: 'Требует внимания',
          view: {
            counts: inOrder,
            only: [...(clause === null ? [] : [clause]), ...(region === null ? [] : [nameOf(region)])].join(
              ', ',
            ),
            allHref: `${base}/attention`,
            options: [...config.regions].map(([id, { name }]) => ({ id, name, chosen: id === region })),
            clause: clause ?? '',
            rows: rows.slice(0, LISTED).map((one) => ({
              ticket: ticketRow(one, { base, zammad }),
              clause: one.clause,
              region: nameOf(one.region),
              text: one.text,
              since: atWords(one.at, parties.calendars.of(one.region).zone),
              age: ageWords(one.at, now),
            })),
            more: rows.length > LISTED ? `Показаны ${LISTED} старейших: сузьте по пункту или региону.` : '',
          },
        };
      },
    },
  ];
};
