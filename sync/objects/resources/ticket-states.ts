/** Ticket states. `next_state` is where a pending action state goes by itself when its time has come. */
import { asText } from '../canonical.js';
import { requireId } from './condition.js';
import { desiredObjects, plain, storedNote, translated, wantedNote } from './resource.js';
import type { Resource } from './resource.js';

const same = ['name', 'ignore_escalation', 'default_create', 'default_follow_up', 'active', 'note'];

export const ticketStates: Resource = {
  kind: 'ticket_states',
  title: 'состояние',
  level: 1,
  permission: 'admin.ticket_state',
  uniqueName: true,
  removal: 'deactivate',
  pointsTo: ['ticket_state_types'],
  desired: (file) =>
    desiredObjects('ticket_states', file.ticket_states, (state) => ({
      name: state.name,
      state_type: state.state_type,
      next_state: state.next_state,
      ignore_escalation: state.ignore_escalation,
      default_create: state.default_create,
      default_follow_up: state.default_follow_up,
      active: state.active,
      note: wantedNote(state),
    })),
  normalise: (row, catalogue) => ({
    name: asText(row['name']),
    state_type: catalogue.name('ticket_state_types', row['state_type_id']),
    next_state: row['next_state_id'] ? catalogue.name('ticket_states', row['next_state_id']) : null,
    ignore_escalation: row['ignore_escalation'] === true,
    default_create: row['default_create'] === true,
    default_follow_up: row['default_follow_up'] === true,
    active: row['active'] === true,
    note: storedNote(row),
  }),
  body: (fields, catalogue) => ({
    ...plain(fields, same),
    ...translated(fields, 'state_type', 'state_type_id', (name) =>
      Number(requireId(catalogue, 'ticket_state_types', asText(name))),
    ),
    ...translated(fields, 'next_state', 'next_state_id', (name) =>
      name === null ? null : Number(requireId(catalogue, 'ticket_states', asText(name))),
    ),
  }),
  references: (fields) => [
    { kind: 'ticket_state_types', name: asText(fields['state_type']), where: 'state_type' },
    ...(fields['next_state']
      ? [{ kind: 'ticket_states' as const, name: asText(fields['next_state']), where: 'next_state' }]
      : []),
  ],
  entries: ({ next_state, ...fields }) => [{ ...fields, ...(next_state ? { next_state } : {}) }],
};
