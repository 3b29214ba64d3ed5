/** The matrix and the open questions as a page to read: `docs/regulation.md` is this page of the shipped configuration. */
import type { Config } from '../../../config/load.js';
import type { Setting } from '../../../config/schema/ambiguity.js';
import { matrixOf, type MatrixRow } from './matrix.js';

/** Whom a reader takes each kind of keeper for. */
const keeperNames: Readonly<Record<MatrixRow['enforcer'], string>> = {
  companion: 'программа',
  zammad: 'Zammad',
  data: 'сведения сторон',
  outside: 'вне Zammad',
};

const keepers = ['companion', 'zammad', 'data', 'outside'] as const;

const effectNames = { acts: 'исправляет', shows: 'показывает' } as const;

/** «программа, исправляет» */
export const keeperOf = ({ enforcer, effect }: MatrixRow): string =>
  keeperNames[enforcer] + (effect === null ? '' : `, ${effectNames[effect]}`);

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const table = (head: readonly string[], body: readonly (readonly string[])[]): string[] => [
  row(head),
  row(head.map(() => '---')),
  ...body.map(row),
];

const code = (text: string): string => `\`${text}\``;

const matrixRow = (found: MatrixRow): string[] => [
  found.id,
  found.title + (found.why === null ? '' : `<br>${found.why}`),
  keeperOf(found),
  found.by.map(code).join(', '),
  found.mode ?? '—',
  String(found.examples),
];

const placeOf = ({ clause, object, register, at }: Setting): string => {
  const keys = code(at.join(' › '));
  if (clause !== undefined) return `${clause}: ${keys}`;
  return object ? `${code(`${object.kind}: ${object.name}`)}: ${keys}` : `${code(register ?? '')}: ${keys}`;
};

const shipped = ({ value }: Setting): string => (value === undefined ? '' : ` = ${JSON.stringify(value)}`);

/** Markdown, Russian, with a line end. */
export const regulationPage = (config: Config): string => {
  const matrix = matrixOf(config);
  const count = (enforcer: MatrixRow['enforcer']): number =>
    matrix.rows.filter((found) => found.enforcer === enforcer).length;
  const sections = [...new Set(matrix.rows.map(({ id }) => id.replace(/^R-(\d+).*$/, '$1')))];
  return [
    '# Регламент: кто держит каждую обязанность',
    '',
    'Эту страницу пишет `npm run docs` из `config/regulation`; руками её не правят.',
    '',
    `Обязанностей ${config.obligations.length}: ${keepers.map((kind) => `${keeperNames[kind]} — ${count(kind)}`).join(', ')}.`,
    '',
    '- **программа** — правило из `triggers/` смотрит на каждый тикет: «исправляет» или, где исправить может только человек,',
    '  «показывает». Режим `act` — действовать, `note` — писать заметку, `observe` — только записывать решение. Пока в',
    '  `config/stance.yaml` стоит `observe`, дальше не идёт ни один пункт.',
    '- **Zammad** — обязанность держат сами поля, правила формы, макросы, триггеры и очереди из `config/helpdesk`.',
    '- **сведения сторон** — реестр, который стороны ведут в `config/federal.yaml` и `config/regions`.',
    '- **вне Zammad** — в Zammad этого не видно; сказано почему.',
    '',
    'Примеры — проверки: случаи для правил решаются правилами, примеры для остального сверяются с конфигурацией.',
    ...sections.flatMap((section) => [
      '',
      `## Раздел ${section}`,
      '',
      ...table(
        ['Обязанность', 'Что', 'Кто держит', 'Чем', 'Режим', 'Примеров'],
        matrix.rows
          .filter(({ id }) => id === `R-${section}` || id.startsWith(`R-${section}.`))
          .map(matrixRow),
      ),
    ]),
    '',
    '## Что регламент оставил открытым',
    '',
    'Каждый вопрос решён так, как стоит в «Принято»; «Где» — настройка, которой решение меняется, и с чем она поставляется.',
    '',
    ...table(
      ['№', 'Вопрос', 'Принято', 'Иначе', 'Где'],
      config.ambiguities.map(({ id, question, choice, alternatives = '—', set = [], fixed }) => [
        id,
        question,
        choice,
        alternatives,
        fixed === undefined
          ? set.map((setting) => placeOf(setting) + shipped(setting)).join('; ')
          : `не меняется: ${fixed}`,
      ]),
    ),
    '',
  ].join('\n');
};
