/** Puts the built-in attributes into the world. */
import { z } from 'zod';
import type { World } from '../world.js';
import { SEED_ATTRIBUTES } from './attributes.js';
import { linesOf } from './table-text.js';

const definition = z.tuple([z.record(z.string(), z.unknown()), z.record(z.string(), z.unknown())]);

export const seedAttributes = (world: World): void => {
  const now = world.clock.now().toISOString();
  for (const [id, object, name, position, dataType, flags = '', display = '""', rest = ''] of linesOf(
    SEED_ATTRIBUTES,
    8,
  )) {
    const [dataOption, screens] = definition.parse(JSON.parse(rest));
    world.table('object_manager_attributes').insert(
      {
        name,
        display: display.slice(1, -1).replaceAll('_', ' '),
        data_type: dataType,
        data_option: dataOption,
        data_option_new: {},
        editable: flags.startsWith('+'),
        active: flags[1] === '+',
        screens,
        to_create: false,
        to_migrate: false,
        to_delete: false,
        to_config: false,
        position: Number(position),
        created_by_id: 1,
        updated_by_id: 1,
        created_at: now,
        updated_at: now,
        object,
        deletable: flags.endsWith('+'),
      },
      Number(id),
    );
  }
};
