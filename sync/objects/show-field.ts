/** One field of a change for people: what is taken away and what is added, by key, in names. Never both sides whole. */
import { diffWords } from 'diff';
import type picocolors from 'picocolors';
import { asText, isRecord, sameJson } from './canonical.js';
import type { Json } from './types.js';

type Colours = ReturnType<typeof picocolors.createColors>;
interface Both {
  readonly before: Json;
  readonly after: Json;
}

const titles: Readonly<Record<string, string>> = {
  active: 'действует',
  condition: 'условие',
  condition_saved: 'условие на сохранённом',
  condition_selected: 'условие на выбранном',
  perform: 'действия',
  groups: 'группы',
  roles: 'роли',
  permissions: 'права',
  options: 'значения',
  screens: 'показ на формах',
  display: 'подпись',
  note: 'заметка',
  content: 'текст',
  view: 'столбцы',
  order: 'порядок',
  prio: 'место в списке',
  position: 'место на форме',
  endpoint: 'адрес',
  business_hours: 'рабочие часы',
  public_holidays: 'нерабочие дни',
  domain: 'почтовый домен',
  state_type: 'тип состояния',
  next_state: 'следующее состояние',
  email_address: 'почтовый адрес',
};

/** More than this of a list is counted; `--json` has all. */
const listed = 12;

const word = (value: Json): string => {
  if (value === null || value === '') return 'пусто';
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (Array.isArray(value)) return value.length === 0 ? 'пусто' : list(value.map(word));
  if (typeof value === 'object')
    return list(Object.entries(value).map(([key, item]) => `${key} ${word(item)}`));
  return typeof value === 'string' ? `«${value}»` : String(value);
};

const list = (words: readonly string[]): string => {
  if (words.length === 0) return 'пусто';
  const rest = words.length - listed;
  return rest > 0 ? `${words.slice(0, listed).join(', ')} и ещё ${rest}` : words.join(', ');
};

/** The library knows Latin words only and takes each Cyrillic letter for one. */
const intlSegmenter = new Intl.Segmenter('ru', { granularity: 'word' });

/** The words that differ and their neighbours. */
const wordDifference = (before: string, after: string, colours: Colours): string =>
  diffWords(before, after, { intlSegmenter })
    .map(({ added, removed, value }) => {
      if (added) return colours.green(`[+${value}+]`);
      if (removed) return colours.red(`[-${value}-]`);
      return value.length > 60 ? `${value.slice(0, 25)}…${value.slice(-25)}` : value;
    })
    .join('');

const arrays = (
  label: string,
  before: readonly Json[],
  after: readonly Json[],
  colours: Colours,
): string[] => {
  const gone = before.filter((item) => !after.some((other) => sameJson(item, other))).map(word);
  const come = after.filter((item) => !before.some((other) => sameJson(item, other))).map(word);
  if (gone.length + come.length === 0) return [`${label}: в другом порядке — ${list(after.map(word))}`];
  return [
    ...(come.length > 0 ? [`${label}: ${colours.green(`+ ${list(come)}`)}`] : []),
    ...(gone.length > 0 ? [`${label}: ${colours.red(`− ${list(gone)}`)}`] : []),
  ];
};

const keys = (
  label: string,
  before: Record<string, Json>,
  after: Record<string, Json>,
  colours: Colours,
): string[] => {
  const one = (sign: string, key: string, value: Json): string => {
    const said = word(value);
    return said === `«${key}»` || value === true ? `${sign} ${key}` : `${sign} ${key}: ${said}`;
  };
  const come = Object.keys(after).filter((key) => !(key in before));
  const gone = Object.keys(before).filter((key) => !(key in after));
  const both = Object.keys(after).filter((key) => key in before);
  return [
    ...(come.length > 0
      ? [`${label}: ${colours.green(list(come.map((key) => one('+', key, after[key] ?? null))))}`]
      : []),
    ...(gone.length > 0
      ? [`${label}: ${colours.red(list(gone.map((key) => one('−', key, before[key] ?? null))))}`]
      : []),
    ...both.flatMap((key) =>
      differenceOf(`${label} › ${key}`, { before: before[key] ?? null, after: after[key] ?? null }, colours),
    ),
  ];
};

const isTable = (value: Json): value is Record<string, Json> => isRecord(value);

/** Lines for one key and all below it; none where both sides are the same. */
const differenceOf = (label: string, { before, after }: Both, colours: Colours): string[] => {
  if (sameJson(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return arrays(label, before, after, colours);
  if (isTable(before) && isTable(after)) return keys(label, before, after, colours);
  if (typeof before === 'string' && typeof after === 'string' && before.length + after.length >= 120)
    return [`${label}: ${wordDifference(before, after, colours)}`];
  return [`${label}: ${word(before)} → ${word(after)}`];
};

/** Lines for a field; a secret is shown by its fingerprint. */
export const fieldLines = (name: string, both: Both, colours: Colours): string[] => {
  if (name === 'secret') return [`секрет: отпечаток «${asText(both.before)}» → «${asText(both.after)}»`];
  if (name === 'migrated') return ['определение поля ждёт перестройки базы Zammad'];
  return differenceOf(titles[name] ?? name, both, colours);
};
