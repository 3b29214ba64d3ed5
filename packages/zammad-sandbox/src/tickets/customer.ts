/** The customer of a new ticket: by id, by name, or guessed from an address, in which case a new one is made. */
import { plain, recordOf, referred, stateTypeOf } from '../behaviour/columns.js';
import { USERS } from '../kinds/definitions/people.js';
import { createRow } from '../kinds/write.js';
import { unprocessable } from '../http/answer.js';
import type { Row, World } from '../world.js';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Names read off an address: `anna.sokolova@…` is Anna Sokolova, `anna@…` nobody. */
const namesIn = (address: string): { firstname: string; lastname: string } => {
  const [, first = '', last = ''] = /^(.+?)\.(.+?)@/.exec(address) ?? [];
  return { firstname: capital(first.toLowerCase()), lastname: capital(last.toLowerCase()) };
};

/** The customer with the address, made when there is none. `name` is what a mail gave beside the address. */
export const customerWith = (world: World, actor: Row, address: string, name = ''): Row => {
  const email = address.trim().toLowerCase();
  const known = world.table('users').find((user) => user['email'] === email || user['login'] === email);
  if (known) return known;
  const [firstname = '', ...rest] = name.split(' ').filter((word) => word !== '');
  const names = name === '' ? namesIn(address) : { firstname, lastname: rest.join(' ') };
  return createRow(world, USERS, actor, { email, login: email, ...names, roles: ['Customer'] });
};

/** Replaces `customer_id: "guess:…"` by an id. @throws Refusal 422 for an address that is none */
export const guessedCustomer = (
  world: World,
  actor: Row,
  body: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const guess = /^guess:(.+)$/.exec(plain(body['customer_id']))?.[1];
  if (guess === undefined) return { ...body };
  if (!guess.includes('@')) throw unprocessable(`Invalid email '${guess}' of customer`, false);
  return { ...body, customer_id: customerWith(world, actor, guess).id };
};

/** How many tickets customers have, open and closed, which Zammad keeps among their preferences. */
export const countTickets = (world: World, customerIds: readonly unknown[]): void => {
  for (const id of new Set(customerIds)) {
    const customer = referred(world, 'users', id);
    if (!customer) continue;
    const types = world
      .table('tickets')
      .where('customer_id', customer.id)
      .map((ticket) => stateTypeOf(world, ticket['state_id']));
    const closed = types.filter((type) => type === 'closed').length;
    const open = types.filter((type) => !['closed', 'merged', 'removed'].includes(type)).length;
    const preferences = recordOf(customer['preferences']);
    if (preferences['tickets_open'] === open && preferences['tickets_closed'] === closed) continue;
    world.table('users').patch(customer, {
      preferences: { ...preferences, tickets_closed: closed, tickets_open: open },
      updated_at: world.clock.now().toISOString(),
    });
  }
};
