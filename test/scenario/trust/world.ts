/** The helpdesk of one case: what was there is brought in by letters and forms, and what is there in the end is read over the API. */
import type { ZammadClient } from 'zammad-api-client-ts';
import { freshSchema } from '../../plugin/postgres.js';
import type { Config } from '../../../config/load.js';
import { UFA } from '../cases.js';
import { openScenarioDesk, type Desk, type Seen } from '../desk.js';
import { openSandbox, type Site } from '../site.js';
import type { Given } from './case.js';

/** The Friday before the letters of the cases: three working days later it is midnight of the 18th. */
const FRIDAY = new Date('2026-11-13T10:00:00+05:00');
export const COMMON_MAILBOX = 'Неразобранные обращения';

/** Names of the cases → columns. */
export const COLUMNS: Readonly<Record<string, string>> = {
  name: 'citizen_name',
  snils: 'snils',
  inn: 'inn',
  birthDate: 'birth_date',
  contactMethod: 'contact_method',
  contact: 'contact_value',
  summary: 'request_summary',
  portalRequest: 'portal_request_number',
  region: 'region',
};

const LABELS: Readonly<Record<string, string>> = {
  name: 'ФИО',
  snils: 'СНИЛС',
  inn: 'ИНН',
  birthDate: 'Дата рождения',
  contactMethod: 'Способ связи',
  contact: 'E-mail',
  summary: 'Суть обращения',
};

/** A letter that went out, on whichever ticket. */
export interface Sent {
  readonly ticket: number;
  /** Of the article. */
  readonly id: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Written by the companion, not by a person. */
  readonly own: boolean;
}

export interface TrustWorld {
  readonly site: Site;
  readonly desk: Desk;
  readonly admin: ZammadClient;
  /** Ids of all tickets of the case. */
  tickets(): Promise<number[]>;
  sent(): Promise<readonly Sent[]>;
}

export const openWorld = async (
  config: Config,
  {
    start = FRIDAY,
    askMissing = 'citizen',
  }: { readonly start?: Date; readonly askMissing?: 'region' | 'citizen' } = {},
): Promise<TrustWorld> => {
  const site = await openSandbox('standing', start);
  const asking = { ...config, intake: { ...config.intake, askMissing } };
  const desk = await openScenarioDesk(site, asking, freshSchema());
  const admin = site.client();
  // The companion has read what states are called before they were named: one that it does not know makes it look again.
  const first = await desk.create(
    'Уфа',
    { title: 'Звонок', group: UFA, state: 'В работе' },
    'caller@mail.example',
  );
  const tickets = async (): Promise<number[]> => {
    const found: number[] = [];
    for await (const { id } of admin.tickets.search({
      condition: { 'ticket.created_at': { operator: 'after (absolute)', value: '2000-01-01T00:00:00Z' } },
    }))
      found.push(id);
    return found.filter((id) => id > first).sort((one, other) => one - other);
  };
  return {
    site,
    desk,
    admin,
    tickets,
    sent: async () => {
      const me = (await admin.me()).id;
      const letters: Sent[] = [];
      for (const ticket of await tickets()) {
        const { articles } = await admin.tickets.full(ticket);
        for (const article of articles) {
          const to = article['to'] ?? '';
          // What came in has the mark of the channel that fetched it.
          const cameIn = article.preferences != null && 'is-auto-response' in article.preferences;
          if (cameIn || !to.includes('@')) continue;
          const own = article.created_by_id === me;
          letters.push({
            ticket,
            id: article.id,
            to,
            subject: article.subject ?? '',
            text: article.body,
            own,
          });
        }
      }
      return letters;
    },
  };
};

/** Of a case's ticket what does not come with the letter: its state, its term, its last desk. */
const standing = ({ state, reason, waitSource, deadline }: Given) => ({
  state,
  state_reason: reason,
  ...(waitSource !== undefined && {
    wait_source: waitSource.startsWith('до передачи') ? 'до передачи' : 'по запросу ЕПГУ',
    ...(waitSource.startsWith('по запросу') && { last_federal_group: 'СП ЕПГУ' }),
  }),
  ...(deadline !== undefined && { pending_time: '2026-11-18T19:00:00Z' }),
});

/** Brings a case's ticket in as it came: by the portal's letter, or by the citizen's own. */
export const bring = async (
  { desk, admin }: TrustWorld,
  given: Given,
): Promise<{ id: number; before: Seen }> => {
  const [first] = given.articles;
  const from = first?.from ?? '';
  const isPortal = from.includes('portal');
  const told = Object.entries(given.fields).flatMap(([field, value]) =>
    value === null ? [] : [`${LABELS[field] ?? field}: ${value}`],
  );
  const id = await desk.mail({
    from,
    subject: given.title,
    messageId: first?.messageId.slice(1, -1) ?? '',
    ...(isPortal ? {} : { group: UFA }),
    body: [...(isPortal ? [`Номер обращения: ${given.portalRequest}`] : []), ...told].join('\n'),
  });
  const now = await desk.see(id);
  const wanted = standing(given);
  // What lacks data is asked for at once: a ticket that is only assigned is not at rest.
  const isAtRest = given.state === 'Назначен' && now.state === 'В ожидании (без срока)';
  if (isAtRest) return { id, before: now };
  // What the region asks for ЕПГУ is no longer what it lacked before the transfer.
  if (given.deadline !== undefined) await admin.tags.remove(id, 'не-хватает-данных');
  if (wanted.state !== now.state || wanted.state_reason !== now.reason) await desk.slip(id, wanted);
  return { id, before: await desk.see(id) };
};
