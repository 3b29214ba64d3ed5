/** How requests are read from mail: what forms call their fields, which senders are whose, what follows when data are missing. */
import { formFields } from 'portal-letter/spelling';
import { z } from 'zod';

const formField = z.enum(formFields);
const spellings = z
  .array(z.string().regex(/[\p{L}\p{N}]/u, 'нужна хотя бы одна буква или цифра'))
  .default([]);
const domain = z
  .string()
  .regex(
    /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u,
    'ожидался домен вида mail.ru',
  );

/** Field → its spellings. Case, ё, dots, dashes, spaces and hints in brackets make no difference; `a/b` is a path in JSON or XML, `/b` one at the root. */
const keys = z.partialRecord(formField, spellings).default({});

/** Option of the ticket's `contact_method` → what it needs and how forms call it. */
const contactMethods = z
  .record(
    z.string().min(1),
    z.strictObject({
      contact: z
        .enum(['phone', 'email', 'any'])
        .describe('Какое значение к нему нужно: any — любое или никакого'),
      spellings,
      orPostal: spellings.describe(
        'Слова, которыми называют и обычную почту: при почтовом адресе в форме способ не ясен',
      ),
    }),
  )
  .default({});

const forms = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]*$/u, 'ожидалось имя вида bitrix-feedback'),
    z.strictObject({
      marks: z
        .array(z.string().trim().min(8, 'слишком коротко: такие слова найдутся в чужом письме'))
        .min(1)
        .describe('Слова, которые есть в каждом таком письме: по ним форма узнаётся'),
      keys,
      footers: spellings.describe('С чего начинается то, что построитель форм пишет под полями'),
      senderBelow: spellings.describe('Начало строки, под которой стоит отправитель, а под ним текст'),
    }),
  )
  .default({});

const askMissing = z
  .enum(['region', 'citizen'])
  .describe('Кто узнаёт, чего не хватает (п. 4.2.2): оператор региона из заметки или пользователь из письма');

export const intakeFile = z.strictObject({
  ownAddresses: z.array(z.email()).default([]).describe('Свои ящики: письма с них — петля'),
  askMissing: askMissing.default('region'),
  unknownSender: z
    .strictObject({ group: z.string().min(1).describe('Куда попадает форма неизвестного отправителя') })
    .nullable()
    .default(null),
  freeMail: z
    .array(domain)
    .default([])
    .describe('Домены бесплатной почты: письмо с них — всегда письмо гражданина'),
  keys,
  contactMethods,
  fillers: spellings.describe('Слова, которые в названии поля ничего не меняют: «ваш», «заявителя»'),
  empty: spellings.describe('Чем формы заполняют пустое поле: «не указано»'),
  otherPersons: spellings.describe(
    'Начала слов: раздел формы с таким словом — о другом человеке, его данные не берутся',
  ),
  keepers: spellings.describe(
    'Начала слов: кто обращается за другого (родитель, опекун); заявитель, если другого заявителя в форме нет',
  ),
  ownPerson: spellings.describe('Начала слов: с раздела с таким словом форма снова о заявителе'),
  headings: spellings.describe(
    'Слова, которые в названии раздела могут стоять перед человеком: «сведения о»',
  ),
  footers: spellings.describe('С чего начинается приписка робота: ею кончается суть обращения'),
  methodFromContact: z
    .boolean()
    .default(true)
    .describe('Единственный контакт в письме говорит и о способе связи, если тот не назван'),
  forms: forms.describe('Формы построителей сайтов, узнаются по своим словам'),
});
export type IntakeSettings = z.output<typeof intakeFile>;

/** What one region's portal does in its own way. */
export const regionIntake = z.strictObject({
  askMissing: askMissing.optional(),
  codes: z.array(z.string().min(1)).default([]).describe('Как регион называют формы: код, аббревиатура'),
  senders: z.array(z.email()).default([]).describe('Адреса робота на чужом домене, даже на бесплатной почте'),
  forms: z
    .array(z.string().min(1))
    .nullable()
    .default(null)
    .describe('Какие формы из intake.yaml узнавать у этого портала; нет — все'),
  methodFromContact: z
    .boolean()
    .nullable()
    .default(null)
    .describe('Своё для портала; нет — как в intake.yaml'),
  keys,
  contactMethods: z
    .record(z.string().min(1), spellings)
    .default({})
    .describe('Свои названия способов связи: вариант поля «Удобный способ связи» → как его пишет портал'),
  mapping: z
    .strictObject({
      json: z.record(z.string().min(1), formField).default({}).describe('Путь: payload/person/title'),
      xml: z.record(z.string().min(1), formField).default({}).describe('Путь: request/applicant/@snils'),
      csv: z
        .record(z.string().min(1), formField)
        .default({})
        .describe('Название столбца или его номер с единицы'),
    })
    .prefault({}),
});
export type RegionIntake = z.output<typeof regionIntake>;
