/** Which kind of object a number in an answer or a request stands for, so that ids of two helpdesks can be paired. */

const USERS = [
  'owner_id',
  'customer_id',
  'created_by_id',
  'updated_by_id',
  'user_id',
  'user_ids',
  'origin_by_id',
  'member_ids',
  'secondary_member_ids',
  'archived_by_id',
  'internal_by_id',
  'published_by_id',
];

/** Keys whose name says another kind than its words would. */
const BY_KEY: Readonly<Record<string, string>> = {
  ...Object.fromEntries(USERS.map((key) => [key, 'users'])),
  state_id: 'ticket_states',
  next_state_id: 'ticket_states',
  priority_id: 'ticket_priorities',
  type_id: 'ticket_article_types',
  sender_id: 'ticket_article_senders',
  create_article_type_id: 'ticket_article_types',
  create_article_sender_id: 'ticket_article_senders',
  article_ids: 'ticket_articles',
  ticket_article_ids: 'ticket_articles',
  group_id: 'groups',
  group_ids: 'groups',
  parent_id: 'groups',
  role_id: 'roles',
  role_ids: 'roles',
  organization_id: 'organizations',
  organization_ids: 'organizations',
  webhook_id: 'webhooks',
  calendar_id: 'calendars',
  sla_id: 'slas',
  macro_id: 'macros',
  ticket_id: 'tickets',
  ticket_ids: 'tickets',
  mentionable_id: 'tickets',
  link_object_value: 'tickets',
  link_object_target_value: 'tickets',
  link_object_source_value: 'tickets',
  email_address_id: 'email_addresses',
  signature_id: 'signatures',
  checklist_id: 'checklists',
  category_id: 'categories',
  category_ids: 'categories',
  kb_locale_id: 'kb_locales',
  kb_locale_ids: 'kb_locales',
  knowledge_base_id: 'knowledge_bases',
  answer_id: 'answers',
  answer_ids: 'answers',
  ordered_ids: 'answers',
  content_id: 'contents',
  answer_translation_content_ids: 'contents',
  sourceable_id: 'sourceables',
};

const BY_MODEL: Readonly<Record<string, string>> = {
  User: 'users',
  Group: 'groups',
  Role: 'roles',
  Organization: 'organizations',
  Ticket: 'tickets',
  TicketArticle: 'ticket_articles',
  TicketState: 'ticket_states',
  TicketPriority: 'ticket_priorities',
  Calendar: 'calendars',
  Sla: 'slas',
  Trigger: 'triggers',
  Webhook: 'webhooks',
  Macro: 'macros',
  Job: 'jobs',
  Overview: 'overviews',
  CoreWorkflow: 'core_workflows',
  Template: 'templates',
  TextModule: 'text_modules',
  Signature: 'signatures',
  EmailAddress: 'email_addresses',
  PostmasterFilter: 'postmaster_filters',
  Checklist: 'checklists',
  KnowledgeBase: 'knowledge_bases',
  KnowledgeBaseLocale: 'kb_locales',
  KnowledgeBaseCategory: 'categories',
  KnowledgeBaseAnswer: 'answers',
  KnowledgeBaseAnswerTranslation: 'answer_translations',
  KnowledgeBaseCategoryTranslation: 'category_translations',
  KnowledgeBaseAnswerTranslationContent: 'contents',
};

/** The kind that a key's value names, or undefined when the key names none. */
export const kindOfKey = (key: string): string | undefined => {
  const last = key.replace(/^.*\./, '');
  return BY_KEY[last] ?? (/_ids?$/.test(last) ? last.replace(/_ids?$/, '') : undefined);
};

/** The kind of the records under a model's name among assets. */
export const kindOfModel = (model: string): string | undefined => BY_MODEL[model];

/** The kind of object a path speaks of: `/tickets/7` tickets, `/knowledge_bases/1/answers/2` answers. */
export const kindOfPath = (path: string): string => {
  const bare = path.split('?')[0] ?? '';
  const inBase = /^\/knowledge_bases\/\d+\/(categories|answers)/.exec(bare)?.[1];
  const first = /^\/([a-z_]+)/.exec(bare)?.[1] ?? '';
  const named: Readonly<Record<string, string>> = {
    ticket_history: 'tickets',
    ticket_merge: 'tickets',
    ticket_article_plain: 'ticket_articles',
  };
  return inBase ?? named[first] ?? first;
};
