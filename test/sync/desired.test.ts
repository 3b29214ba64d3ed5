/** From configuration to objects: what stands in no file but follows from it. */
import { config as shipped } from '../triggers/tickets.js';
import type { Config } from '../../config/load.js';
import { noteOf, readNote } from '../../sync/objects/clause-note.js';
import { desiredState } from '../../sync/objects/desired/desired-state.js';
import type { DesiredObject } from '../../sync/objects/types.js';
import { configOf, now, settings } from './small-config.js';

const find = (config: Config, kind: string, name: string, at = now): DesiredObject | undefined =>
  desiredState(config, settings, at).objects.find((object) => object.kind === kind && object.name === name);

test('patterns are spread over the regions, lists of regions are filled in', () => {
  const config = configOf();
  expect(find(config, 'groups', 'СП РПГУ::Камчатский край')).toBeDefined();
  expect(find(config, 'object_manager_attributes', 'Ticket.region')?.fields['options']).toEqual({
    kamchatka: 'Камчатский край',
  });
  expect(find(config, 'roles', 'Оператор ГРП')?.fields['groups']).toEqual({
    ГРП: ['full'],
    'СП РПГУ::Камчатский край': ['create', 'read'],
  });
});

test('the webhook’s address is the public one, with one slash between', () => {
  expect(find(configOf(), 'webhooks', 'reglament')?.fields['endpoint']).toBe(
    'http://127.0.0.1:8090/zammad/webhook',
  );
});

describe('the protocol of a region (section 5)', () => {
  const withProtocol = (from: string, until: string | null): Config => {
    const config = configOf({});
    const [region] = [...config.regions.values()];
    const protocol = {
      number: '1',
      from,
      until,
      normative: true,
      firstResponseMinutes: 240,
      solutionMinutes: null,
    };
    return { ...config, regions: new Map([['kamchatka', { ...region!, protocol }]]) };
  };
  // 23:30 in Moscow on 31 May is already 1 June in Kamchatka.
  const eve = new Date('2026-05-31T20:30:00Z');
  test.each([
    ['its first day has begun there', '2026-06-01', null, true],
    ['not yet', '2026-06-02', null, false],
    ['its last day', '2026-01-01', '2026-06-01', true],
    ['over', '2026-01-01', '2026-05-31', false],
  ])('%s', (_, from, until, inForce) => {
    const config = withProtocol(from, until);
    const name = '500 Протокол: Камчатский край';
    expect(find(config, 'slas', name, eve)?.fields).toEqual(
      inForce
        ? {
            name,
            calendar: 'Рабочие дни: Камчатский край',
            condition: { 'ticket.group': { is: ['СП РПГУ::Камчатский край'] } },
            first_response_time: 240,
            response_time: null,
            update_time: null,
            solution_time: null,
          }
        : undefined,
    );
    const { removed, warnings } = desiredState(config, settings, eve);
    expect(removed).toEqual(inForce ? [] : [{ kind: 'slas', name }]);
    expect(warnings).toEqual(inForce ? [] : [expect.stringMatching(/не действует/)]);
  });
});

test('a sample protocol binds nobody: no SLA, and the plan says why (A-30)', () => {
  const { regions } = shipped;
  const config = { ...shipped, regions: new Map([...regions].filter(([id]) => id === 'bashkortostan')) };
  const { objects, warnings } = desiredState(config, settings, new Date('2026-11-23T09:00:00Z'));
  expect(objects.filter(({ kind, name }) => kind === 'slas' && name.startsWith('500 '))).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(/Республика Башкортостан: .*образец, сторонами не подписан/),
  ]);
});

describe('the note', () => {
  const many = Array.from({ length: 60 }, (_, index) => `R-4.${String(index + 1)}`);
  test.each([
    ['words and clauses', 'Вход', ['R-4.2', 'R-4.7.1.b'], 'Вход [Регламент: R-4.2, R-4.7.1.b]'],
    ['no words', undefined, ['R-4.2'], '[Регламент: R-4.2]'],
    ['of no clause yet', 'чужая', ['R-0'], 'чужая'],
  ])('%s', (_, text, clauses, note) => {
    expect(noteOf(text, clauses)).toBe(note);
    expect(readNote(note)).toMatchObject({ text: text ?? '', clauses: clauses.filter((id) => id !== 'R-0') });
  });

  test('never longer than Zammad takes; the mark and the secret’s word are never what is cut', () => {
    const note = noteOf('слово '.repeat(80), many, 'abcdef123456');
    expect(note.length).toBeLessThanOrEqual(250);
    expect(readNote(note)).toMatchObject({ ours: true, secret: 'abcdef123456' });
    expect(note).toContain(' и др.]');
  });
});
