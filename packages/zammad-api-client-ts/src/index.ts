/** The package's public surface. */
export { createZammadClient } from './client.js';
export type { ZammadClient } from './client.js';
export type { ArticleCreate, Articles, NewAttachment } from './articles.js';
export {
  UnsupportedZammadError,
  capabilitiesOf,
  isUnsupportedZammadError,
  oldestZammad,
} from './capabilities.js';
export type { Capabilities } from './capabilities.js';
export type { Chronicle } from './chronicle.js';
export type { Repeatability } from './classify.js';
export type * from './columns.js';
export type { Comparison, Condition, ExpertCondition, FlatCondition } from './conditions.js';
export { ZammadAnswerError, ZammadError, isZammadAnswerError, isZammadError } from './error.js';
export type { ZammadErrorCode, ZammadErrorFacts, ZammadErrorKind } from './error.js';
export type { FullTicket } from './full-ticket.js';
export type {
  KbAnswerBody,
  KbAnswerTranslation,
  KbAnswerWithAssets,
  KbAnswers,
  KbPublishing,
  KbTransition,
} from './kb-answers.js';
export { keptList } from './kept-list.js';
export type { KeptList, KeptListOptions } from './kept-list.js';
export { kindSchemas, resourceKinds } from './kinds.js';
export type { DeletableKind, ObjectOf, ResourceKind } from './kinds.js';
export type {
  KbCategories,
  KbLook,
  KbManage,
  KbRoleAccess,
  KbTitle,
  KnowledgeBase,
} from './knowledge-base.js';
export type { AdminTag, LinkObject, LinkType, Links, TagObject, Tags } from './links-tags.js';
export type { Migration } from './migration.js';
export { nameIndexOf } from './names.js';
export type { NameIndex, Named, NamedKind, NamesOptions } from './names.js';
export { isPending } from './object-attributes.js';
export type { AttributeDefinition, ObjectAttribute, ObjectAttributes } from './object-attributes.js';
export type { CalendarsInit, Health, HealthWait, HttpLog, Monitoring, Status } from './operations.js';
export type {
  CallOptions,
  ClientClock,
  Credentials,
  ReadOptions,
  ResponseInfo,
  ZammadClientOptions,
} from './options.js';
export type { Request } from './request.js';
export type { ListOptions, PermanentResource, Resource } from './resource.js';
export type { AnyResource, ConfigObject, ResourceByKind, Resources } from './resources.js';
export type { JsonObject } from './schemas/json.js';
export type {
  KbAnswer,
  KbAssets,
  KbCategory,
  KbPermissions,
  KbSearchResult,
  KnowledgeBaseRecord,
} from './schemas/knowledge-base.js';
export type { Article, Assets, Attachment, HistoryEntry, Link, Ticket } from './schemas/tickets.js';
export type { ApiToken, Setting, Settings, Tokens } from './settings-tokens.js';
export { catalogueOf } from './signshow.js';
export type { Catalogue, CatalogueItem, CatalogueKind, Signshow } from './signshow.js';
export type { TicketSearch } from './ticket-search.js';
export type { TicketCreate, TicketUpdate, TicketWrite, Tickets } from './tickets.js';
export type { Call, Method, QueryValue } from './transport.js';
export { UnknownNameError, isUnknownNameError } from './unknown-name.js';
