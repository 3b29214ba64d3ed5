/** When the companion last wrote to a citizen on other tickets: by that a loop ends, whatever answers. Kept nowhere. */
import type { Condition } from 'zammad-api-client-ts';
import type { TicketDesk } from '../ticket-desk.js';
import type { Parties } from '../parties.js';
import { addressesIn, cameIn } from './authors.js';
import type { Reading } from './reading.js';

const DAY_MS = 24 * 3600 * 1000;
/** Tickets of one address that changed since and on which the companion has ever written: few, for few letters go there in a day. */
const MOST = 20;
/** No ticket has more letters of the companion's. */
const COUNTS = Array.from({ length: 20 }, (_, index) => String(index + 1));

/** Times of the companion's letters to `facts.mailTo` on other tickets, of the day before this one changed, or later. Rejects with ZammadError. */
export const mailedTo = async (
  helpdesk: TicketDesk,
  { facts: { id, mailTo, updatedAt }, full, directory }: Reading,
  { vocabulary: { attributes } }: Parties,
): Promise<Date[]> => {
  if (mailTo === null) return [];
  const since = updatedAt.getTime() - DAY_MS;
  const counted: Condition = {
    [`ticket.${attributes.lettersSent}`]: { operator: 'is', value: COUNTS },
    'ticket.updated_at': { operator: 'after (absolute)', value: new Date(since).toISOString() },
  };
  const theirs: Condition[] = [
    {
      'ticket.customer_id': {
        operator: 'is',
        pre_condition: 'specific',
        value: [String(full.ticket.customer_id)],
      },
    },
    { [`ticket.${attributes.contact}`]: { operator: 'is', value: [mailTo] } },
  ];
  const found = new Set<number>();
  for (const condition of theirs)
    for (const other of await helpdesk.newest({ ...condition, ...counted }, MOST))
      if (other.id !== id) found.add(other.id);
  const times: Date[] = [];
  for (const other of found) {
    const there = await helpdesk.read(other);
    for (const article of there?.full.articles ?? [])
      if (
        article.created_by_id === directory.me &&
        !cameIn(article) &&
        addressesIn(article['to']).includes(mailTo) &&
        Date.parse(article.created_at) > since
      )
        times.push(new Date(article.created_at));
  }
  return times;
};
