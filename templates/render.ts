/** Turns a view into the HTML an operator or a citizen reads. Values are escaped; a variable nobody gave is a fault. */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { views, type TemplateName } from './views.js';

const plural = new Intl.PluralRules('ru');
const handlebars = Handlebars.create();
/** `{{inWorkingDays 21}}`: «21 рабочего дня», as after «в течение» and «дольше». */
handlebars.registerHelper(
  'inWorkingDays',
  (days: number): string => `${days} ${plural.select(days) === 'one' ? 'рабочего дня' : 'рабочих дней'}`,
);

const compiled = new Map<TemplateName, Handlebars.TemplateDelegate>();

const templateOf = (name: TemplateName): Handlebars.TemplateDelegate => {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const source = readFileSync(new URL(`./${name}.hbs`, import.meta.url), 'utf8');
  const fresh = handlebars.compile(source, { strict: true });
  compiled.set(name, fresh);
  return fresh;
};

const isTemplateName = (name: string): name is TemplateName => Object.hasOwn(views, name);

/**
 * HTML of template `name` for `view`. Throws an `Error` for an unknown template, zod's error for a view that is not the
 * template's, Handlebars' for a variable the view lacks: nothing half said ever leaves.
 */
export const render = (name: string, view: unknown): string => {
  if (!isTemplateName(name)) throw new Error(`Нет шаблона «${name}» в templates/`);
  return templateOf(name)(views[name].parse(view));
};
