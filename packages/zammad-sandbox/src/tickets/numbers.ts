/** Ticket numbers: the system's id and a counter of at least three digits. */
import { plain, setting } from '../behaviour/columns.js';
import type { World } from '../world.js';

export const nextNumber = (world: World): string => {
  const system = plain(setting(world, 'system_id'));
  const last = world
    .table('tickets')
    .all()
    .map((ticket) => plain(ticket['number']))
    .filter((number) => number.startsWith(system))
    .map((number) => Number(number.slice(system.length)))
    .reduce((highest, number) => Math.max(highest, number), 0);
  return `${system}${String(last + 1).padStart(3, '0')}`;
};
