/** What is shown on a ticket: the clauses a person has to mend, and nothing once they have. */
import { attentionOf } from '../../plugin/engine/act/attention.js';
import type { Judged } from '../../plugin/engine/evaluate.js';
import type { Verdict } from '../../triggers/types.js';

const judged = (
  clause: string,
  status: Verdict['status'],
  text: string,
  more: Partial<Judged> = {},
): Judged => {
  const because = { clause, text, facts: {} };
  const verdict: Verdict =
    status === 'pending'
      ? { status, because, dueAt: new Date(0) }
      : status === 'due'
        ? { status, because, actions: [] }
        : { status, because };
  return { clause, cited: clause, mode: 'act', verdict, ...more };
};

test.each<[string, readonly Judged[], string | null]>([
  ['nothing is the matter', [judged('R-4.5.2', 'met', 'решение сообщено')], null],
  ['one clause', [judged('R-4.8.3.b', 'flagged', 'лишнее уведомление')], 'п. 4.8.3: лишнее уведомление'],
  [
    'two, in their order',
    [judged('R-3.5', 'flagged', 'комментария нет'), judged('R-3.11', 'flagged', 'не тем способом')],
    'п. 3.5: комментария нет; п. 3.11: не тем способом',
  ],
  [
    'said once',
    [judged('R-4.3.4', 'flagged', 'не сказано'), judged('R-4.3.4', 'flagged', 'не сказано')],
    'п. 4.3.4: не сказано',
  ],
  ['only watched so far', [judged('R-3.5', 'flagged', 'комментария нет', { mode: 'observe' })], null],
  ['only told in notes', [judged('R-3.5', 'flagged', 'комментария нет', { mode: 'note' })], null],
  ['nothing the reader can mend', [judged('R-5', 'flagged', 'протокола нет', { aside: true })], null],
  ['what is done is not shown', [judged('R-4.2.1', 'due', 'возвращается')], null],
])('%s', (_, all, text) => {
  expect(attentionOf(all)).toBe(text);
});

test('no longer than the attribute takes', () => {
  const text = attentionOf([judged('R-3.5', 'flagged', 'слово '.repeat(200))]);
  expect(text).toHaveLength(500);
});
