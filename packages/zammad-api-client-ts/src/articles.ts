/** Articles: the messages and notes of a ticket. */
import * as z from 'zod';
import type { CallOptions, ReadOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';
import type { Article } from './schemas/tickets.js';
import { articleSchema } from './schemas/tickets.js';
import type { Transport } from './transport.js';

/** A file for a new article: `POST /ticket_articles` (app/controllers/concerns/creates_ticket_articles.rb). */
export interface NewAttachment {
  filename: string;
  /** Base64. */
  data: string;
  'mime-type': string;
}

/**
 * `type` is a name: `note`, `phone`, `web`, `email`, … An agent's `email` is really sent, even when internal. `internal`
 * is required because Zammad's own default over the API is a public article.
 * Source: app/controllers/concerns/creates_ticket_articles.rb.
 */
export interface ArticleCreate {
  body: string;
  internal: boolean;
  type?: string | undefined;
  sender?: 'Agent' | 'Customer' | 'System' | undefined;
  subject?: string | undefined;
  content_type?: 'text/plain' | 'text/html' | undefined;
  from?: string | undefined;
  to?: string | undefined;
  cc?: string | undefined;
  reply_to?: string | undefined;
  /** Message-ID of what it answers, with its brackets: mail programs thread by it. */
  in_reply_to?: string | undefined;
  time_unit?: number | undefined;
  attachments?: readonly NewAttachment[] | undefined;
  /** `{ 'send-auto-response': false }` keeps triggers from mailing the customer about it. */
  preferences?: Readonly<Record<string, unknown>> | undefined;
}

/** Articles of tickets: `/ticket_articles`, `/ticket_attachment` (app/controllers/ticket_articles_controller.rb). */
export interface Articles {
  get(id: number, options?: ReadOptions): Promise<Article>;
  /** All articles the caller may see, oldest first. */
  byTicket(ticketId: number, options?: CallOptions): Promise<Article[]>;
  /** Never repeated after a lost answer. */
  create(ticketId: number, article: ArticleCreate, options?: CallOptions): Promise<Article>;
  /** The one thing Zammad lets change. */
  update(id: number, change: { internal: boolean }, options?: CallOptions): Promise<Article>;
  /**
   * Only a note, or what is internal, and only by whoever wrote it; from ten minutes after it was written (setting
   * `ui_ticket_zoom_article_delete_timeframe`) Zammad refuses: `forbidden`.
   */
  delete(id: number, options?: CallOptions): Promise<void>;
  /** The file's bytes; ids as in `article.attachments`. */
  attachment(
    ticketId: number,
    articleId: number,
    attachmentId: number,
    options?: CallOptions,
  ): Promise<Uint8Array>;
  /**
   * The mail as it came in, headers and all; null for an article that came by no mail. A page is no mail, whatever its
   * status: `unexpectedAnswer`.
   */
  raw(id: number, options?: CallOptions): Promise<Uint8Array | null>;
}

export const createArticles = (request: Request, transport: Transport): Articles => ({
  get: (id, { signal, expand } = {}) =>
    request({ method: 'GET', path: `/ticket_articles/${id}`, query: { expand }, signal }, articleSchema),
  byTicket: (ticketId, { signal } = {}) =>
    request(
      { method: 'GET', path: `/ticket_articles/by_ticket/${ticketId}`, signal },
      z.array(articleSchema),
    ),
  create: (ticketId, article, { signal } = {}) =>
    request(
      { method: 'POST', path: '/ticket_articles', body: { ...article, ticket_id: ticketId }, signal },
      articleSchema,
    ),
  update: (id, { internal }, { signal } = {}) =>
    request({ method: 'PUT', path: `/ticket_articles/${id}`, body: { internal }, signal }, articleSchema),
  delete: async (id, { signal } = {}) => {
    await request({ method: 'DELETE', path: `/ticket_articles/${id}`, signal }, anyAnswer);
  },
  attachment: (ticketId, articleId, attachmentId, { signal } = {}) =>
    transport.bytes({
      method: 'GET',
      path: `/ticket_attachment/${ticketId}/${articleId}/${attachmentId}`,
      signal,
    }),
  raw: async (id, { signal } = {}) => {
    // An article without a mail is answered with nothing at all.
    const call = { method: 'GET', path: `/ticket_article_plain/${id}`, signal } as const;
    const mail = await transport.bytes(call, 'text/html');
    return mail.length === 0 ? null : mail;
  },
});
