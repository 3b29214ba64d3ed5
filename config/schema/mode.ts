/** How far the companion goes, in one scale: for a clause, for all of them together, and for what came of a verdict. */
import { z } from 'zod';

/** `observe`: decide and log; `note`: say it in a note and leave the ticket alone; `act`: see to it. Each includes those before it. */
const modes = ['observe', 'note', 'act'] as const;
export type Mode = (typeof modes)[number];

/** What the scale was called before, in files that admins still have. */
const former: Readonly<Record<string, Mode>> = { shadow: 'observe', warn: 'note', enforce: 'act' };

export const mode = z.enum(modes, {
  error: ({ input }) => {
    const now = typeof input === 'string' ? former[input] : undefined;
    return now === undefined ? undefined : `режим «${String(input)}» теперь называется «${now}»`;
  },
});

/** The one that goes less far. */
export const lesser = (one: Mode, other: Mode): Mode =>
  modes.indexOf(one) <= modes.indexOf(other) ? one : other;
