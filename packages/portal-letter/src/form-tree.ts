/** What JSON and XML have in common: values at paths, and pairs of a label and a value beside each other. */
import type { FormBuilder } from './form.js';
import type { Person } from './form-keys.js';

/** How form builders call the two halves of a field: `{"label": "ФИО", "value": "…"}`, `<field name="ФИО">…</field>`. */
const LABEL_STEPS: ReadonlySet<string> = new Set([
  'label',
  'name',
  'key',
  'title',
  'field',
  'code',
  'caption',
  'имя',
  'название',
  'ключ',
  'поле',
]);
const VALUE_STEPS: ReadonlySet<string> = new Set(['value', 'text', 'data', 'answer', 'значение', 'ответ']);

export const isLabelStep = (step: string): boolean => LABEL_STEPS.has(step.toLowerCase());
export const isValueStep = (step: string): boolean => VALUE_STEPS.has(step.toLowerCase());

const TYPE_STEPS: ReadonlySet<string> = new Set(['type', 'kind', 'тип', 'вид']);

/** `{"type": "phone", "value": "+7…"}`: a type is a label where it says how the citizen is reached, and nowhere else. */
export const isContactType = (builder: FormBuilder, step: string, value: string): boolean => {
  const field = TYPE_STEPS.has(step.toLowerCase()) ? builder.keys.fieldOf(value) : null;
  return field === 'phone' || field === 'email';
};

/** Fields beside `name` and `text` that make them two more fields of a form, not the two halves of one. */
const MANY_BESIDE = 2;

/** Whether a label beside a value is the whole of what stands there: `steps` are all the names beside them, at `path`. */
export const isOneField = (
  builder: FormBuilder,
  kind: 'json' | 'xml',
  path: readonly string[],
  label: string,
  steps: readonly string[],
): boolean => {
  if (builder.keys.fieldOf(label) !== null) return true;
  const known = steps.filter(
    (step) =>
      !isLabelStep(step) && !isValueStep(step) && builder.keys.fieldAt(kind, [...path, step]) !== null,
  );
  return known.length < MANY_BESIDE;
};

/** A step of a path that a person stands for: what is below it is theirs; somebody else's, wherever one is named. */
const personAt = (path: readonly string[], builder: FormBuilder): Person => {
  const people = path.map((step) =>
    step.length <= 80 ? builder.keys.personOf(step.replace(/_/gu, ' ')) : null,
  );
  return people.find((person) => person === 'other') ?? people.find((person) => person === 'keeper') ?? 'own';
};

/** Takes the value at a path, outermost step first. */
export const addAt = (
  builder: FormBuilder,
  kind: 'json' | 'xml',
  path: readonly string[],
  value: string,
  where: string,
): void => {
  const found = builder.keys.fieldAt(kind, path);
  if (found === null) return;
  builder.tabular = true;
  const label = path.at(-1) ?? '';
  builder.add(
    { field: found.field, label, value, where: `${where}, поле ${shown(label)}` },
    found.mapped ? 'own' : personAt(path.slice(0, -1), builder),
  );
};

/** Takes a label and its value that stand in an object of their own, at `path`. */
export const addPair = (
  builder: FormBuilder,
  kind: 'json' | 'xml',
  path: readonly string[],
  pair: { readonly label: string; readonly value: string },
  where: string,
): void => {
  const field = builder.keys.fieldAt(kind, [pair.label])?.field ?? builder.keys.fieldOf(pair.label);
  if (field === null) return;
  builder.tabular = true;
  builder.add({ field, ...pair, where: `${where}, поле ${shown(pair.label)}` }, personAt(path, builder));
};

/** A known label without its hint, in which anything may stand. */
const shown = (label: string): string => label.replace(/\([^()]*\)/gu, '').trim();
