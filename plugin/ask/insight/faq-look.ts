/** Looks at the knowledge base and at what was asked in vain, and leaves for the page what it tells of the FAQ. */
import { Temporal } from 'temporal-polyfill';
import type { ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../../config/load.js';
import { regionNames } from '../../../config/regions.js';
import { createFaqDesk } from '../../../sync/faq/desk.js';
import { readTree } from '../../../sync/faq/plan/make-plan.js';
import type { FaqPlan } from '../../../sync/faq/plan/plan-types.js';
import { faqStatusOf } from '../../../sync/faq/status.js';
import { readAnswerBase } from '../../../sync/faq/suggest/answer-base.js';
import { meaningsOf, synonymsOf } from '../../../sync/faq/suggest/synonyms.js';
import { stemOf, wordsOf } from '../../../sync/faq/suggest/words.js';
import type { FaqState, FaqStates, KnownGap } from '../../store/faq-state.js';
import { gapsOf, type UnansweredRequest } from './faq-gaps.js';
import { unanswered } from './unanswered.js';

interface FaqLook {
  readonly client: ZammadClient;
  readonly config: Pick<Config, 'faq' | 'federal' | 'vocabulary' | 'regions'>;
  /** Where Zammad is. */
  readonly url: string;
  readonly store: FaqStates;
  readonly clock: () => Date;
}

/** Requests of so many days are looked through for gaps. */
const GAP_DAYS = 30;
/** What stands on the page: what more citizens asked comes first. */
const KEPT = 50;
/** Texts side by side: no more is read on a page. */
const LONGEST = 4_000;

const cut = (text: string | null): string | null =>
  text === null || text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} …`;

/** What the edition that was handed over comes to, for the page. */
export const offeredOf = (plan: FaqPlan, now: Date): NonNullable<FaqState['offered']> => ({
  edition: plan.edition,
  date: plan.date,
  seen: now.toISOString(),
  questions: plan.unchanged + plan.changes.length + plan.conflicts.length + plan.renames.length,
  faults: plan.faults.length,
  renames: plan.renames.length,
  conflicts: plan.conflicts.map(({ question, message, local, edition }) => ({
    question,
    message,
    local: cut(local),
    edition: cut(edition),
  })),
});

const knownGaps = (
  requests: readonly UnansweredRequest[],
  options: Parameters<typeof gapsOf>[1],
): KnownGap[] =>
  gapsOf(requests, options)
    .slice(0, KEPT)
    .map(({ count, ...gap }) => ({ ...gap, requests: count }));

/** Rejects with ZammadError or PostgreSQL's error; then what was known stays. */
export const lookAtFaqForPage = async ({ client, config, url, store, clock }: FaqLook): Promise<void> => {
  const now = clock();
  const desk = createFaqDesk(client);
  const before = (await store.faqState())?.state.inForce ?? null;
  const { edition, date, answers, archived, declined, unfinished } = faqStatusOf(
    await readTree(desk, now),
    config.faq.staleAfterDays,
    now,
  );
  const since = before !== null && before.edition === edition ? before.since : now.toISOString();
  const inForce = edition === null ? null : { edition, date, answers, archived, declined, unfinished, since };
  await store.keepFaq({ inForce }, now);
  const { timeZone } = config.federal;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const from = today.subtract({ days: GAP_DAYS - 1 });
  const requests = await unanswered(client, config, [
    new Date(from.toZonedDateTime({ timeZone }).epochMilliseconds - 1),
    new Date(now.getTime() + 1),
  ]);
  const synonyms = synonymsOf(config.faq.synonyms);
  const base = await readAnswerBase(desk, {
    webUrl: config.faq.webUrl ?? url,
    synonyms: meaningsOf(config.faq),
    regions: regionNames(config.regions),
    now,
  });
  const phrases = config.faq.synonyms.flat();
  const options = {
    synonyms,
    vocabulary: new Set([
      ...phrases.flatMap((phrase) => wordsOf(phrase).map(stemOf)),
      ...(base?.vocabulary ?? []),
    ]),
    likely: (text: string) => base?.likely({ subject: '', words: text, region: null })[0]?.title ?? null,
  };
  const regions = [...Map.groupBy(requests, ({ region }) => region)].flatMap(([region, own]) =>
    region === null ? [] : [[region, knownGaps(own, options)] as const],
  );
  await store.keepFaq(
    {
      gaps: {
        since: from.toString(),
        until: today.toString(),
        requests: requests.length,
        all: knownGaps(requests, options),
        regions: Object.fromEntries(regions),
      },
    },
    now,
  );
};
