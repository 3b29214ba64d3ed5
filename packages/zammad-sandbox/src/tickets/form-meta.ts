/** What the edit screen of a ticket is told about its form: attributes, and what core workflows make of them. */
import { isBlank, plain, recordOf } from '../behaviour/columns.js';
import { runWorkflows } from '../behaviour/core-workflow.js';
import type { Row, World } from '../world.js';

/** Screens by permission become one screen each for the reader. */
const ownScreens = (screens: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(recordOf(screens)).map(([name, byPermission]) => {
      const rules = recordOf(byPermission);
      return [name, rules['ticket.agent'] ?? rules['-all-'] ?? {}];
    }),
  );

/** An attribute in the form the page's models take. */
export const configured = (attribute: Row): Record<string, unknown> => ({
  name: attribute['name'],
  display: attribute['display'],
  tag: attribute['data_type'],
  ...(isBlank(attribute['screens']) ? {} : { screen: ownScreens(attribute['screens']) }),
  ...recordOf(attribute['data_option']),
});

export const attributesOf = (world: World, object: string): Row[] =>
  world
    .table('object_manager_attributes')
    .filter((row) => row['object'] === object && row['active'] !== false && row['to_create'] !== true)
    .sort(
      (a, b) =>
        Number(a['position']) - Number(b['position']) || (plain(a['name']) < plain(b['name']) ? -1 : 1),
    );

export const formMeta = (world: World, actor: Row, ticket: Row): Record<string, unknown> => {
  const result = runWorkflows(world, {
    screen: 'edit',
    saved: ticket,
    selected: ticket,
    actor,
    shown: true,
  });
  return {
    filter: { type_id: [10, 5] },
    dependencies: null,
    configure_attributes: attributesOf(world, 'Ticket').map(configured),
    core_workflow: {
      restrict_values: result.restricted,
      request_id: 'default',
      visibility: result.visibility,
      mandatory: result.mandatory,
      readonly: result.readonly,
      select: {},
      fill_in: {},
      eval: [],
      matched_workflows: result.matched,
      rerun_count: 0,
    },
  };
};
