/** What a citizen may do with his ticket in the portal and over REST: write, and nothing else. */
import { config, HOME, openPlace, type Fields, type Place } from './people.js';

const attributes = config.helpdesk.object_manager_attributes.wanted.filter(
  ({ object }) => object === 'Ticket',
);

/** Another value than the one that stands there. */
const other = ({ data_type, options }: (typeof attributes)[number]): unknown => {
  switch (data_type) {
    case 'select':
      // The last: never the default of a new ticket.
      return Array.isArray(options) ? options.at(-1) : config.process.desks[0]?.offers[0];
    case 'boolean':
      return true;
    case 'integer':
      return 7;
    case 'date':
      return '2001-02-03';
    default:
      return 'написал заявитель';
  }
};

/** Not here: the owner, whom Zammad itself drops, and the term of a wait, which no form rule sees of a citizen (the companion restores it). */
const native: [field: string, value: unknown][] = [
  ['state', 'Закрыт'],
  ['state', 'Решен'],
  ['state', 'В работе'],
  ['group', 'СП ЕПГУ'],
  ['title', 'Другое'],
  ['priority', '3 high'],
];
const all: [field: string, value: unknown][] = [
  ...native,
  ...attributes.map((attribute): [string, unknown] => [attribute.name, other(attribute)]),
];

describe.each(['6.6', '7'] as const)('on %s', (flavour) => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace(flavour);
  }, 120_000);
  afterAll(() => place.sandbox.close());

  /** Without what any save leaves. */
  const kept = (id: number): Fields =>
    Object.fromEntries(
      Object.entries(place.stored(id)).filter(([name]) => !/^(updated_|article_|last_contact)/.test(name)),
    );

  it.each([
    ['at his region', { group: HOME }],
    ['at ГРП', { group: 'ГРП', state: 'Назначен' }],
    [
      'while he is waited for',
      {
        group: HOME,
        state: 'В ожидании',
        pending_time: '2026-11-20T21:00:00Z',
        state_reason: 'Запрошена информация (пользователь)',
      },
    ],
  ])('his ticket %s: no PUT changes a field, each is refused', async (_, fields) => {
    const id = await place.ticket(fields);
    const before = kept(id);
    const answers: [string, number][] = [];
    for (const [field, value] of all) {
      const { status } = await place.call('PUT', `/tickets/${id}`, { [field]: value }, 'citizen');
      answers.push([field, status]);
      expect([field, kept(id)]).toEqual([field, before]);
    }
    expect(answers.filter(([, status]) => status !== 422)).toEqual([]);
  });

  it('his words come through: a reply, and a save that changes nothing', async () => {
    const id = await place.ticket({ group: HOME });
    const article = { body: 'Ответ заявителя', type: 'web', internal: false };
    expect((await place.call('PUT', `/tickets/${id}`, { article }, 'citizen')).status).toBe(200);
    expect(
      (await place.call('POST', '/ticket_articles', { ticket_id: id, ...article }, 'citizen')).status,
    ).toBe(201);
  });

  it('a ticket he makes is a new one of the unsorted, whatever he says', async () => {
    const base = {
      title: 'Новое обращение',
      group: 'Неразобранные обращения',
      article: { body: 'Не открывается.', type: 'web', internal: false },
    };
    const { status, body } = await place.call('POST', '/tickets', base, 'citizen');
    expect(status).toBe(201);
    const before = kept(Number(body['id']));
    const got: string[] = [];
    for (const [field, value] of all.filter(([name]) => name !== 'title')) {
      const made = await place.call('POST', '/tickets', { ...base, [field]: value }, 'citizen');
      if (made.status !== 201) continue;
      const column = { state: 'state_id', group: 'group_id', owner: 'owner_id', priority: 'priority_id' }[
        field
      ];
      const name = column ?? field;
      if (kept(Number(made.body['id']))[name] !== before[name]) got.push(field);
    }
    expect(got).toEqual([]);
  });
});
