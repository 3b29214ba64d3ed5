/** Kinds without routes of their own: shown in signshow, referred to by ids, never written. */
import type { Kind } from '../kind.js';

const fixed = (path: string, model: string, more: Partial<Kind> = {}): Kind => ({
  path,
  model,
  read: [],
  write: [],
  columns: () => ({}),
  withoutAuthors: true,
  without: ['create', 'delete'],
  ...more,
});

export const FIXED: readonly Kind[] = [
  fixed('ticket_state_types', 'TicketStateType', {
    derived: (world, row) => ({
      state_ids: world
        .table('ticket_states')
        .filter((state) => state['state_type_id'] === row.id)
        .map((state) => state.id),
    }),
  }),
  fixed('ticket_article_types', 'TicketArticleType'),
  fixed('ticket_article_senders', 'TicketArticleSender'),
  fixed('permissions', 'Permission', {
    derived: (world, row) => ({
      role_ids: world
        .table('roles')
        .filter((role) => Array.isArray(role['permission_ids']) && role['permission_ids'].includes(row.id))
        .map((role) => role.id),
    }),
  }),
];
