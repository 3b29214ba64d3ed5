/**
 * Conditions as Zammad judges them: those of triggers, SLAs, overviews and searches over tickets.
 * Tags are rows of the table `tags`: {id, object: 'Ticket', o_id: <ticket id>, item: <name>}.
 * Mentions are rows of `mentions`: {id, mentionable_type: 'Ticket', mentionable_id, user_id}.
 */
import type { Row, World } from '../world.js';
import { mayRead } from './access.js';
import { isWorkingTime } from './business-time.js';
import { articlesOf, idOf, isTruthy, listOf, plain, referred, setting } from './columns.js';
import { missingColumn, rowOf, tagsOf } from './condition-columns.js';
import { brokenPattern, conditionFaults } from './condition-faults.js';
import { isAmong, isNotAmong, judge, type Truth } from './condition-operators.js';
import { isBranch, leavesOf, parseCondition, type Branch, type Leaf, type Node } from './condition-tree.js';

/** What happened to a ticket; the later ones belong to triggers of 6.x that wait for a time. */
export type TicketAction =
  | 'create'
  | 'update'
  | 'update.merged_into'
  | 'update.received_merge'
  | 'reminder_reached'
  | 'escalation'
  | 'escalation_warning';

/**
 * What a condition is asked about. With `action` it is an event: `article` is the one article of that event (or none)
 * and `changes` names what changed as [before, after]. Without it, any article of the ticket may fulfil `article.*`.
 */
type Subject = {
  readonly ticket: Row;
  readonly article?: Row | undefined;
  readonly changes?: Readonly<Record<string, readonly [unknown, unknown]>> | undefined;
  readonly action?: TicketAction | undefined;
  readonly actor?: Row | undefined;
};

type Question = Subject & {
  readonly world: World;
  readonly changed: ReadonlySet<string>;
  readonly selective: boolean;
};

