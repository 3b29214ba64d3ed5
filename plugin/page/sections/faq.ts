/**
 * «FAQ»: which edition is in force and how old it is, where it and the knowledge base disagree, what it lacks, how suggestions fared.
 * Told by the last look and by the log: the helpdesk is not asked.
 */
import { Temporal } from 'temporal-polyfill';
import type { Pool } from 'pg';
import type { Config } from '../../../config/load.js';
import { idsOfKind } from '../../ask/insight/report.js';
import type { Parties } from '../../engine/parties.js';
import type { FaqStates, FaqState, KnownGap } from '../../store/faq-state.js';
import type { Visitor } from '../../store/sessions.js';
import { dayBegins } from '../day.js';
import { homeScopeOf } from '../read/scope.js';
import { suggestedBetween, tallySuggestions } from '../read/suggestions.js';
import { everybody, type Section } from '../section.js';
import { atWords, dayWords, figure } from '../words.js';

export interface FaqPorts {
  readonly pool: Pool;
  readonly store: FaqStates;
  readonly config: Pick<Config, 'clauses' | 'process' | 'federal' | 'vocabulary'>;
  readonly parties: Pick<Parties, 'regions' | 'calendars'>;
  /** When an edition is old, and what a new one is looked for in. */
  readonly faq: Pick<Config['faq'], 'staleAfterDays' | 'watch'>;
}

const WEEK_DAYS = 7;
const LISTED = 20;
/** What fewer citizens asked is told as a number. */
const SEVERAL = 2;

/** A head with regions is told of those alone, one region after the other; one without any of sums, and of no region's tickets. */
const gapsFor = (gaps: NonNullable<FaqState['gaps']>, { role, regions }: Visitor): readonly KnownGap[] => {
  if (role === 'admin') return gaps.all;
  if (regions.length === 0) return gaps.all.map((gap) => ({ ...gap, tickets: [] }));
  return regions
    .flatMap((region) => gaps.regions[region] ?? [])
    .toSorted((one, other) => other.citizens - one.citizens || other.requests - one.requests);
};

/** One section. */
export const faqSections = ({
  pool,
  store,
  config,
  parties,
  faq: { staleAfterDays, watch },
}: FaqPorts): readonly Section[] => {
  const { process, federal, vocabulary } = config;
  const [suggesting, answering] = [idsOfKind(config, 'faq-suggestion'), idsOfKind(config, 'faq-found')];
  const zone = federal.timeZone;
  const today = (now: Date): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const daysSince = (date: string, now: Date): number =>
    Temporal.PlainDate.from(date).until(today(now), { largestUnit: 'day' }).days;
  const dayOf = (moment: string): string => atWords(new Date(moment), zone).slice(0, 10);

  const figuresOf = (inForce: NonNullable<FaqState['inForce']>, now: Date) => {
    const age = inForce.date === null ? null : daysSince(inForce.date, now);
    return [
      figure('Издание', inForce.edition),
      figure('От', inForce.date === null ? 'дата неизвестна' : dayWords(inForce.date)),
      figure('Возраст', age === null ? '–' : `${age} дн.`, age === null || age > staleAfterDays),
      figure('Загружено', dayOf(inForce.since)),
      figure('Ответов', inForce.answers),
      figure('В архиве', inForce.archived),
      figure('Оставлено своё', inForce.declined),
      figure('Не дописано', inForce.unfinished, inForce.unfinished > 0),
    ];
  };
  return [
    {
      path: '/faq',
      verb: 'get',
      roles: everybody,
      label: 'FAQ',
      answer: async ({ who, now }) => {
        const from = dayBegins(now, parties.calendars.federal, 1 - WEEK_DAYS);
        const [known, rows] = await Promise.all([
          store.faqState(),
          suggestedBetween(pool, homeScopeOf(who, process), {
            from,
            to: new Date(now.getTime() + 1),
            suggesting,
            answering,
          }),
        ]);
        const state = known?.state ?? { inForce: null, offered: null, gaps: null };
        const { inForce, offered, gaps } = state;
        const fared = tallySuggestions(rows, vocabulary.federalResults.found, vocabulary.faqResults.notFound);
        const decided = fared.hit + fared.other + fared.none;
        const own = gaps === null ? [] : gapsFor(gaps, who);
        const shown = own.filter(({ citizens }) => citizens >= SEVERAL);
        return {
          page: 'faq',
          title: 'FAQ',
          view: {
            asOf: known === null ? '' : atWords(known.at, zone),
            figures: inForce === null ? [] : figuresOf(inForce, now),
            staleAfter:
              inForce?.date != null && daysSince(inForce.date, now) > staleAfterDays ? staleAfterDays : null,
            offered:
              offered === null || offered.edition === inForce?.edition
                ? null
                : {
                    edition: offered.edition,
                    date: offered.date === null ? '' : dayWords(offered.date),
                    seen: dayOf(offered.seen),
                    questions: offered.questions,
                  },
            uncompared: offered === null ? { watchedAt: watch?.at ?? '' } : null,
            conflicts: offered?.conflicts ?? [],
            edition: offered?.edition ?? '',
            renames: offered?.renames ?? 0,
            faults: offered?.faults ?? 0,
            isCounted: gaps !== null,
            period: gaps === null ? '' : `${dayWords(gaps.since)} … ${dayWords(gaps.until)}`,
            gaps: shown
              .slice(0, LISTED)
              .map(({ about, requests, citizens, tickets, inFederalBase, likely }) => ({
                about,
                requests,
                citizens,
                tickets: tickets.join(', '),
                inFederalBase,
                likely: likely ?? '',
              })),
            single: own.length - shown.length,
            fared: [
              figure('Подсказок', fared.shown),
              figure('Попало', fared.hit),
              figure('Мимо: ответили другим', fared.other),
              figure('Ответа не нашлось', fared.none),
              figure('Ответ не отмечен', fared.unnamed),
              figure('Ещё не известно', fared.open),
              figure('Из FAQ без подсказки', fared.unasked),
            ],
            rate: decided === 0 ? null : { hit: fared.hit, decided },
            since: atWords(from, zone).slice(0, 10),
            answers: fared.answers.slice(0, LISTED),
          },
        };
      },
    },
  ];
};
