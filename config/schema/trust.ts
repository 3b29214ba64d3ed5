/**
 * The matrix of trust: who writes × what the letter may do. What a permitted writer may do is a matter of the parties; that nobody else
 * fills, answers or joins is not (4.2.1, A-55).
 */
import { z } from 'zod';
import { clauseId } from './common.js';

/** Who writes, proven by the sender's address and by how the letter came in, never by what stands in it. */
export const writers = ['portal', 'citizen', 'other', 'machine', 'own'] as const;
export type Writer = (typeof writers)[number];

const joining = z
  .enum(['join', 'samePerson', 'link', 'no'])
  .describe('join — влить; samePerson — влить, если лицо то же; link — только связать; no — ничего');

const because = z
  .array(z.union([clauseId, z.string().regex(/^A-\d\d$/, 'ожидался номер вида A-55')]))
  .min(1)
  .describe('Пункты регламента и открытые вопросы, из которых это следует');

const row = z.strictObject({
  who: z.string().min(1).describe('Кто это и чем доказано'),
  byRequest: joining.describe('Назван номер обращения портала'),
  byMessageId: joining.describe('Message-ID уже был'),
  byFollowUp: z
    .enum(['join', 'show'])
    .describe('Zammad сам добавил письмо в тикет: join — это его слово; show — только показать'),
  fill: z.boolean().describe('Заполняет пустые поля'),
  correct: z.boolean().describe('Верный номер заменяет номер с неверной контрольной суммой'),
  counts: z.boolean().describe('Считается словом заявителя: кончает ожидание, отмечает повтор'),
  suspends: z.boolean().describe('Останавливает закрытие по сроку, пока не решит оператор'),
  answered: z
    .enum(['sender', 'citizen', 'no'])
    .describe('Кому программа отвечает сама: отправителю, названному в письме заявителю, никому'),
  because,
});
export type TrustRow = z.infer<typeof row>;

/** Of those who are nobody's contact. */
const untrusted = row
  .refine(({ fill, correct }) => !fill && !correct, {
    message: 'чужое письмо полей не заполняет (п. 4.2.1, A-55): fill: false, correct: false',
    path: ['fill'],
  })
  .refine(({ byFollowUp }) => byFollowUp === 'show', {
    message: 'чужое письмо в чужом тикете только показывается (A-55): byFollowUp: show',
    path: ['byFollowUp'],
  })
  .refine(({ byRequest, byMessageId }) => [byRequest, byMessageId].every((how) => !/join|same/u.test(how)), {
    message: 'чужое письмо не вливается (A-55): link или no',
    path: ['byRequest'],
  })
  .refine(({ counts }) => !counts, {
    message: 'словом заявителя это письмо не считается (A-36, A-55): counts: false',
    path: ['counts'],
  })
  .refine(({ answered }) => answered === 'no', {
    message: 'на неподтверждённый адрес программа не пишет: answered: no',
    path: ['answered'],
  });

const portal = row.refine(({ answered }) => answered !== 'sender', {
  message: 'робот портала ответов не читает: citizen или no',
  path: ['answered'],
});

export const trustFile = z.strictObject({
  writers: z.strictObject({ portal, citizen: row, other: untrusted, machine: untrusted, own: untrusted }),
  /** Whatever answers, so many letters of the program's own go to one address in a day. */
  lettersADay: z
    .int()
    .min(1)
    .max(5)
    .default(2)
    .describe('Столько своих писем программа шлёт на один адрес за сутки, что бы ни отвечало'),
  asks: z.int().min(1).max(2).default(2).describe('Столько раз спрашивают одни и те же данные'),
});
export type Trust = z.infer<typeof trustFile>;
