/** Un-nests `GET /tickets/:id?all=true`, which hands everything out as assets by model and id. */
import * as z from 'zod';
import type { Call } from './transport.js';
import { assetOf } from './request.js';
import type { Article, Assets, Link, Ticket, ticketAllSchema } from './schemas/tickets.js';
import { articleSchema, ticketSchema } from './schemas/tickets.js';

/** A ticket as a whole: `GET /tickets/:id?all=true` (app/controllers/tickets_controller.rb, ticket_all). */
export interface FullTicket<Custom = unknown> {
  ticket: Ticket & Custom;
  /** Oldest first; only those the caller may see. */
  articles: Article[];
  links: Link[];
  tags: string[];
  /** Ids of users who follow the ticket. */
  mentions: number[];
  /** Related objects as Zammad sent them: model → id → attributes (users, groups, linked tickets). */
  assets: Assets;
}

const mention = z.looseObject({ user_id: z.number() });

/** Throws ZammadAnswerError when the ticket or an article is missing among the assets. */
export const fullTicketOf = (
  call: Pick<Call, 'method' | 'path'>,
  all: z.infer<typeof ticketAllSchema>,
): FullTicket => ({
  ticket: assetOf(call, all.assets, 'Ticket', all.ticket_id, ticketSchema),
  articles: all.ticket_article_ids.map((id) => assetOf(call, all.assets, 'TicketArticle', id, articleSchema)),
  links: all.links,
  tags: all.tags,
  mentions: (all.mentions ?? []).flatMap((id) => {
    const found = mention.safeParse(all.assets.Mention?.[String(id)]);
    return found.success ? [found.data.user_id] : [];
  }),
  assets: all.assets,
});
