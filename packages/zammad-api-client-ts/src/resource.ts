/** The calls nearly every kind shares: list, get, create, update, delete (Zammad serves them by one generic controller). */
import * as z from 'zod';
import type { WriteOf } from './columns.js';
import type { CallOptions, ReadOptions } from './options.js';
import type { Request } from './request.js';
import { anyAnswer } from './request.js';

/** A list may be sorted by a column; Zammad's default is `id` ascending. Source: app/controllers/application_controller/renders_models.rb. */
export interface ListOptions extends ReadOptions {
  sortBy?: string | undefined;
  orderBy?: 'asc' | 'desc' | undefined;
}

/** A kind of object that can be read and written but not deleted. Every call throws {@link ZammadError}. Source: app/controllers/application_controller/renders_models.rb. */
export interface PermanentResource<
  T,
  Created extends object = WriteOf<T>,
  Written extends object = WriteOf<T>,
> {
  /** API path, such as `ticket_states`. */
  readonly kind: string;
  /** All objects, all pages (1000 a request, the most Zammad gives). */
  list(options?: ListOptions): Promise<T[]>;
  get(id: number, options?: ReadOptions): Promise<T>;
  /** Names for ids (`group: 'Users'`) may be given as well. */
  create(body: Created, options?: CallOptions): Promise<T>;
  /** Partial: keys left out stay. Zammad drops what it does not know without a word, so read back what matters. */
  update(id: number, body: Written, options?: CallOptions): Promise<T>;
}

/** A kind of object with all five calls. Source: app/controllers/application_controller/renders_models.rb. */
export interface Resource<
  T,
  Created extends object = WriteOf<T>,
  Written extends object = WriteOf<T>,
> extends PermanentResource<T, Created, Written> {
  /** Throws `conflict` while something refers to the object (groups, calendars, states, …). */
  delete(id: number, options?: CallOptions): Promise<void>;
}

const pageSize = 1000;
/** A role with a hundred groups takes half a minute to write: its access is stored group by group. */
const slowWriteMs: Readonly<Record<string, number>> = { roles: 180_000 };

export const createPermanentResource = <S extends z.ZodType<{ id: number }>>(
  request: Request,
  kind: string,
  schema: S,
): PermanentResource<z.output<S>, object, object> => {
  const path = `/${kind}`;
  const slowMs = slowWriteMs[kind];
  return {
    kind,
    list: ({ signal, expand, sortBy, orderBy } = {}) =>
      allPages(pageSize, (page) =>
        request(
          {
            method: 'GET',
            path,
            query: { page, per_page: pageSize, expand, sort_by: sortBy, order_by: orderBy },
            signal,
          },
          z.array(schema),
        ),
      ),
    get: (id, { signal, expand } = {}) =>
      request({ method: 'GET', path: `${path}/${id}`, query: { expand }, signal }, schema),
    create: (body, { signal } = {}) => request({ method: 'POST', path, body, slowMs, signal }, schema),
    update: (id, body, { signal } = {}) =>
      request({ method: 'PUT', path: `${path}/${id}`, body, slowMs, signal }, schema),
  };
};

export const createResource = <S extends z.ZodType<{ id: number }>>(
  request: Request,
  kind: string,
  schema: S,
): Resource<z.output<S>, object, object> => ({
  ...createPermanentResource(request, kind, schema),
  delete: async (id, { signal } = {}) => {
    await request({ method: 'DELETE', path: `/${kind}/${id}`, signal }, anyAnswer);
  },
});

/** Reads pages until a short one; an endpoint that ignores paging and repeats itself ends the walk too. */
const allPages = async <T extends { id: number }>(
  size: number,
  read: (page: number) => Promise<T[]>,
): Promise<T[]> => {
  const found = new Map<number, T>();
  for (let page = 1; ; page += 1) {
    const items = await read(page);
    const before = found.size;
    for (const item of items) found.set(item.id, item);
    if (items.length < size || found.size === before) return [...found.values()];
  }
};
