/** What a look tells of a ticket for a morning's lists, what of free text may be kept, and one act that a head allows. */
import { isUndo, undoFacts, withPermits } from '../../plugin/engine/act/undo.js';
import type { Judged } from '../../plugin/engine/evaluate.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { officialName, toldOf } from '../../plugin/engine/told.js';
import { withoutPersons } from '../../plugin/process/persons.js';
import type { Permit } from '../../plugin/store/permits.js';
import type { ArticleFacts, TicketFacts } from '../../triggers/types.js';
import { config, ticket } from '../triggers/tickets.js';

const parties = { ...partiesOf(config), now: new Date('2026-11-27T09:00:00Z') };
const at = (time: string): Date => new Date(`2026-11-26T${time}:00Z`);
const told = (facts: Partial<TicketFacts>) => toldOf(ticket(facts), config.vocabulary);

test.each([
  ['Новый', true],
  ['Назначен', true],
  ['В работе', false],
  ['В ожидании', false],
  ['Решен', false],
])('«%s» waits to be taken: %s', (state, untaken) => {
  expect(told({ state }).untaken).toBe(untaken);
});

test('only the state that Zammad ends itself closes', () => {
  const pendingUntil = at('19:00');
  expect(told({ state: 'В ожидании', pendingUntil }).closesAt).toEqual(pendingUntil);
  expect(told({ state: 'В ожидании (без срока)', pendingUntil }).closesAt).toBeNull();
});

describe('a lost letter', () => {
  const article = (id: number, time: string, more: Partial<ArticleFacts> = {}): ArticleFacts => ({
    id,
    from: 'operator',
    channel: 'email',
    internal: false,
    automatic: false,
    createdAt: at(time),
    ...more,
  });
  const failed = article(2, '12:02', { from: 'helpdesk', channel: 'note', internal: true, undelivered: 1 });
  test.each<[string, ArticleFacts[], string | null]>([
    ['M-12: given up on', [article(1, '12:00'), failed], '12:00'],
    ['none', [article(1, '12:00')], null],
    ['M-15: sent again since', [article(1, '12:00'), failed, article(3, '13:00')], null],
    ['called since', [article(1, '12:00'), failed, article(3, '13:00', { channel: 'phone' })], null],
    [
      'M-15: an automatic answer mends nothing',
      [article(1, '12:00'), failed, article(3, '16:00', { from: 'citizen', automatic: true })],
      '12:00',
    ],
    [
      'a note mends nothing',
      [article(1, '12:00'), failed, article(3, '13:00', { channel: 'note', internal: true })],
      '12:00',
    ],
    [
      'nor a letter to somebody else',
      [article(1, '12:00'), failed, article(3, '13:00', { toCitizen: false })],
      '12:00',
    ],
  ])('%s', (_, articles, time) => {
    expect(told({ articles }).lostAt).toEqual(time === null ? null : at(time));
  });
});

test.each([
  ['МВД России', 'МВД России'],
  [' мвд   россии ', 'мвд россии'],
  ['ФНС', 'ФНС'],
  ['Социальный фонд России', 'Социальный фонд России'],
  ['Запись к врачу', 'Запись к врачу'],
  ['МВД, по Ивановой А.П., СНИЛС 112-233-445 95', null],
  ['МВД, по Ивановой', null],
  ['Образцова Анна', null],
  ['А.П.', null],
  ['<b onmouseover=alert(1)>ФНС', null],
  ['anna@mail.example', null],
  ['+7 917 123-45-67', null],
  ['=HYPERLINK("http://evil")', null],
  ['', null],
  [null, null],
])('M-17: of «%s» is kept %j', (text, kept) => {
  expect(officialName(text)).toBe(kept);
});

test('M-25: a reason is kept without persons', () => {
  const kept = withoutPersons('Заявитель Иванова Анна Петровна, тел. +7 917 123-45-67, согласна на закрытие');
  expect(kept).toBe('Заявитель …, тел. [номер], согласна на закрытие');
});

describe('an act that a head allows', () => {
  const verdict: Judged['verdict'] = {
    status: 'due',
    because: { clause: 'R-4.12.1', text: 'закрыт не по регламенту', facts: {} },
    actions: [{ do: 'set', fields: { state: 'В работе', group: 'СП ЕПГУ' } }],
    sole: true,
    undo: true,
  };
  const judged: Judged[] = [
    {
      clause: 'R-3.11.1',
      cited: 'R-4.12.1',
      row: 'R-4.12.1',
      notRows: ['R-3.11.1'],
      mode: 'act',
      verdict,
    },
  ];
  const closed = (time: string): TicketFacts =>
    ticket({
      group: 'СП ЕПГУ',
      state: 'Закрыт',
      transitions: [{ at: at(time), by: 'operator', field: 'state', from: 'В работе', to: 'Закрыт' }],
    });
  const store = (clause: Permit['clause'] = 'R-4.12.1', place: Permit['place'] = 'СП ЕПГУ · Закрыт') => {
    let permit: Permit = {
      act: 'key',
      ticket: 1,
      clause,
      place,
      login: 'head@desk.example',
      reason: 'запись есть',
      at: at('10:00'),
      usedAt: null,
    };
    return {
      permitsOn: () => Promise.resolve([permit]),
      usePermit: (_: string, usedAt: Date) => {
        permit = { ...permit, usedAt: permit.usedAt ?? usedAt };
        return Promise.resolve();
      },
    };
  };
  const statusOn = async (permits: ReturnType<typeof store>, facts: TicketFacts): Promise<string> =>
    (await withPermits(permits, facts, judged, parties))[0]?.verdict.status ?? '';

  test.each([
    ['the path of the ticket', 'R-4.12.1'],
    ['the other path: the ticket was on it when it was put back', 'R-3.11.1'],
  ])('allowed by %s stands, also when looked at again; another is put back again', async (_, clause) => {
    const permits = store(clause);
    expect(await statusOn(permits, closed('11:00'))).toBe('met');
    expect(await statusOn(permits, closed('11:00'))).toBe('met');
    expect(await statusOn(permits, closed('12:00'))).toBe('due');
  });

  test('is put back where another clause was allowed', async () => {
    expect(await statusOn(store('R-4.2'), closed('11:00'))).toBe('due');
  });

  test.each([
    ['the same place', 'СП ЕПГУ · Закрыт', 'met'],
    ['another state', 'СП ЕПГУ · Решен', 'due'],
    ['another desk', 'СТП ЕПГУ · Закрыт', 'due'],
    ['a place nobody kept', null, 'met'],
  ])('that leads to %s as the undone one: %s, %s', async (_, place, status) => {
    expect(await statusOn(store('R-4.12.1', place), closed('11:00'))).toBe(status);
  });

  test('is none that was done before it was allowed', async () => {
    expect(await statusOn(store(), closed('09:00'))).toBe('due');
  });

  test("never takes a citizen's data to a region that had no part", async () => {
    const group = [...parties.regions.values()].map((region) => region.group);
    const astray = {
      ...closed('11:00'),
      group: group[1] ?? '',
      region: [...parties.regions.keys()][0] ?? '',
    };
    expect(await statusOn(store(), astray)).toBe('due');
  });

  test('is told with who did what and where the ticket goes', () => {
    expect(isUndo(verdict)).toBe(true);
    expect(isUndo({ status: 'due', because: verdict.because, actions: [], sole: true })).toBe(false);
    expect(undoFacts(closed('11:00'), verdict, 'op@desk.example')).toEqual({
      Было: 'СП ЕПГУ · Закрыт',
      Стало: 'СП ЕПГУ · В работе',
      Кто: 'op@desk.example',
    });
  });
});
