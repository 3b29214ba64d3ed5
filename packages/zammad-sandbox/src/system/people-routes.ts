/** Routes of users and organizations beside the generic ones: oneself, searching, history. */
import { plain, recordOf } from '../behaviour/columns.js';
import { ok } from '../http/answer.js';
import { asked, may, textParameter, type Call } from '../http/call.js';
import { route, type Route } from '../http/routes.js';
import { KINDS } from '../kinds/catalogue.js';
import { showMany, showOne } from '../kinds/crud.js';
import { TO_COLLEAGUES, USERS } from '../kinds/definitions/people.js';
import { ORGANIZATIONS } from '../kinds/definitions/standing.js';
import type { Kind } from '../kinds/kind.js';
import { paged, sorted } from '../kinds/listing.js';
import type { Row } from '../world.js';

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
  if (asked(call, 'label')) return ok(page.map(labelled));
  return ok(showMany(call, KINDS, kind, page, rows.length));
};

/** A person as fields that complete what is typed show one. */
const labelled = (row: Row) => {
  const name = `${plain(row['firstname'])} ${plain(row['lastname'])}`.trim();
  const label = `"${name}" <${plain(row['email'])}>`;
  return { id: row.id, label, value: label };
};

const PEOPLE = ['ticket.agent', 'admin.user'];
const NAMES = ['login', 'email', 'firstname', 'lastname', 'phone', 'mobile'];

/** What attributes do not open to a customer, a customer is not told of himself. */
const CLOSED = [
  'department',
  'address',
  'web',
  'phone',
  'fax',
  'mobile',
  'street',
  'zip',
  'city',
  'country',
  'note',
];

const withoutClosed = (shown: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(recordOf(shown)).filter(([key]) => !CLOSED.includes(key)));

const oneself = (call: Call, shown: unknown): unknown =>
  may(call, ['ticket.agent', 'admin.user']) || asked(call, 'full') ? shown : withoutClosed(shown);

/** People who come along with a citizen's ticket: he himself but for what is closed to him, of others the name. */
export const peopleForCitizens = (
  { actor }: Call,
  people: Readonly<Record<string, Record<string, unknown>>>,
): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(people).map(([id, person]) => [
      id,
      Number(id) === actor.id
        ? withoutClosed(person)
        : Object.fromEntries(TO_COLLEAGUES.map((key) => [key, person[key]])),
    ]),
  );

/** The mail channels there are; the page alone makes them. */
const channels = ({ world }: Call) => {
  const ids = (area: string): number[] =>
    world
      .table('channels')
      .where('area', area)
      .map((row) => row.id);
  return ok({
    accounts_fixed: [],
    account_channel_ids: ids('Email::Account'),
    notification_channel_ids: ids('Email::Notification'),
    assets: {
      Channel: Object.fromEntries(
        world
          .table('channels')
          .all()
          .map((row) => [row.id, row]),
      ),
    },
  });
};

export const peopleRoutes = (): Route[] => [
  route('GET', '/channels_email', ['admin.channel_email'], channels),
  route('GET', '/users/me', [], (call) => ok(oneself(call, showOne(call, KINDS, USERS, call.actor)))),
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
