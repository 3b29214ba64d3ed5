/** What a rule wants done, in a line of Russian; fields and templates by name, never what a person wrote. */
import type { Action } from '../../../triggers/types.js';
import { mask } from '../../process/mask.js';

type Fields = Extract<Action, { do: 'set' }>['fields'];

const relations = { child: 'дочерний', parent: 'родительский', normal: 'связанный' } as const;

/** Attributes that say who the citizen is: a rule may fill them in, an explanation does not repeat them. */
const PERSONAL =
  /^(citizen_name|snils|inn|birth_date|contact_(method|value)|request_summary|portal_(service|request_number)|transition_comment)$/;

const valueWords = (field: string, value: string | number | boolean | null): string => {
  if (value === null) return 'пусто';
  return PERSONAL.test(field) ? 'заполнить' : `«${mask(String(value))}»`;
};

const fieldsLine = (fields: Fields): string =>
  Object.entries(fields)
    .map(([field, value]) => `${field} → ${valueWords(field, value)}`)
    .join(', ');

const tagsLine = (verb: string, tags: readonly string[]): string[] =>
  tags.length === 0 ? [] : [`${verb} ${tags.map((tag) => `«${tag}»`).join(', ')}`];

/** One action. Values of fields are masked; text of templates is not rendered. */
export const actionLine = (action: Action): string => {
  switch (action.do) {
    case 'set':
      return `поля: ${fieldsLine(action.fields)}`;
    case 'tag':
      return [...tagsLine('поставить метки', action.add), ...tagsLine('снять метки', action.remove)].join(
        '; ',
      );
    case 'note':
      return `внутренняя заметка «${action.template}»`;
    case 'create':
      return `новый ${relations[action.relation]} тикет по шаблону «${action.template}»`;
    case 'link':
      return `связать с тикетом id ${action.to} (${relations[action.relation]})`;
    case 'link-answer':
      return 'связать с ответом базы знаний';
    case 'erase':
      return `убрать прежнюю заметку программы, статья id ${action.article}`;
    case 'relay':
      return `передать заметку «${action.template}» в тикет id ${action.to}`;
    case 'customer':
      return 'сделать заявителем того, кто обратился';
    case 'mail':
      return `письмо пользователю «${action.template}»`;
    case 'merge':
      return `влить в тикет № ${action.into}`;
  }
};
