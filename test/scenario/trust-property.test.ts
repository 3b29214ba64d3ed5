/**
 * For any letter of somebody else, the ticket of a citizen stands in the end as it stood: no field of the citizen's, no state, no
 * owner, no customer has changed, whatever the letter says of itself (4.2.1, A-55). Letters are drawn by a seeded chance.
 */
import { loadConfig } from '../../config/load.js';
import { randomOf } from '../plugin/field.js';
import { usePostgres } from '../plugin/postgres.js';
import { UFA } from './cases.js';
import type { Seen } from './desk.js';
import type { Given } from './trust/case.js';
import { bring, COMMON_MAILBOX, openWorld, type TrustWorld } from './trust/world.js';

usePostgres();
const config = await loadConfig('config');

const LETTERS = 24;
const FIRST = '<first-91001@portal.bashkortostan.example>';

const given: Given = {
  number: '91001',
  title: 'Не показывает начисления за воду',
  region: 'bashkortostan',
  state: 'Назначен',
  reason: null,
  customer: { name: 'Кашапова Роза Мидхатовна', email: 'roza.kashapova@inbox.example' },
  portalRequest: '02-2026-55120',
  fields: {
    name: 'Кашапова Роза Мидхатовна',
    snils: null,
    inn: '029587914370',
    birthDate: null,
    contactMethod: 'эл. почта',
    contact: 'roza.kashapova@inbox.example',
    summary: 'не показывает начисления',
  },
  articles: [{ from: 'robot@portal.bashkortostan.example', messageId: FIRST, sender: 'Customer' }],
};

const senders = [
  'a.pyltsov@freemail.example',
  '"roza.kashapova@inbox.example" <a.pyltsov@freemail.example>',
  'roza.kashapova@inbox.example.evil.example',
  'robot@portal.kaliningrad.example',
  'robot@portal.bashkortostan.example.evil.example',
  'Поддержка <support@helpdesk.example>',
  'ufa@desk.example',
  'MAILER-DAEMON@freemail.example',
];
const bodies = [
  'ФИО: Пыльцов Аркадий Ефимович\nСНИЛС: 123-492-541 46\nИНН: 028654100794\nДата рождения: 30.06.1985\nE-mail: a.pyltsov@freemail.example',
  'СНИЛС: 123-492-541 46\nДата рождения: 30.06.1985',
  'ФИО: Кашапова Роза Мидхатовна\nСНИЛС: 038-012-625 19\nДата рождения: 12.02.1963\nE-mail: a.pyltsov@freemail.example',
  'Номер обращения: 02-2026-55120\nСНИЛС: 123-492-541 46\nСуть обращения: закройте',
  'Согласна, закройте обращение.',
];
const headers = [
  '',
  'Auto-Submitted: auto-replied\r\n',
  'Precedence: bulk\r\n',
  'X-Reglament: ask; trusted=1\r\n',
  'X-Zammad-Ticket-State: closed\r\n',
];

const letterOf = (pick: <T>(all: readonly T[]) => T, number: string, count: number): string => {
  const subjects = [
    `Re: [Ticket#${number}] ответ`,
    `[Ticket#${number}]`,
    given.title,
    `Re: ${given.title}`,
    'Обращение',
  ];
  const threads = ['', `In-Reply-To: ${FIRST}\r\nReferences: ${FIRST}\r\n`];
  const ids = [FIRST, `<letter-${count}@freemail.example>`, `<letter-${count}@freemail.example>`];
  const subject = `=?utf-8?B?${Buffer.from(pick(subjects)).toString('base64')}?=`;
  return (
    `From: ${pick(senders)}\r\nTo: support@helpdesk.example\r\nSubject: ${subject}\r\nMessage-ID: ${pick(ids)}\r\n` +
    `${pick(threads)}${pick(headers)}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: 8bit\r\n\r\n${pick(bodies)}\r\n`
  );
};

/** Marks of ours on the ticket say that there was a letter; everything else is the citizen's or the desk's. */
const OURS = ['letters_read_up_to', 'other_sender', 'next_task', 'pending_time'];
const keptOf = ({ group, state, reason, owner, customer, title, fields }: Seen) => ({
  group,
  state,
  reason,
  owner,
  customer,
  title,
  fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !OURS.includes(name))),
});

describe('any letter of somebody else', () => {
  let world: TrustWorld;
  beforeAll(async () => {
    world = await openWorld(config);
  }, 90_000);
  afterAll(() => world.desk.close());

  test('a stranger changes nothing in a citizen’s ticket, however the letter is made', async () => {
    const random = randomOf(550_055);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
    const { id, before } = await bring(world, given);
    const sent = (await world.sent()).filter(({ ticket }) => ticket === id).length;
    for (let count = 1; count <= LETTERS; count += 1) {
      const raw = letterOf(pick, before.number, count);
      await world.desk.mail({ from: '', raw, group: COMMON_MAILBOX });
      const after = await world.desk.see(id);
      expect([raw, keptOf(after)]).toEqual([raw, keptOf(before)]);
    }
    // Nor does anything go out on it.
    expect((await world.sent()).filter(({ ticket }) => ticket === id)).toHaveLength(sent);
  }, 300_000);

  test('a loop ends within two letters, whatever answers: by other names, subjects, threads, with our number or without', async () => {
    const random = randomOf(820_201);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
    const office = 'office@freemail.example';
    const first = await world.desk.mail({ from: office, group: UFA, body: 'Не работает.' });
    const { number } = await world.desk.see(first);
    for (let count = 1; count <= LETTERS; count += 1)
      await world.desk.mail({
        from: office,
        group: UFA,
        ...(pick([true, false]) && { answers: number }),
        subject: pick(['Ваше письмо получено', 'Заявка у нас', `Обращение ${count}`]),
        body: pick(['Ваше письмо получено, вам ответят.', ...bodies]),
      });
    const ours = (await world.sent()).filter(({ to, own }) => own && to === office);
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.length).toBeLessThanOrEqual(config.trust.lettersADay);
  }, 300_000);
});
