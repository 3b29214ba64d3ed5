/** A question the regulation leaves open, how it is answered here, and where an admin answers it otherwise. */
import { z } from 'zod';
import { clauseId } from './common.js';
import { objectName, registerName } from './example.js';

/** A place an admin changes. `value`: what it is shipped with. */
const setting = z
  .strictObject({
    clause: clauseId.optional().describe('Параметр правила этой обязанности'),
    object: objectName.optional(),
    register: registerName.optional(),
    move: z.string().optional().describe('Переход или окончание карты процесса по номеру'),
    place: z.string().optional().describe('Место карты процесса'),
    at: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .describe('Ключи; для clause — от rule.params'),
    value: z.unknown(),
  })
  .refine(
    ({ clause, object, register, move, place }) =>
      [clause, object, register, move, place].filter((place) => place !== undefined).length === 1,
    { message: 'указывается одно из clause, object, register, move, place' },
  );
export type Setting = z.infer<typeof setting>;

export const ambiguity = z
  .strictObject({
    id: z.string().regex(/^A-\d\d$/, 'ожидался номер вида A-01'),
    question: z.string().min(1),
    choice: z.string().min(1),
    alternatives: z.string().min(1).optional(),
    set: z.array(setting).min(1).optional().describe('Где это меняется'),
    fixed: z.string().min(1).optional().describe('Почему не меняется настройкой'),
  })
  .refine(({ set, fixed }) => (set === undefined) !== (fixed === undefined), {
    message: 'указывается либо set, либо fixed',
  });
export type Ambiguity = z.infer<typeof ambiguity>;