const both = (truths: readonly Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes(null) ? null : true;

const either = (truths: readonly Truth[]): Truth =>
  truths.includes(true) ? true : truths.includes(null) ? null : false;

const opposite = (truth: Truth): Truth => (truth === null ? null : !truth);

const PEOPLE = /^(created_by|updated_by|owner|customer|user)_id$/;

/** `pre_condition`: nobody or nothing set, the acting user, or the organizations of the acting user. */
const judgePrecondition = (leaf: Leaf, column: unknown, actor: Row | undefined): Truth => {
  const attribute = leaf.name.split('.')[1] ?? '';
  const negative = leaf.operator === 'is not';
  if (leaf.preCondition === 'not_set') {
    const unset = idOf(column) === null && plain(column) === '' && column !== '';
    const nobody = unset || (PEOPLE.test(attribute) && idOf(column) === 1);
    return negative ? !nobody : nobody;
  }
  if (!actor) return null;
  const own =
    leaf.preCondition === 'current_user.organization_id'
      ? [actor['organization_id'], ...listOf(actor['organization_ids'])].filter((id) => idOf(id) !== null)
      : [actor.id];
  return negative ? isNotAmong(column, own) : isAmong(column, own);
};

const judgeAction = ({ action, changed, selective }: Question, leaf: Leaf): Truth => {
  const asked = listOf(leaf.value).map(plain);
  if (selective && asked.includes('update') && changed.size === 0) return false;
  const hit = action !== undefined && asked.includes(action);
  return leaf.operator === 'is not' ? !hit : hit;
};

const judgeWorkingTime = ({ world }: Question, leaf: Leaf): Truth => {
  const calendar = referred(world, 'calendars', listOf(leaf.value)[0]);
  if (!calendar) return true;
  return isWorkingTime(calendar, world.clock.now()) === (leaf.operator === 'is in working time');
};

const judgeMentions = ({ world, ticket, actor }: Question, leaf: Leaf): Truth => {
  const mentioned = world
    .table('mentions')
    .where('mentionable_id', ticket.id)
    .filter((row) => row['mentionable_type'] === 'Ticket')
    .map((row) => plain(row['user_id']));
  const negative = leaf.operator === 'is not';
  if (leaf.preCondition === 'not_set') return (mentioned.length === 0) !== negative;
  const wanted = leaf.preCondition === 'current_user.id' ? [plain(actor?.id)] : listOf(leaf.value).map(plain);
  return mentioned.some((id) => wanted.includes(id) !== negative);
};

/** Owners who are out of office and named one of the wanted users as their replacement. */
const judgeReplacement = ({ world, ticket, actor }: Question, leaf: Leaf): Truth => {
  const wanted = leaf.preCondition === 'current_user.id' ? [plain(actor?.id)] : listOf(leaf.value).map(plain);
  const absent = world
    .table('users')
    .filter((user) => isTruthy(user['out_of_office']))
    .filter((user) => wanted.includes(plain(user['out_of_office_replacement_id'])))
    .map((user) => user.id);
  return leaf.operator === 'is not'
    ? isNotAmong(ticket['owner_id'], absent)
    : isAmong(ticket['owner_id'], absent);
};

const REACHED: Record<string, Record<string, TicketAction>> = {
  'has reached': { pending_time: 'reminder_reached', escalation_at: 'escalation' },
  'has reached warning': { escalation_at: 'escalation_warning' },
};

const judgeLeaf = (question: Question, leaf: Leaf): Truth => {
  const { world, ticket, article, action, actor, changed } = question;
  const [prefix = '', attribute = ''] = leaf.name.split('.');
  if (prefix === 'article' && action !== undefined && !article) return false;
  if (leaf.operator.endsWith('in working time')) return judgeWorkingTime(question, leaf);
  if (leaf.operator === 'has changed') return changed.has(leaf.name);
  const reached = REACHED[leaf.operator];
  if (reached) return action !== undefined && reached[attribute] === action;
  if (leaf.name === 'ticket.action') return judgeAction(question, leaf);
  if (leaf.name === 'article.action')
    return (leaf.operator === 'is not') !== listOf(leaf.value).includes('create');
  if (leaf.name === 'ticket.mention_user_ids') return judgeMentions(question, leaf);
  if (leaf.name === 'ticket.out_of_office_replacement_id') return judgeReplacement(question, leaf);
  const moment = { now: world.clock.now(), zone: () => plain(setting(world, 'timezone_default')) || 'UTC' };
  if (leaf.name === 'ticket.tags') {
    const none = leaf.operator === 'contains all not' || leaf.operator === 'contains one not';
    return judge(none ? { ...leaf, operator: 'contains one not' } : leaf, tagsOf(world, ticket.id), moment);
  }
  const column = rowOf(world, prefix, ticket, article)?.[attribute];
  const asked = leaf.preCondition !== null && leaf.preCondition !== '' && leaf.preCondition !== 'specific';
  if (asked && /^is( not)?$/.test(leaf.operator)) return judgePrecondition(leaf, column, actor);
  return judge(leaf, column, moment);
};

const judgeNode = (question: Question, node: Node): Truth => {
  if (!isBranch(node)) return judgeLeaf(question, node);
  if (node.conditions.length === 0) return true;
  const truths = node.conditions.map((inner) => judgeNode(question, inner));
  if (node.operator === 'OR') return either(truths);
  return node.operator === 'NOT' ? opposite(both(truths)) : both(truths);
};

/** The attributes named in the condition that changed; a new article counts whatever the condition names. */
const changedAttributes = (leaves: readonly Leaf[], { article, changes, action }: Subject): Set<string> => {
  const named = new Set(leaves.map((leaf) => leaf.name));
  const changed = Object.keys(changes ?? {})
    .map((attribute) => `ticket.${attribute}`)
    .filter((name) => named.has(name));
  return new Set(article && action !== undefined ? [...changed, 'article'] : changed);
};

/** Naming another table in a condition joins it: a ticket without an organization or an article drops out at once. */
const isJoinable = (world: World, prefixes: ReadonlySet<string>, ticket: Row): boolean =>
  (!prefixes.has('organization') ||
    referred(world, 'organizations', ticket['organization_id']) !== undefined) &&
  (!prefixes.has('article') || articlesOf(world, ticket.id).length > 0);

/**
 * The database's complaint about an attribute that a condition names and that does not exist (text as in a 422 of
 * Zammad), or null. Triggers and searches with it match nothing; an SLA with it breaks every creation of a ticket.
 */
export const brokenColumn = (world: World, condition: unknown): string | null =>
  leavesOf(parseCondition(condition))
    .map((leaf) => missingColumn(world, leaf))
    .find((complaint) => complaint !== null) ?? null;

/** A condition made ready for many tickets; null when it can match nothing at all. */
type Prepared = {
  readonly tree: Branch;
  readonly leaves: readonly Leaf[];
  readonly prefixes: ReadonlySet<string>;
};

const prepare = (world: World, condition: unknown): Prepared | null => {
  if (conditionFaults(condition).length > 0) return null;
  const tree = parseCondition(condition);
  const leaves = leavesOf(tree);
  if (leaves.some((leaf) => missingColumn(world, leaf) !== null)) return null;
  return { tree, leaves, prefixes: new Set(leaves.map((leaf) => leaf.name.split('.')[0] ?? '')) };
};

const holds = (world: World, prepared: Prepared, subject: Subject, selective: boolean): boolean => {
  const { tree, leaves, prefixes } = prepared;
  if (!isJoinable(world, prefixes, subject.ticket)) return false;
  const changed = changedAttributes(leaves, subject);
  const anyArticle = subject.action === undefined && prefixes.has('article') && !subject.article;
  const articles = anyArticle ? articlesOf(world, subject.ticket.id) : [subject.article];
  return articles.some(
    (article) => judgeNode({ ...subject, article, world, changed, selective }, tree) === true,
  );
};

/**
 * Whether a condition holds. An empty one does.
 * @param options.selective triggers in the mode `selective`: `ticket.action is update` holds only if
 *   an attribute named in the condition changed, or the event brought an article.
 */
export const matches = (
  world: World,
  condition: unknown,
  subject: Subject,
  options: { selective: boolean },
): boolean => {
  // The database refuses such a pattern, and the condition holds for nothing.
  if (brokenPattern(condition) !== null) return false;
  const prepared = prepare(world, condition);
  return prepared !== null && holds(world, prepared, subject, options.selective);
};

/** The tickets a condition finds, by id; with an actor only those that the actor may read. */
export const findTickets = (world: World, condition: unknown, actor?: Row): Row[] => {
  const prepared = prepare(world, condition);
  if (!prepared) return [];
  return world
    .table('tickets')
    .filter((ticket) => holds(world, prepared, { ticket, actor }, false))
    .filter((ticket) => actor === undefined || mayRead(world, actor, ticket));
};
