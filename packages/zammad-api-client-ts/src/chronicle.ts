/** Un-nests `GET /ticket_history/:id`, which hands the ticket and its articles out beside the changes. */
import { assetOf } from './request.js';
import type { Article, Assets, HistoryEntry, Ticket, historySchema } from './schemas/tickets.js';
import { articleSchema, assetsSchema, ticketSchema } from './schemas/tickets.js';
import type { Call } from './transport.js';
import type * as z from 'zod';

/** A ticket's history: `GET /ticket_history/:id`. */
export interface Chronicle<Custom = unknown> {
  history: HistoryEntry[];
  /** What came along: the ticket, its articles, and everybody who changed either. */
  assets: Assets;
  /**
   * The ticket with all its articles, oldest first. Null when the answer does not hold every one of them: articles that
   * were merged in from another ticket stand in that one's history.
   */
  now: { ticket: Ticket & Custom; articles: Article[]; assets: Assets } | null;
}

/** Throws ZammadAnswerError when what came is no ticket or no article. */
export const chronicleOf = (
  call: Pick<Call, 'method' | 'path'>,
  id: number,
  { history, assets: sent }: z.infer<typeof historySchema>,
): Chronicle => {
  const assets = assetsSchema.safeParse(sent).data ?? {};
  if (assets.Ticket?.[String(id)] === undefined) return { history, assets, now: null };
  const ticket = assetOf(call, assets, 'Ticket', id, ticketSchema);
  const articles = ticket.article_ids;
  const isWhole = articles?.every((article) => assets.TicketArticle?.[String(article)] !== undefined);
  if (articles === undefined || isWhole !== true) return { history, assets, now: null };
  return {
    history,
    assets,
    now: {
      ticket,
      articles: articles
        .map((article) => assetOf(call, assets, 'TicketArticle', article, articleSchema))
        .sort((one, other) => one.id - other.id),
      assets,
    },
  };
};
