/** An explanation in Russian, for the head of support who asks why. Pure. */
import { resources } from '../../../sync/objects/resources/index.js';
import type { Explanation, JudgedClause, KeptClause } from './explanation.js';
import { keepers, modes, outcomes, verdicts } from './explanation-words.js';
import { momentText } from './moment-text.js';

const intentions: Readonly<Record<JudgedClause['mode'], string>> = {
  act: 'сделает',
  note: 'предупредит',
  observe: 'сделал бы, если бы действовал',
};

const LOG_LINES = 5;

const judgedLines = (one: JudgedClause, { calendar: { zone, version } }: Explanation): string[] => {
  const facts = Object.entries(one.because.facts).map(([name, value]) => `${name}: ${value}`);
  const did = (one.log ?? []).slice(0, LOG_LINES);
  return [
    '',
    `${one.ids.join(', ')} ${one.title}`,
    `  компаньон ${modes[one.mode]}; сейчас: ${verdicts[one.verdict]}`,
    `  потому что: ${one.because.text}${facts.length === 0 ? '' : ` (${facts.join('; ')})`}`,
    ...(one.dueAt === null
      ? []
      : [`  срок: ${momentText(one.dueAt, zone)}, пояс ${zone}, календарь ${version}`]),
    ...(one.would.length === 0 ? [] : [`  ${intentions[one.mode]}:`]),
    ...one.would.map((line) => `    – ${line}`),
    ...did.map(
      ({ at, outcome, because }) =>
        `  журнал: ${momentText(at, zone)} – ${outcomes[outcome] ?? outcome}: ${because}`,
    ),
  ];
};

const isIdle = ({ verdict, log }: JudgedClause): boolean =>
  verdict === 'notApplicable' && (log ?? []).every(({ outcome }) => outcome === 'none');

const idleLines = (idle: readonly JudgedClause[]): string[] =>
  idle.length === 0
    ? []
    : [
        '',
        'Сейчас к тикету не относятся:',
        ...idle.map(({ ids, title, because }) => `  ${ids.join(', ')} ${title} – ${because.text}`),
      ];

const keptLine = ({ ids, title, objects, why }: KeptClause): string => {
  const named = objects.map(({ kind, name }) => `${resources[kind].title} «${name}»`);
  const by = [...named, ...(why === null ? [] : [why])].join('; ');
  return `  ${ids.join(', ')} ${title}${by === '' ? '' : ` – ${by}`}`;
};

/** Clauses that say or did something in full, those that do not apply in a line, all others by what keeps them. */
export const explanationText = (explanation: Explanation): string => {
  const { ticket, at, calendar, clauses } = explanation;
  const judged = clauses.filter((one) => one.enforcer === 'companion');
  const kept = (enforcer: KeptClause['enforcer']): string[] => {
    const lines = clauses.flatMap((one) => (one.enforcer === enforcer ? [keptLine(one)] : []));
    return lines.length === 0 ? [] : ['', `${keepers[enforcer]}:`, ...lines];
  };
  return [
    `Тикет № ${ticket.number} (id ${ticket.id}): группа «${ticket.group}», состояние «${ticket.state}», регион ${ticket.region ?? 'не указан'}`,
    `На ${momentText(at, calendar.zone)}; пояс ${calendar.zone}, календарь ${calendar.version}. Ничего не изменено.`,
    ...(judged.some(({ log }) => log === null)
      ? ['Журнал решений недоступен: что делалось раньше, не показано.']
      : []),
    ...judged.filter((one) => !isIdle(one)).flatMap((one) => judgedLines(one, explanation)),
    ...idleLines(judged.filter(isIdle)),
    ...kept('zammad'),
    ...kept('data'),
    ...kept('outside'),
  ].join('\n');
};
