/** What an explanation says of one clause in every verdict and mode, and what it keeps to itself. */
import type { Judged } from '../../../plugin/engine/evaluate.js';
import { partiesOf } from '../../../plugin/engine/parties.js';
import { explanationOf } from '../../../plugin/ask/insight/explanation.js';
import { explanationText } from '../../../plugin/ask/insight/explanation-text.js';
import type { Decision } from '../../../plugin/store/records.js';
import type { Verdict } from '../../../triggers/types.js';
import { gate } from '../gate.js';
import { config, NOW, ticket } from '../../triggers/tickets.js';

const parties = partiesOf(config);
const because = {
  clause: 'R-4.2.1',
  text: 'нет данных, писал anna@example.org',
  facts: { Телефон: '+7 000 123-45-67' },
} as const;
const due: Verdict = {
  status: 'due',
  because,
  actions: [
    {
      do: 'set',
      fields: { state: 'Закрыт', owner: null, snils: '112-233-445 95', citizen_name: 'Образцова Анна' },
    },
    { do: 'tag', add: ['горит'], remove: ['ждёт'] },
    {
      do: 'note',
      template: 'closed-unanswered',
      view: { points: '3.7.2', count: ['Образцова Анна'], mailed: false, call: false },
    },
    {
      do: 'create',
      relation: 'child',
      title: 'Образцова Анна',
      fields: {},
      template: 'claim-opened',
      view: { number: '91007', disagreed: false, comment: 'Образцова Анна' },
    },
    { do: 'link', to: 8, relation: 'parent' },
    {
      do: 'relay',
      to: 9,
      occasion: '1',
      template: 'letter-again',
      view: { number: '91007', sameLetter: true, answer: false, automatic: false },
      fields: {},
    },
  ],
};
const kept = {
  ids: ['R-2.3'],
  title: 'Реестр доступа',
  text: 'Доступ предоставляется…',
  enforcer: 'outside',
  why: 'письмо ведомства',
  objects: [{ kind: 'roles', name: 'Оператор' }],
  examples: [],
} as const;

const told = (verdict: Verdict, mode: Judged['mode'] = 'act', decisions: Decision[] | null = []) => {
  const explanation = explanationOf({
    facts: ticket(),
    judged: [{ clause: 'R-4.2.1', cited: 'R-4.2.1', mode, verdict }],
    clauses: [gate(), { ...kept, ids: ['R-2.3'], objects: [...kept.objects], examples: [] }],
    parties,
    now: NOW,
    decisions,
  });
  return { explanation, text: explanationText(explanation) };
};

test('what it would do, action by action, without anybody in it', () => {
  const { text } = told(due);
  expect(text).toContain('компаньон исполняет; сейчас: надо исполнить');
  expect(text.split('\n').filter((line) => line.startsWith('    – '))).toEqual([
    '    – поля: state → «Закрыт», owner → пусто, snils → заполнить, citizen_name → заполнить',
    '    – поставить метки «горит»; снять метки «ждёт»',
    '    – внутренняя заметка «closed-unanswered»',
    '    – новый дочерний тикет по шаблону «claim-opened»',
    '    – связать с тикетом id 8 (родительский)',
    '    – передать заметку «letter-again» в тикет id 9',
  ]);
  expect(text).toContain('потому что: нет данных, писал [почта] (Телефон: [номер])');
  expect(JSON.stringify(told(due).explanation) + text).not.toMatch(/Образцова|112-233|anna@|123-45/);
});

test('a warning only writes its note; who observes says what it would do', () => {
  expect(told(due, 'note').text).toMatch(
    /предупредит:\n {4}– внутренняя заметка «closed-unanswered»\n(?! {4}–)/,
  );
  expect(told(due, 'observe').text).toMatch(/сделал бы, если бы действовал:\n {4}– поля/);
});

test('a term by the clock of the region, with zone and calendar', () => {
  const { text, explanation } = told({ status: 'pending', because, dueAt: new Date('2026-11-26T19:00:00Z') });
  expect(text).toMatch(
    /срок: 27\.11\.2026 00:00 \(UTC\+05:00\), пояс Asia\/Yekaterinburg, календарь bashkortostan-/,
  );
  expect(explanation.clauses[0]).toMatchObject({ dueAt: '2026-11-26T19:00:00.000Z', would: [] });
});

test('what does not apply takes a line, unless something was done before', () => {
  const idle: Verdict = { status: 'notApplicable', because: { ...because, text: 'тикет закрыт' } };
  const acted: Decision = {
    ticket: 7,
    clause: 'R-4.2.1',
    mode: 'act',
    verdict: 'due',
    outcome: 'act',
    because: { text: 'возвращён', facts: {} },
    actionKey: '7/R-4.2.1/0123456789ab',
    region: 'bashkortostan',
    dueAt: null,
    at: NOW,
  };
  expect(told(idle).text).toMatch(
    /не относятся:\n {2}R-4\.2\.1, R-4\.2\.3 Данные пользователя – тикет закрыт/,
  );
  expect(told(idle, 'act', [acted]).text).toContain(
    'журнал: 23.11.2026 14:00 (UTC+05:00) – исполнил: возвращён',
  );
  expect(told(idle, 'act', null).text).toContain('Журнал решений недоступен');
});

test('what others keep is named with its object or reason', () => {
  expect(told(due).text).toMatch(
    /Вне программы:\n {2}R-2\.3 Реестр доступа – роль «Оператор»; письмо ведомства/,
  );
});
