/** Role × group × verb: what each person may see and do with a ticket that stands at each desk, over REST. */
import { AWAY, HOME, openPlace, type Place } from './people.js';

const desks = [
  'Неразобранные обращения',
  HOME,
  AWAY,
  'Начальник смены ЦПП',
  'СП ЕПГУ',
  'СТП ЕПГУ',
  'ГРП',
] as const;
type Desk = (typeof desks)[number];

/** Desks whose tickets the person reads, changes and writes into; nobody does one without the others, but for the chief. */
const allowed: Readonly<Record<string, readonly Desk[]>> = {
  region: [HOME],
  neighbour: [AWAY],
  head: ['Неразобранные обращения', 'Начальник смены ЦПП', 'СП ЕПГУ'],
  desk: ['Неразобранные обращения', 'Начальник смены ЦПП', 'СП ЕПГУ'],
  technical: ['СТП ЕПГУ'],
  claims: ['ГРП'],
  chief: ['Неразобранные обращения', 'Начальник смены ЦПП', 'СП ЕПГУ', 'СТП ЕПГУ', 'ГРП'],
  companion: [...desks],
};

describe.each(['6.6', '7'] as const)('on %s', (flavour) => {
  let place: Place;
  const tickets = new Map<Desk, number>();
  beforeAll(async () => {
    place = await openPlace(flavour);
    for (const desk of desks) tickets.set(desk, await place.ticket({ group: desk }));
  }, 120_000);
  afterAll(() => place.sandbox.close());

  const verbs: Readonly<Record<string, (id: number, desk: Desk, as: string) => Promise<boolean>>> = {
    reads: async (id, _, as) => (await place.call('GET', `/tickets/${id}`, undefined, as)).status === 200,
    'reads the articles of': async (id, _, as) =>
      (await place.call('GET', `/ticket_articles/by_ticket/${id}`, undefined, as)).status === 200,
    changes: async (id, _, as) =>
      (await place.call('PUT', `/tickets/${id}`, { portal_service: as }, as)).status === 200,
    'writes into': async (id, _, as) =>
      (
        await place.call(
          'POST',
          '/ticket_articles',
          { ticket_id: id, body: as, type: 'note', internal: true },
          as,
        )
      ).status === 201,
    makes: async (_, desk, as) =>
      (
        await place.call(
          'POST',
          '/tickets',
          {
            title: 'Новое',
            group: desk,
            customer: 'citizen@example.com',
            article: { body: 'Новое', type: 'note', internal: false },
          },
          as,
        )
      ).status === 201,
  };

  it.each(Object.keys(allowed).flatMap((who) => Object.keys(verbs).map((verb) => [who, verb] as const)))(
    '%s %s tickets of these desks and of no other',
    async (who, verb) => {
      const can: Desk[] = [];
      for (const [desk, id] of tickets) if (await verbs[verb]?.(id, desk, who)) can.push(desk);
      expect(can).toEqual(allowed[who]);
    },
  );

  it.each(Object.keys(allowed))('%s finds and lists none of the others', async (who) => {
    const groups = new Map(
      place.sandbox.world
        .table('groups')
        .all()
        .map(({ id, name }) => [id, String(name)]),
    );
    const { body } = await place.call('GET', '/tickets?per_page=200', undefined, who);
    const listed = (body as unknown as { group_id: number }[]).map(({ group_id }) => groups.get(group_id));
    expect([...new Set(listed)].filter((name) => !allowed[who]?.includes(name as Desk))).toEqual([]);
  });
});
