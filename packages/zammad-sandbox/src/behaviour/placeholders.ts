/**
 * Placeholders of notes, mails and values: `#{ticket.customer.firstname}`, `#{article.body}`, `#{config.fqdn}`.
 */
import { Temporal } from 'temporal-polyfill';
import type { Row, World } from '../world.js';
import {
  articlesOf,
  isRecord,
  isTruthy,
  momentOf,
  plain,
  recordOf,
  referred,
  setting,
  ticketAttribute,
} from './columns.js';
import { tagsOf } from './condition-columns.js';
import { escapeHtml, htmlToText, quoted, textToHtml } from './text.js';

/** The objects a template may name, e.g. `ticket`, `article`, `last_external_article`. */
type TemplateObjects = Readonly<Record<string, Row | undefined>>;

/** What a template may name when it is filled in for a ticket, with or without the article of the event. */
export const templateObjects = (world: World, ticket: Row, article: Row | undefined): TemplateObjects => {
  const articles = articlesOf(world, ticket.id).toReversed();
  const internal = (row: Row): boolean => isTruthy(row['internal']);
  const external = (row: Row): boolean => !internal(row);
  const last = article ?? articles[0];
  return {
    ticket,
    article: last,
    last_article: last,
    last_internal_article: article && internal(article) ? article : articles.find(internal),
    last_external_article: article && external(article) ? article : articles.find(external),
    created_article: article,
    created_internal_article: article && internal(article) ? article : undefined,
    created_external_article: article && external(article) ? article : undefined,
  };
};

const PEOPLE = ['owner', 'customer', 'created_by', 'updated_by', 'origin_by'];

const tableOf = (relation: string, isArticle: boolean): string | undefined => {
  if (PEOPLE.includes(relation)) return 'users';
  const tables: Record<string, string> = isArticle
    ? { ticket: 'tickets', type: 'ticket_article_types', sender: 'ticket_article_senders' }
    : {
        group: 'groups',
        state: 'ticket_states',
        priority: 'ticket_priorities',
        organization: 'organizations',
        email_address: 'email_addresses',
        signature: 'signatures',
      };
  return tables[relation];
};

const articleText = (article: Row): string =>
  plain(article['content_type']).startsWith('text/html')
    ? htmlToText(plain(article['body']))
    : plain(article['body']);

const shown = (world: World, value: unknown): string => {
  if (Array.isArray(value)) return value.map(plain).join(', ');
  const moment = /^\d{4}-\d\d-\d\dT/.test(plain(value)) ? momentOf(value) : null;
  if (moment === null) return plain(value);
  const zone = plain(setting(world, 'timezone_default')) || 'UTC';
  const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(local.day)}.${two(local.month)}.${local.year} ${two(local.hour)}:${two(local.minute)} (${zone})`;
};

const displayOf = (world: World, name: string, value: unknown): unknown => {
  const attribute = ticketAttribute(world, name);
  const options = recordOf(recordOf(attribute?.['data_option'])['options']);
  return options[plain(value)] ?? value;
};

type Found = { readonly value: unknown; readonly html: boolean };

/** Follows a path such as `customer.firstname` from an object; undefined where the path ends in nothing known. */
const follow = (world: World, object: string, start: Row, path: readonly string[]): Found | undefined => {
  const isArticle = object.includes('article');
  const [first = '', second] = path;
  if (object === 'ticket' && first === 'tags') return { value: tagsOf(world, start.id), html: false };
  if (isArticle && first === 'body') return { value: textToHtml(quoted(articleText(start))), html: true };
  if (isArticle && first === 'body_as_html') return { value: start['body'], html: true };
  if (isArticle && first === 'body_as_text') return { value: articleText(start), html: false };
  if (first === 'fullname') {
    return { value: `${plain(start['firstname'])} ${plain(start['lastname'])}`.trim(), html: false };
  }
  const table = tableOf(first, isArticle);
  if (table && second !== undefined) {
    const next = referred(world, table, start[`${first}_id`]);
    return next ? follow(world, first, next, path.slice(1)) : undefined;
  }
  if (!(first in start)) return undefined;
  // The path of a group is written for people.
  if (object === 'group' && first === 'name')
    return { value: plain(start['name']).replaceAll('::', ' › '), html: false };
  if (second === 'value') return { value: displayOf(world, first, start[first]), html: false };
  if (second !== undefined && !isRecord(start[first])) return undefined;
  return { value: second === undefined ? start[first] : recordOf(start[first])[second], html: false };
};

/**
 * A template with its placeholders filled in; what is not known stays readable as `#{ticket.nope / no such method}`.
 * @param escape HTML-escape values, as Zammad does in bodies and values but not in subjects of mails.
 */
export const render = (world: World, template: string, objects: TemplateObjects, escape: boolean): string =>
  template.replace(/#\{\s*([^]*?)\s*\}/g, (_, raw: string) => {
    const key = raw.replace(/^<.+?>\s*|\s*<.+?>$/g, '').replace(/[\s"'§;]/g, '');
    const [object = '', ...path] = key.split('.');
    if (object === 'config') {
      const value = plain(setting(world, path.join('.')));
      return escape ? escapeHtml(value) : value;
    }
    if (!(object in objects)) return `#{${object} / no such object}`;
    const start = objects[object];
    const found = start && path.length > 0 ? follow(world, object, start, path) : undefined;
    if (!found) return `#{${key} / no such method}`;
    const text = shown(world, found.value);
    return escape && !found.html ? escapeHtml(text) : text;
  });
