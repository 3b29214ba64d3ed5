/** How the federal FAQ (clause 2.1) stands in the knowledge base: who sees what, how old it may be, where it is handed over. */
import { z } from 'zod';

const visibility = z
  .enum(['internal', 'public'])
  .describe('internal — только операторам, public — и пользователям на странице помощи');
export type Visibility = z.infer<typeof visibility>;

const access = z
  .record(z.string().min(1), z.enum(['editor', 'reader', 'none']))
  .describe('Роль → доступ к разделу; роли, которых здесь нет, остаются как в Zammad');

export const faqFile = z.strictObject({
  locale: z.string().min(2).default('ru').describe('Язык базы знаний, если её придётся создать'),
  /** A sign of Zammad's icon font. */
  icon: z.string().min(1).default('f115').describe('Значок новых разделов'),
  visibility: visibility.default('internal'),
  categories: z
    .array(
      z.strictObject({
        path: z.array(z.string().min(1)).min(1).describe('Раздел, внешний первым; действует и на вложенные'),
        visibility: visibility.optional(),
        access: access.optional(),
      }),
    )
    .default([]),
  staleAfterDays: z
    .number()
    .int()
    .positive()
    .default(90)
    .describe('Через сколько дней издание считается устаревшим; срок — из протокола сторон'),
  watch: z
    .strictObject({
      source: z.string().min(1).describe('Папка или файл издания, либо адрес https://…'),
      redirectTo: z
        .array(
          z.string().regex(/^[\p{L}\d.-]+(?::\d+)?$/u, 'узел без https:// и пути, например files.example'),
        )
        .default([])
        .describe('Узлы, на которые адрес издания может перенаправить, кроме своего'),
      at: z.string().min(9).default('0 6 * * *').describe('Когда смотреть, в записи cron'),
      apply: z
        .boolean()
        .default(false)
        .describe('true — применять то, что без конфликтов; false — только сообщать'),
    })
    .nullable()
    .default(null),
  webUrl: z
    .url()
    .nullable()
    .default(null)
    .describe('Адрес Zammad для ссылок в подсказках, если операторы открывают его не по ZAMMAD_URL'),
  synonyms: z
    .array(z.array(z.string().min(1)).min(2))
    .default([])
    .describe('Группы слов, которыми называют одно и то же: по ним обращение сверяется с ответами'),
  related: z
    .array(z.string().regex(/,/, 'в группе хотя бы два слова или выражения, через запятую'))
    .default([])
    .transform((lines) => lines.map((line) => line.split(',').map((phrase) => phrase.trim())))
    .describe('Группы слов об одном деле, строкой через запятую: только для подсказок, не для faq gaps'),
});
export type FaqSettings = z.output<typeof faqFile>;
