/** Whether the helpdesk stands as a case says. */
import { z } from 'zod';
import type { Seen } from '../desk.js';
import { COLUMNS, type Sent, type TrustWorld } from './world.js';
import type { Kept, Made, Mails, Outcome } from './case.js';

/** A ticket that was there, before the letter. */
export interface There {
  readonly id: number;
  readonly before: Seen;
}

export interface Played {
  readonly world: TrustWorld;
  /** By the number that the case gives it. */
  readonly there: ReadonlyMap<string, There>;
  /** Letters that had gone out before. */
  readonly sentBefore: readonly Sent[];
}

const REPEATED = 'Портал прислал обращение с этим номером ещё раз';
const CLOSING_FAR_MS = 30 * 24 * 3600 * 1000;

const valueOf = (seen: Seen, name: string): unknown => {
  const key = name.replace(/^fields\./u, '');
  const whole = { title: seen.title, customer: seen.customer, state: seen.state, reason: seen.reason };
  if (key in whole) return whole[key as keyof typeof whole];
  if (key === 'deadline') return seen.pendingUntil;
  return seen.fields[COLUMNS[key] ?? key] ?? null;
};

const newNotes = ({ before }: There, after: Seen) => after.notes.slice(before.notes.length);

const judgeKept = (there: There, after: Seen, said: Kept): void => {
  const { before } = there;
  // A case that says how the state is in the end says more than that it is as before.
  const kept = (said.unchanged ?? []).filter(
    (name) => said.state === undefined || (name !== 'state' && name !== 'reason'),
  );
  for (const name of kept) expect([name, valueOf(after, name)]).toEqual([name, valueOf(before, name)]);
  for (const [name, value] of Object.entries(said.changed ?? {}))
    expect([name, valueOf(after, name)]).toEqual([name, value]);
  for (const [name, value] of Object.entries(said))
    if (name.startsWith('fields.')) expect([name, valueOf(after, name)]).toEqual([name, value]);
  if (said.state !== undefined) expect(after.state).toBe(said.state);
  if (said.notState !== undefined) expect(after.state).not.toBe(said.notState);
  if (said.shownToOperator !== undefined && said.shownToOperator !== false)
    expect(newNotes(there, after)).not.toEqual([]);
  if (typeof said.shownToOperator === 'string')
    expect(
      newNotes(there, after)
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(/освобожд/iu);
  if (said.closingSuspended === true)
    expect(Date.parse(after.pendingUntil ?? '9999-01-01')).toBeGreaterThan(
      Date.parse(before.pendingUntil ?? '') + CLOSING_FAR_MS,
    );
  if (said.told === false) expect(after.tags).not.toContain('решение-сообщено');
  if (said.repeatComment === false)
    expect(newNotes(there, after).flatMap(({ clauses }) => clauses)).not.toContain('R-4.8.4.1');
  if (said.notTransferred === true) expect(after.group).toBe(before.group);
  if (said.notes !== undefined)
    expect(after.notes.map(({ text }) => text).join('\n')).toMatch(/ушл[оа]? не гражданину/iu);
};

const judgeMade = ({ there }: Played, after: Seen, said: Made): void => {
  if (said.customer !== undefined) expect(after.customer).toBe(said.customer);
  if (said.customerNot !== undefined) expect(after.customer).not.toBe(said.customerNot);
  for (const [name, value] of Object.entries({
    ...said.fields,
    ...Object.fromEntries(Object.entries(said).filter(([key]) => key.startsWith('fields.'))),
  }))
    expect([name, valueOf(after, name)]).toEqual([
      name,
      typeof value === 'string' && name === 'summary' ? expect.stringContaining(value) : value,
    ]);
  if (said.linkedTo !== undefined)
    expect(after.links.map(({ ticket }) => ticket)).toContain(there.get(said.linkedTo)?.id);
  if (said.portalRequest === null) expect(valueOf(after, 'portalRequest')).toBeNull();
  if (said.region !== undefined)
    expect(valueOf(after, 'region')).toBe(
      said.region.startsWith('не взят') ? null : 'Республика Башкортостан',
    );
  if (said.channel !== undefined) expect(valueOf(after, 'intake_channel')).toBe('Письменное');
  if (said.state !== undefined) expect(after.state).toBe(said.state);
  if (said.reason !== undefined) expect(after.reason).toBe(said.reason);
  if (said.groupNot !== undefined) expect(after.group).not.toContain(said.groupNot);
  if (said.fieldsCopiedFrom !== undefined) {
    const old = there.get(said.fieldsCopiedFrom)?.before;
    for (const name of ['name', 'snils', 'inn', 'birthDate', 'contactMethod', 'contact'])
      expect([name, valueOf(after, name)]).toEqual([name, old && valueOf(old, name)]);
  }
  for (const name of said.missing ?? []) expect([name, valueOf(after, name)]).toEqual([name, null]);
  if (said.shownToOperator === true) expect(after.notes).not.toEqual([]);
};

const judgeMails = ({ there, sentBefore }: Played, all: readonly Sent[], said: Mails): void => {
  const before = new Set(sentBefore.map(({ id }) => id));
  const sent = all.filter(({ id }) => !before.has(id));
  const own = sent.filter((letter) => letter.own);
  // Of the ticket's whole life: what was asked for when it came counts among them.
  const asks = all.filter((letter) => letter.own && letter.subject.includes('нужны данные'));
  if (said.to !== undefined && said.to.length > 0)
    expect(all.filter(({ to }) => said.to?.includes(to))).not.toEqual([]);
  if (said.about !== undefined)
    expect(sent.map(({ subject }) => subject)).toEqual([
      expect.stringContaining(said.about.replace('…', '')),
    ]);
  for (const { to } of said.to === undefined ? [] : sent) expect(said.to).toContain(to);
  for (const { to } of said.allowedTo === undefined ? [] : sent) expect(said.allowedTo).toContain(to);
  if (said.max !== undefined) expect(own.length).toBeLessThanOrEqual(said.max);
  if (said['asks.max'] !== undefined) {
    expect(asks.length).toBeGreaterThan(0);
    expect(asks.length).toBeLessThanOrEqual(said['asks.max']);
  }
  if (said.second !== undefined) expect(asks[1]?.text).toMatch(/контрольн/u);
  for (const never of said.never ?? []) {
    const title = never.withTitleOf === undefined ? null : (there.get(never.withTitleOf)?.before.title ?? '');
    const found = sent.filter(
      ({ to, subject, text }) =>
        (never.to === undefined || to.includes(never.to)) &&
        (title === null || subject.includes(title) || text.includes(title)) &&
        (never.about === undefined || text.includes(never.about)) &&
        (never.subjectContains === undefined || subject.includes(never.subjectContains)) &&
        (never.bodyContains === undefined || text.includes(never.bodyContains)),
    );
    expect(found).toEqual([]);
  }
};

/** What a case's words about a note come to. */
const SHOWN: readonly (readonly [RegExp, RegExp])[] = [
  [/с другого адреса/u, /другого адреса|с адреса/u],
  [/лицо другое/u, /лицо другое|другое лицо/iu],
  [/ещё раз/u, /ещё раз/u],
  [/принадлежит другому лицу/u, /СНИЛС.*друг/u],
  [/автоответ/u, /автоответ/u],
];

export const judge = async (played: Played, said: Outcome): Promise<void> => {
  const { world, there } = played;
  const ids = await world.tickets();
  const seen = new Map<number, Seen>();
  for (const id of ids) seen.set(id, await world.desk.see(id));
  const known = new Set([...there.values()].map(({ id }) => id));
  const fresh = ids.filter((id) => !known.has(id) && seen.get(id)?.state !== 'merged');
  const at = (index: number): Seen => {
    const found = seen.get(fresh[index] ?? 0);
    if (found === undefined) throw new Error('no new ticket was made');
    return found;
  };
  for (const [number, kept] of Object.entries(said.tickets ?? {})) {
    const old = there.get(number);
    if (old !== undefined) judgeKept(old, seen.get(old.id)!, kept);
    else {
      const one = at(number === 'первый' ? 0 : 1);
      for (const [name, value] of Object.entries(kept))
        expect([name, valueOf(one, name)]).toEqual([name, value]);
    }
  }
  if (said.newTicket?.made === true) judgeMade(played, at(0), said.newTicket);
  if (said.newTicket?.made === false) expect(fresh).toEqual([]);
  if (said.ticketCount !== undefined) expect(fresh.length + known.size).toBe(said.ticketCount);
  const [first] = there.values();
  const notes = [
    ...fresh.flatMap((id) => seen.get(id)?.notes ?? []),
    ...(first === undefined ? [] : newNotes(first, seen.get(first.id)!)),
  ].map(({ text }) => text);
  if (said.linked === true && first !== undefined) expect(seen.get(first.id)?.links).not.toEqual([]);
  if (said.notes?.never !== undefined) expect(notes.join('\n')).not.toContain(REPEATED);
  if (said.notes?.shown !== undefined) {
    const words = SHOWN.find(([asked]) => asked.test(said.notes?.shown ?? ''))?.[1];
    expect(notes.join('\n')).toMatch(words ?? /./u);
  }
  if (said.notes?.count !== undefined && first !== undefined)
    expect(newNotes(first, seen.get(first.id)!)).toHaveLength(said.notes.count);
  if (said.mails !== undefined) judgeMails(played, await world.sent(), said.mails);
  if (said.reply !== undefined && first !== undefined) {
    const { articles } = await world.admin.tickets.full(first.id);
    // «Reply» on both pages of Zammad takes the customer under such an article.
    const { ticket_article_types: types } = await world.admin.catalogue();
    const phone = z
      .array(z.looseObject({ id: z.number(), name: z.string() }))
      .parse(types)
      .find(({ name }) => name === 'phone');
    const answerable = articles.findLast(({ type_id: type, internal }) => type === phone?.id && internal);
    expect(answerable).toBeDefined();
    expect(said.reply.to).toContain(seen.get(first.id)?.customer);
  }
};
