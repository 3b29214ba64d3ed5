/** A macro as the page of a ticket carries it out, where there is no page: its values merged into one update. */
import type { ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';

export interface Click {
  readonly macro: { readonly id: number; readonly perform: unknown };
  readonly ticket: number;
  /** Of the operator. */
  readonly login: string;
  /** What the operator typed into the form before. */
  readonly typed: Readonly<Record<string, string | number | boolean | null>>;
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const step = z.looseObject({
  value: z.unknown().optional(),
  operator: z.string().optional(),
  range: z.string().optional(),
  pre_condition: z.string().optional(),
  subject: z.string().optional(),
  body: z.string().optional(),
  internal: text.optional(),
});
type MacroStep = z.infer<typeof step>;

const DAY = 24 * 3600 * 1000;
const ranges: Readonly<Record<string, number>> = {
  minute: DAY / 1440,
  hour: DAY / 24,
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
};

const valueOf = (
  column: string,
  { value, operator, range, pre_condition: who }: MacroStep,
  me: number,
  now: Date,
): unknown => {
  if (operator === 'relative')
    return new Date(now.getTime() + Number(value) * (ranges[range ?? ''] ?? DAY)).toISOString();
  if (who === 'current_user.id') return me;
  return column === 'owner_id' && (value === '' || value === undefined) ? 1 : value;
};

/**
 * @param client the operator's. Rejects with ZammadError when a core workflow refuses; tags are written all the same
 * @param now of the operator's computer: the page counts «in thirty days» by it
 */
export const clickOverApi = async (
  client: ZammadClient,
  { macro, ticket, typed }: Click,
  now: Date,
): Promise<void> => {
  const { id: me } = await client.me();
  const values: Record<string, unknown> = { ...typed };
  let note: MacroStep | null = null;
  for (const [key, raw] of Object.entries(z.record(z.string(), z.unknown()).parse(macro.perform))) {
    const parsed = step.parse(raw);
    if (key === 'ticket.tags') {
      for (const tag of String(parsed.value).split(','))
        if (parsed.operator === 'remove') await client.tags.remove(ticket, tag.trim());
        else await client.tags.add(ticket, tag.trim());
    } else if (key === 'article.note') note = parsed;
    else values[key.replace('ticket.', '')] = valueOf(key.replace('ticket.', ''), parsed, me, now);
  }
  await client.tickets.update(ticket, {
    ...values,
    ...(note !== null && {
      article: {
        subject: note.subject,
        body: note.body ?? '',
        type: 'note',
        sender: 'Agent',
        internal: note.internal !== 'false',
        content_type: 'text/html',
      },
    }),
  });
};
