/** Examples of a clause, which are its tests: of a ticket that a rule judges, and of what an object or a register holds. */
import { z } from 'zod';
import { writers } from './trust.js';
import { helpdeskFile } from './helpdesk.js';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const fields = z.record(z.string(), value);
const instant = z.iso.datetime({ offset: true });

const actor = z.enum(['citizen', 'operator', 'companion', 'helpdesk', 'stranger']);
const relation = z.enum(['parent', 'child', 'normal']);

const otherTicket = {
  id: z.number().int(),
  number: z.string(),
  title: z.string().default(''),
  group: z.string(),
  state: z.string(),
  createdAt: instant,
  closedAt: instant.nullable().default(null),
  attributes: fields.default({}),
};

/** What a letter says, as the intake reads it. */
const letter = z.strictObject({
  article: z.number().int(),
  sender: z.enum(['portal', 'citizen', 'unknown']),
  writer: z.enum(writers).optional().describe('Кто пишет (trust.yaml)'),
  automatic: z.boolean().default(false),
  region: z.string().nullable().default(null),
  fields: z.record(z.string(), z.string()).default({}),
  faults: z
    .array(z.strictObject({ label: z.string().nullable(), message: z.string(), where: z.string() }))
    .default([]),
  citizen: z
    .strictObject({
      name: z.string().nullable().default(null),
      mail: z.email().nullable().default(null),
      phone: z.string().nullable().default(null),
      snils: z.string().nullable().default(null),
    })
    .prefault({}),
  copies: z.array(z.strictObject({ sameLetter: z.boolean(), ...otherTicket })).default([]),
});

const faqAnswer = z.strictObject({
  id: z.int(),
  translation: z.int(),
  title: z.string(),
  begins: z.string().default(''),
  url: z.string(),
});

/** A ticket by the names the rules use. What is left out is as on a ticket nothing has happened to; closed: «Закрыт». */
const ticketFacts = z.strictObject({
  now: instant.default('2026-11-23T09:00:00Z').describe('Который час, когда правило смотрит на тикет'),
  group: z.string(),
  state: z.string().optional(),
  region: z.string().nullable().default(null),
  attributes: fields.default({}),
  title: z.string().optional(),
  owner: z.string().nullable().optional(),
  tags: z.array(z.string()).default([]),
  createdAt: instant.optional(),
  updatedAt: instant.optional(),
  updatedBy: actor.optional(),
  closedAt: instant.nullable().default(null),
  pendingUntil: instant.nullable().default(null),
  articles: z
    .array(
      z.strictObject({
        from: actor,
        channel: z.enum(['email', 'phone', 'web', 'note', 'other']),
        internal: z.boolean().default(false),
        automatic: z.boolean().default(false).describe('Автоответ или отчёт о недоставке'),
        bounce: z.boolean().default(false).describe('Отчёт о недоставке'),
        writer: z.enum(writers).optional().describe('Кто прислал (trust.yaml)'),
        address: z.email().optional(),
        toCitizen: z.boolean().default(true).describe('Ушло на адрес самого заявителя'),
        undelivered: z
          .int()
          .optional()
          .describe('Заметка Zammad о том, что от письма отказались; номер письма по порядку, с единицы'),
        letter: z.string().optional().describe('Шаблон письма, которое написала программа'),
        at: instant,
      }),
    )
    .default([]),
  transitions: z
    .array(
      z.strictObject({
        at: instant,
        by: actor,
        field: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        head: z.boolean().default(false).describe('Сделал начальник смены или руководитель'),
      }),
    )
    .default([]),
  linked: z.array(z.strictObject({ relation, ...otherTicket })).default([]),
  earlier: z.array(z.strictObject(otherTicket)).default([]),
  letters: z.array(letter).default([]),
  mailTo: z.email().nullable().default(null).describe('Куда группа тикета может написать пользователю'),
  mailed: z.array(instant).default([]).describe('Когда программа писала на этот адрес в других тикетах'),
  askMissing: z.enum(['region', 'citizen']).optional().describe('Настройка intake.yaml на время примера'),
  faq: z
    .strictObject({
      likely: z.array(faqAnswer).nullable().describe('Похожие ответы; null — база не прочитана'),
      shown: z
        .array(
          z.strictObject({
            article: z.int(),
            clauses: z.array(z.string()),
            answers: z.array(faqAnswer.nullable()),
          }),
        )
        .default([]),
      linked: z.array(faqAnswer).default([]),
    })
    .optional()
    .describe('Что говорит база знаний'),
});
export type ExampleFacts = z.infer<typeof ticketFacts>;

/** The verdict the rule must reach. What is named must be so; what is not named is left open. */
const verdict = z.strictObject({
  status: z.enum(['notApplicable', 'met', 'pending', 'due', 'flagged']),
  missing: z.array(z.string()).optional().describe('Что перечислит заметка: подписи полей'),
  set: fields.optional(),
  tag: z
    .strictObject({ add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) })
    .optional(),
  note: z.string().optional().describe('Шаблон заметки'),
  create: z.strictObject({ relation, fields: fields.default({}) }).optional(),
  link: z.strictObject({ to: z.number().int(), relation }).optional(),
  relay: z.strictObject({ to: z.number().int(), template: z.string() }).optional(),
  customer: z.string().optional().describe('Почта того, кто станет заказчиком тикета'),
  mail: z.string().optional().describe('Шаблон письма пользователю'),
  merge: z.string().optional().describe('Номер тикета, в который вливается этот'),
  dueAt: instant.optional(),
  text: z.string().optional().describe('Часть объяснения'),
});

export const ruleExample = z.strictObject({ name: z.string().min(1), facts: ticketFacts, expect: verdict });
export type RuleExample = z.infer<typeof ruleExample>;

/** An object of the helpdesk by kind and name, as `config/helpdesk` writes it (a pattern by its pattern). */
export const objectName = z.strictObject({ kind: helpdeskFile.keyof(), name: z.string().min(1) });
export type ObjectName = z.infer<typeof objectName>;

/** A file the parties keep. */
export const registerName = z
  .string()
  .regex(
    /^(federal|faq|trust|calendar:\d{4}|region:[a-z][a-z0-9-]*)$/,
    'ожидалось federal, faq, trust, region:<id> или calendar:<год>',
  )
  .describe(
    'federal — federal.yaml, faq — faq.yaml, trust — trust.yaml, region:<id> — файл региона, calendar:<год> — календарь года',
  );

/**
 * What one finds in the configuration itself: `holds` is a part of the object or of the register that must be there. Of
 * a mapping the keys named, of a list the items named, in any order.
 */
export const heldExample = z
  .strictObject({
    name: z.string().min(1),
    object: objectName.optional(),
    register: registerName.optional(),
    holds: z.record(z.string(), z.unknown()),
  })
  .refine(({ object, register }) => (object === undefined) !== (register === undefined), {
    message: 'указывается либо object, либо register',
  });
export type HeldExample = z.infer<typeof heldExample>;
