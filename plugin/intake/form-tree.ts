/** What JSON and XML have in common: values at paths, and pairs of a label and a value beside each other. */
import type { FormBuilder } from './form.js';

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

/** A step of a path that a person stands for: what is below it is theirs. */
function isOther(path: readonly string[], builder: FormBuilder): boolean {
  return path.some(
    (step) => step.length <= 80 && builder.keys.personOf(step.replace(/_/gu, ' ')) === 'other',
  );
}

/** Takes the value at a path, outermost step first. */
export function addAt(
  builder: FormBuilder,
  kind: 'json' | 'xml',
  path: readonly string[],
  value: string,
  where: string,
): void {
  const found = builder.keys.fieldAt(kind, path);
  if (found === null) return;
  builder.tabular = true;
  const label = path.at(-1) ?? '';
  builder.add(
    { field: found.field, label, value, where: `${where}, поле ${shown(label)}` },
    !found.mapped && isOther(path.slice(0, -1), builder),
  );
}

/** Takes a label and its value that stand in an object of their own, at `path`. */
export function addPair(
  builder: FormBuilder,
  kind: 'json' | 'xml',
  path: readonly string[],
  pair: { readonly label: string; readonly value: string },
  where: string,
): void {
  const field = builder.keys.fieldAt(kind, [pair.label])?.field ?? builder.keys.fieldOf(pair.label);
  if (field === null) return;
  builder.tabular = true;
  builder.add({ field, ...pair, where: `${where}, поле ${shown(pair.label)}` }, isOther(path, builder));
}

/** A known label without its hint, in which anything may stand. */
function shown(label: string): string {
  return label.replace(/\([^()]*\)/gu, '').trim();
}
