/** The knowledge base as sync needs it: the client's calls and the two tables of names that stand outside it. */
import type { KnowledgeBase, ZammadClient } from 'zammad-api-client-ts';

export interface FaqDesk {
  readonly kb: KnowledgeBase;
  /** Zammad's languages: code → id. One large call. */
  readonly systemLocales: () => Promise<ReadonlyMap<string, number>>;
}

export const createFaqDesk = (client: Pick<ZammadClient, 'knowledgeBase' | 'catalogue'>): FaqDesk => ({
  kb: client.knowledgeBase,
  systemLocales: async () => {
    const { locales } = await client.catalogue();
    return new Map(
      locales.flatMap(({ id, locale }): [string, number][] =>
        typeof locale === 'string' ? [[locale, id]] : [],
      ),
    );
  },
});
