/** Keys of conditions and performs: ours without `_id`, Zammad's with it, and what each of them points to. */
import type { CatalogueKind } from '../types.js';

type Target = CatalogueKind | 'users';

interface Pointer {
  readonly ours: string;
  readonly zammad: string;
  readonly target: Target;
}

const pointers: readonly Pointer[] = (
  [
    ['ticket.group', 'ticket.group_id', 'groups'],
    ['ticket.state', 'ticket.state_id', 'ticket_states'],
    ['ticket.priority', 'ticket.priority_id', 'ticket_priorities'],
    ['ticket.organization', 'ticket.organization_id', 'organizations'],
    ['ticket.owner', 'ticket.owner_id', 'users'],
    ['ticket.customer', 'ticket.customer_id', 'users'],
    ['ticket.created_by', 'ticket.created_by_id', 'users'],
    ['ticket.updated_by', 'ticket.updated_by_id', 'users'],
    ['customer.organization', 'customer.organization_id', 'organizations'],
    ['customer.role', 'customer.role_ids', 'roles'],
    ['article.type', 'article.type_id', 'article_types'],
    ['article.sender', 'article.sender_id', 'article_senders'],
    ['article.created_by', 'article.created_by_id', 'users'],
    ['execution_time.calendar', 'execution_time.calendar_id', 'calendars'],
    ['session.role', 'session.role_ids', 'roles'],
    ['session.permission', 'session.permission_ids', 'permissions'],
    ['session.organization', 'session.organization_id', 'organizations'],
  ] as const
).map(([ours, zammad, target]) => ({ ours, zammad, target }));

const byOurs = new Map(pointers.map((pointer) => [pointer.ours, pointer]));
const byZammad = new Map(pointers.map((pointer) => [pointer.zammad, pointer]));

export const toZammadKey = (ours: string): string => byOurs.get(ours)?.zammad ?? ours;
export const fromZammadKey = (zammad: string): string => byZammad.get(zammad)?.ours ?? zammad;
/** What the values of a key are names of; undefined for plain values. */
export const targetOf = (ours: string): Target | undefined => byOurs.get(ours)?.target;
