/** Which core workflows there are for tickets, and which fields any of them restricts. */
import type { Row, World } from '../world.js';
import { isBlank, isTruthy, listOf, plain, recordOf } from './columns.js';

/** Active ones, in the order in which they are run. */
export const workflowsOfTickets = (world: World): Row[] =>
  world
    .table('core_workflows')
    .filter(
      (row) => isTruthy(row['active'] ?? true) && (isBlank(row['object']) || row['object'] === 'Ticket'),
    )
    .sort((a, b) => Number(a['priority'] ?? 0) - Number(b['priority'] ?? 0) || a.id - b.id);

const RESTRICTING = ['select', 'remove_option', 'set_fixed_to', 'add_option'];

/** Fields that any workflow restricts, whether it matched or not. */
export const restrictedByWorkflows = (workflows: readonly Row[]): Set<string> =>
  new Set(
    workflows
      .flatMap((workflow) => Object.entries(recordOf(workflow['perform'])))
      .filter(([, step]) =>
        listOf(recordOf(step)['operator']).some((operator) => RESTRICTING.includes(plain(operator))),
      )
      .map(([key]) => key.replace(/^.*\./, '')),
  );
