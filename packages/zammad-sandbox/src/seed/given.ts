/** Rows that a helpdesk is to begin with besides its own: `{"groups": [{"name": "ГРП"}], "users": […]}`. */
import { z } from 'zod';
import { customColumns } from '../kinds/attributes.js';
import { KINDS } from '../kinds/catalogue.js';
import { refreshStates } from '../kinds/definitions/desks.js';
import type { World } from '../world.js';

export const seedRows = z.record(z.string(), z.array(z.looseObject({ id: z.number().int().optional() })));
export type SeedRows = z.infer<typeof seedRows>;

/**
 * Inserts rows table by table, filled up with what a new row of its kind has; a row whose id, or name where it
 * has no id, is there already is changed.
 */
export const seedGiven = (world: World, rows: SeedRows): void => {
  const now = world.clock.now().toISOString();
  for (const [name, given] of Object.entries(rows)) {
    const kind = KINDS.get(name);
    const table = world.table(name);
    for (const { id, ...columns } of given) {
      const known = id === undefined ? table.find((row) => row['name'] === columns['name']) : table.get(id);
      if (known) {
        table.patch(known, columns);
        continue;
      }
      table.insert(
        {
          ...kind?.columns(world.flavour),
          ...customColumns(world, kind?.object),
          ...kind?.runtime,
          updated_by_id: 3,
          created_by_id: 3,
          created_at: now,
          updated_at: now,
          ...columns,
        },
        id,
      );
    }
  }
  // Forms offer the states there are.
  refreshStates(world);
};
