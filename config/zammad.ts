/** What Zammad itself brings along: names that conditions and performs may use though no file of ours defines them. */

/** Objects of a fresh Zammad that the regulation leaves alone. */
export const seeded = {
  groups: ['Users'],
  roles: ['Admin', 'Agent', 'Customer'],
  ticket_states: ['merged', 'removed'],
  priorities: ['1 low', '2 normal', '3 high'],
  senders: ['Agent', 'Customer', 'System'],
  articleTypes: ['email', 'sms', 'chat', 'fax', 'phone', 'note', 'web'],
} as const;

/** Columns of a ticket with `_id` left off. */
export const ticketColumns: readonly string[] = [
  'number',
  'title',
  'customer',
  'organization',
  'group',
  'owner',
  'state',
  'priority',
  'tags',
  'action',
  'pending_time',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'close_at',
  'last_contact_at',
  'last_contact_agent_at',
  'last_contact_customer_at',
  'escalation_at',
  'first_response_escalation_at',
  'update_escalation_at',
  'close_escalation_at',
  'article_count',
];

/** Of selectors: triggers, overviews, SLAs. */
export const selectorOperators: readonly string[] = [
  'is',
  'is not',
  'contains',
  'contains not',
  'contains all',
  'contains one',
  'contains all not',
  'contains one not',
  'matches regex',
  'does not match regex',
  'has changed',
  'today',
  'before (absolute)',
  'after (absolute)',
  'before (relative)',
  'after (relative)',
  'till (relative)',
  'from (relative)',
  'within last (relative)',
  'within next (relative)',
];

/** Of core workflows, which Zammad evaluates without SQL: another list. */
export const workflowOperators: readonly string[] = [
  'is',
  'is not',
  'is set',
  'not set',
  'is modified',
  'is not modified',
  'has changed',
  'changed to',
  'contains',
  'contains not',
  'contains all',
  'contains all not',
  'regex match',
  'regex mismatch',
];

/** What a core workflow does to a field, and whether it takes a list of options or nothing. */
export const workflowEffects: Readonly<Record<string, 'flag' | 'options' | 'text'>> = {
  show: 'flag',
  hide: 'flag',
  remove: 'flag',
  set_mandatory: 'flag',
  set_optional: 'flag',
  set_readonly: 'flag',
  unset_readonly: 'flag',
  auto_select: 'flag',
  add_option: 'options',
  remove_option: 'options',
  set_fixed_to: 'options',
  select: 'options',
  fill_in: 'text',
  fill_in_empty: 'text',
};
