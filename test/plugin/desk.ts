/**
 * The few answers of Zammad that the engine's corner cases need, with a hand on every call: what the sandbox cannot stage,
 * such as somebody's change between two certain requests or an answer that is lost after the write.
 */
import { createZammadClient, type ZammadClient } from 'zammad-api-client-ts';

type Columns = Record<string, unknown>;

/** Ids of users of every desk. */
export const users = { system: 1, companion: 5, operator: 6, citizen: 7 } as const;
const groups = ['Начальник смены ЦПП', 'СП ЕПГУ', 'СП РПГУ::Северная область'];
const states = ['Новый', 'Назначен', 'В ожидании (без срока)', 'Закрыт'];

export interface Desk {
  readonly client: ZammadClient;
  /** Method and path of every request so far. */
  readonly requests: string[];
  /** Called before a request is answered; may return an answer of its own or throw. */
  before: (request: string) => Response | null;
  /** Called after a request took effect; may throw, as if the answer got lost. */
  after: (request: string) => void;
  ticket(): Columns;
  notes(): { subject: string; body: string; by: unknown }[];
  /** Somebody changes the ticket: an operator unless said. */
  change(columns: Columns, by?: number): void;
  delete(): void;
  /** What Zammad would send of the ticket as it stands. */
  delivery(): string;
}

const stored = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

/** A desk with ticket 7, complete but for what `attributes` says, in the hands of «Начальник смены ЦПП». */
export const openDesk = (attributes: Columns = {}): Desk => {
  let clock = Date.parse('2026-11-23T09:00:00Z');
  const tick = (): string => new Date((clock += 1000)).toISOString();
  const born = tick();
  const articles: Columns[] = [];
  let ticket: Columns | null = {
    id: 7,
    number: '91007',
    title: 'Не приходит ответ',
    group_id: 1,
    state_id: 2,
    priority_id: 2,
    owner_id: 1,
    customer_id: users.citizen,
    organization_id: null,
    citizen_name: 'Образцова Анна Тестовна',
    snils: '112-233-445 95',
    inn: '500100732259',
    birth_date: '1980-02-29',
    contact_method: 'эл. почта',
    contact_value: 'anna@example.org',
    request_summary: 'Не приходит ответ по заявлению',
    region: 'north',
    state_reason: '',
    wait_source: '',
    data_waiver: false,
    data_waiver_reason: '',
    created_at: born,
    updated_at: born,
    created_by_id: users.operator,
    updated_by_id: users.operator,
    ...attributes,
  };
  for (const [name, value] of Object.entries(ticket))
    if (value === undefined) Reflect.deleteProperty(ticket, name);
  const write = (columns: Columns, by: number): void => {
    if (ticket === null) throw new Error('deleted');
    const { article, group, state, ...rest } = columns;
    // As Zammad: names become ids, unknown columns vanish without a word.
    const known = Object.fromEntries(Object.entries(rest).filter(([name]) => name in (ticket ?? {})));
    const named = {
      ...(typeof group === 'string' && { group_id: groups.indexOf(group) + 1 }),
      ...(typeof state === 'string' && { state_id: states.indexOf(state) + 1 }),
    };
    const at = tick();
    ticket = { ...ticket, ...known, ...named, updated_at: at, updated_by_id: by };
    if (typeof article === 'object')
      articles.push({
        from: null,
        to: null,
        cc: null,
        content_type: 'text/html',
        ...article,
        id: articles.length + 1,
        ticket_id: 7,
        type_id: 10,
        sender_id: 1,
        created_at: at,
        updated_at: at,
        created_by_id: by,
        updated_by_id: by,
      });
  };
  const answer = (request: string, body: Columns): Response => {
    if (request === 'GET /users/me')
      return json({
        ...stored,
        id: users.companion,
        login: 'reglament',
        firstname: 'Reglament',
        lastname: '',
        email: 'reglament@example.org',
        organization_id: null,
        active: true,
        role_ids: [2],
      });
    if (request === 'GET /ticket_states')
      return json(
        states.map((name, at) => ({
          ...stored,
          id: at + 1,
          name,
          state_type_id: name === 'Закрыт' ? 5 : 2,
          next_state_id: null,
          ignore_escalation: false,
          default_create: false,
          default_follow_up: false,
          note: null,
          active: true,
        })),
      );
    if (request === 'GET /groups')
      return json(
        groups.map((name, at) => ({
          ...stored,
          id: at + 1,
          name,
          active: true,
          note: null,
          assignment_timeout: null,
          follow_up_possible: 'yes',
          follow_up_assignment: true,
          email_address_id: null,
          signature_id: null,
        })),
      );
    if (request === 'GET /signshow')
      return json({
        collections: {
          TicketStateType: [
            { id: 2, name: 'open' },
            { id: 5, name: 'closed' },
          ],
          TicketArticleType: [
            { id: 1, name: 'email' },
            { id: 10, name: 'note' },
          ],
          TicketArticleSender: [
            { id: 1, name: 'Agent' },
            { id: 2, name: 'Customer' },
          ],
        },
      });
    if (ticket === null) return json({ error: 'No such object' }, 404);
    const article_ids = articles.map(({ id }) => id);
    const assets = {
      Ticket: { 7: { ...ticket, article_ids } },
      TicketArticle: Object.fromEntries(articles.map((article) => [String(article['id']), article])),
    };
    if (request === 'GET /tickets/7?all')
      return json({ ticket_id: 7, ticket_article_ids: article_ids, assets, links: [], tags: [] });
    if (request === 'GET /ticket_history/7') return json({ history: [], assets });
    if (request === 'PUT /tickets/7') write(body, users.companion);
    if (request === 'POST /tickets/search') {
      const { condition } = body as { condition: Record<string, { value: unknown }> };
      const since = condition['ticket.updated_at']?.value;
      const open = condition['ticket.state_id']?.value;
      const found =
        typeof since === 'string'
          ? String(ticket['updated_at']) > since
          : Array.isArray(open) && open.includes(String(ticket['state_id']));
      return json(found ? [ticket] : []);
    }
    return json({ ...ticket, article_ids: articles.map(({ id }) => id) });
  };
  const desk: Desk = {
    requests: [],
    before: () => null,
    after: () => undefined,
    client: createZammadClient({
      url: 'http://desk.test',
      auth: { token: 'token-of-the-desk' },
      backoffMs: 1,
      fetch: async (input, init) => {
        const { pathname, searchParams } = new URL(String(input instanceof Request ? input.url : input));
        const path = pathname.replace('/api/v1', '') + (searchParams.get('all') === 'true' ? '?all' : '');
        const request = `${init?.method ?? 'GET'} ${path}`;
        desk.requests.push(request);
        await Promise.resolve();
        const own = desk.before(request);
        if (own !== null) return own;
        const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
        const told = answer(request, body as Columns);
        desk.after(request);
        return told;
      },
    }),
    ticket: () => ({
      ...ticket,
      group: groups[Number(ticket?.['group_id']) - 1],
      state: states[Number(ticket?.['state_id']) - 1],
    }),
    notes: () =>
      articles.map(({ subject, body, created_by_id: by }) => ({
        subject: String(subject),
        body: String(body),
        by,
      })),
    change: (columns, by = users.operator) => {
      write(columns, by);
    },
    delete: () => {
      ticket = null;
    },
    delivery: () => JSON.stringify({ ticket, article: articles.at(-1) ?? {} }),
  };
  return desk;
};
