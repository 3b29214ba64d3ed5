/** A helpdesk's two hundred tickets, and what citizens and operators have put into them. */
import type { Admin } from './admin.js';

export const groupOf = (admin: Admin, name: string): number =>
  admin.rows('groups').find((row) => row['name'] === name)!.id;

/** By ticket's id. */
export const values = (admin: Admin): Record<number, unknown> =>
  Object.fromEntries(
    admin
      .rows('tickets')
      .map(({ id, title, snils, region, group_id, state_id, number }) => [
        id,
        { title, snils, region, group_id, state_id, number },
      ]),
  );

/** Two hundred tickets in turn in these groups, each with a number of its own in СНИЛС. */
export const fill = async (admin: Admin, groups: readonly number[], region: string): Promise<void> => {
  const [first = 1] = groups;
  const id = await admin.ticket(first, { snils: '112-233-445 95' });
  const table = admin.sandbox.world.table('tickets');
  const columns = table.get(id)!;
  for (let each = 1; each < 200; each += 1)
    table.insert({
      ...columns,
      number: `9${String(each).padStart(4, '0')}`,
      title: `Обращение ${each}`,
      group_id: groups[each % groups.length],
      snils: `112-233-${String(each).padStart(3, '0')} 00`,
      region,
    });
};
