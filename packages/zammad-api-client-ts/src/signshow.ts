/** `GET /signshow`: what Zammad hands a browser at sign-in, and the only source of several fixed catalogues. */
import * as z from 'zod';
import type { CallOptions } from './options.js';
import type { Request } from './request.js';
import type { JsonObject } from './schemas/json.js';
import { jsonObject } from './schemas/json.js';

/** Catalogues that have no endpoint of their own. They come with `GET /signshow`. */
export type CatalogueKind =
  'permissions' | 'ticket_state_types' | 'ticket_article_types' | 'ticket_article_senders' | 'locales';

export const catalogueKinds: readonly CatalogueKind[] = [
  'permissions',
  'ticket_state_types',
  'ticket_article_types',
  'ticket_article_senders',
  'locales',
];

const models: Record<CatalogueKind, string> = {
  permissions: 'Permission',
  ticket_state_types: 'TicketStateType',
  ticket_article_types: 'TicketArticleType',
  ticket_article_senders: 'TicketArticleSender',
  locales: 'Locale',
};

export const signshowSchema = z.looseObject({
  /** The user's attributes. */
  session: jsonObject.optional(),
  /** Public settings by name, such as `product_name` and `timezone_default`. */
  config: jsonObject.optional(),
  /** Model → list. */
  collections: jsonObject.optional(),
  /** Model → id → attributes. */
  assets: jsonObject.optional(),
});
/** What a browser gets at sign-in: `GET /signshow` (app/controllers/sessions_controller.rb, show). */
export type Signshow = z.infer<typeof signshowSchema>;

/** An entry of a catalogue, with what `GET /signshow` says of it. */
export type CatalogueItem = { id: number } & JsonObject;
/** The catalogues that come with `GET /signshow`, each in the order of ids. */
export type Catalogue = Record<CatalogueKind, CatalogueItem[]>;

export const fetchSignshow = (request: Request, { signal }: CallOptions = {}): Promise<Signshow> =>
  request({ method: 'GET', path: '/signshow', signal }, signshowSchema);

const item = z.looseObject({ id: z.number() });

/** The catalogues in a signshow answer; a model comes as a collection, as assets, or as both with one empty. Source: app/controllers/sessions_controller.rb, show. */
export const catalogueOf = (signshow: Signshow): Catalogue => ({
  permissions: itemsOf(signshow, models.permissions),
  ticket_state_types: itemsOf(signshow, models.ticket_state_types),
  ticket_article_types: itemsOf(signshow, models.ticket_article_types),
  ticket_article_senders: itemsOf(signshow, models.ticket_article_senders),
  locales: itemsOf(signshow, models.locales),
});

const itemsOf = (signshow: Signshow, model: string): CatalogueItem[] => {
  const found = new Map<number, CatalogueItem>();
  for (const source of [signshow.assets?.[model], signshow.collections?.[model]])
    for (const value of Object.values(source ?? {})) {
      const parsed = item.safeParse(value);
      if (parsed.success) found.set(parsed.data.id, parsed.data);
    }
  return [...found.values()].sort((a, b) => a.id - b.id);
};
