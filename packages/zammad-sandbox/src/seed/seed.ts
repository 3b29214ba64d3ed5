/** A fresh helpdesk of one flavour. */
import { refreshStates } from '../kinds/definitions/desks.js';
import type { World } from '../world.js';
import { seedAttributes } from './attributes-table.js';
import { seedCatalogue } from './catalogue.js';
import { seedDesk } from './desk.js';
import { seedPeople } from './people.js';

/** Empties the world and seeds it anew; returns the admin's token. */
export const seed = (world: World): string => {
  world.clear();
  seedCatalogue(world);
  seedAttributes(world);
  const token = seedPeople(world);
  seedDesk(world);
  refreshStates(world);
  return token;
};
