/** Routes of users and organizations beside the generic ones: oneself, searching, history. */
import { plain } from '../behaviour/columns.js';
import { ok } from '../http/answer.js';
import { asked, textParameter, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import { KINDS } from '../kinds/catalogue.js';
import { showMany, showOne } from '../kinds/crud.js';
import { ORGANIZATIONS, USERS } from '../kinds/definitions/people.js';
import type { Kind } from '../kinds/kind.js';
import { paged, sorted } from '../kinds/listing.js';

/** Words in any of the columns. */
const searchIn = (kind: Kind, columns: readonly string[]) => (call: Call) => {
  const { world } = call;
  const fold = (text: string): string => text.toLowerCase();
  const query = fold(textParameter(call, 'query').replaceAll('*', '').trim());
  const rows = world
    .table(kind.path)
    .filter((row) => row.id !== 1 || kind.path !== 'users')
    .filter((row) => columns.some((column) => fold(plain(row[column])).includes(query)));
  const page = paged(call, sorted(call, rows), [50, 500]);
  if (asked(call, 'only_total_count')) return ok({ total_count: rows.length });
  return ok(showMany(call, KINDS, kind, page, rows.length));
};

const PEOPLE = ['ticket.agent', 'admin.user'];
const NAMES = ['login', 'email', 'firstname', 'lastname', 'phone', 'mobile'];

export const peopleRoutes = (): Route[] => [
  route('GET', '/users/me', [], (call) => ok(showOne(call, KINDS, USERS, call.actor))),
  ...(['GET', 'POST'] as const).flatMap((method) => [
    route(method, '/users/search', PEOPLE, searchIn(USERS, NAMES)),
    route(
      method,
      '/organizations/search',
      ['ticket.agent', 'admin.organization'],
      searchIn(ORGANIZATIONS, ['name', 'domain']),
    ),
  ]),
];
