/**
 * What the regulation's own things are called in this helpdesk: states, reasons, attributes, tags that rules and engine speak of
 * whatever the clause. A name that stands here and nowhere else in the program may be renamed like any other.
 */
import { z } from 'zod';
import { attributeName, optionOf, stateName, tagName } from './names.js';

/** Words an operator reads in «Следующий шаг», as long as the attribute may be. */
const task = z.string().min(1).max(250);

/** What stands before a moment or a number. */
const beginning = z.string().min(1).max(150);

/** Words with places in braces; by what stands before the first the program knows them again. */
const words = (...places: readonly string[]) =>
  z
    .string()
    .min(1)
    .max(220)
    .refine(
      (text) => {
        const found = [...text.matchAll(/\{(\w*)\}/gu)].map(([, place]) => place ?? '');
        return (
          !text.startsWith('{') &&
          places.every((place) => found.includes(place)) &&
          found.every((place) => places.includes(place))
        );
      },
      {
        error: `нужны места ${places.map((place) => `{${place}}`).join(', ')} и только они, и слова перед первым`,
      },
    );

const attributes = z.strictObject({
  /** Of the state and of the transition. */
  reason: attributeName,
  comment: attributeName,
  act: attributeName,
  nextTask: attributeName,
  /** What is shown to whoever has the ticket. */
  attention: attributeName,
  waitSource: attributeName,
  holder: attributeName,
  calendarVersion: attributeName,
  readUpTo: attributeName,
  toldUpTo: attributeName,
  /** Of letters from addresses that nobody confirmed (A-55). */
  otherSender: attributeName,
  confirmed: attributeName,
  /** How many letters the companion has sent by itself. */
  lettersSent: attributeName,
  /** Of the request. */
  region: attributeName,
  homeGroup: attributeName,
  channel: attributeName,
  kind: attributeName,
  portalService: attributeName,
  portalRequest: attributeName,
  /** Of the citizen (4.2.1). */
  citizenName: attributeName,
  snils: attributeName,
  inn: attributeName,
  birthDate: attributeName,
  contactMethod: attributeName,
  contact: attributeName,
  summary: attributeName,
  /** Of the search for an answer. */
  faqResult: attributeName,
  federalResult: attributeName,
  /** Of a question to an agency (3.8, 4.8). */
  agency: attributeName,
  agencyAsked: attributeName,
  agencyNotice: attributeName,
  repeats: attributeName,
  /** Of the solution and of a claim. */
  consent: attributeName,
  claimNumber: attributeName,
  claimDue: attributeName,
  claimLink: attributeName,
});

export const vocabularyFile = z.strictObject({
  states: z.strictObject({
    born: stateName.describe('Zammad пускает в него только при создании тикета'),
    assigned: stateName,
    /** Ends by itself: at `pending_time` Zammad closes the ticket. */
    termed: stateName.describe('В срок ожидания Zammad закрывает тикет сам'),
    open: stateName.describe('Ожидание без срока'),
    closed: stateName,
  }),
  attributes,
  /** Values of `attributes.reason`. */
  reasons: z.strictObject({
    asked: optionOf('reason'),
    /** The citizen has answered, and nobody has gone on yet. */
    received: optionOf('reason'),
    agency: optionOf('reason'),
    noAnswer: optionOf('reason'),
    claim: optionOf('reason'),
  }),
  waitSources: z.strictObject({ beforeTransfer: optionOf('waitSource'), onRequest: optionOf('waitSource') }),
  channels: z.strictObject({ phone: optionOf('channel'), written: optionOf('channel') }),
  /** What is thought of a letter from another address. */
  otherSenders: z.strictObject({
    waits: optionOf('otherSender').describe('Решает оператор; до решения тикет не закрывается сам'),
    citizen: optionOf('otherSender'),
    stranger: optionOf('otherSender'),
  }),
  contactMethods: z.strictObject({
    phone: optionOf('contactMethod'),
    email: optionOf('contactMethod'),
    asSubmitted: optionOf('contactMethod').describe('Способ связи — тот, которым обратились'),
  }),
  faqResults: z.strictObject({ notFound: optionOf('faqResult') }),
  federalResults: z.strictObject({ found: optionOf('federalResult') }),
  /** Tags that rules set whatever the clause. */
  tags: z.strictObject({
    undelivered: tagName,
    repeated: tagName,
    noAnswer: tagName,
    unrecorded: tagName,
    ageing: tagName,
    otherSender: tagName,
    machine: tagName,
    unknownSender: tagName,
  }),
  otherTags: z
    .array(tagName)
    .describe(
      'Все прочие метки, которые называют пункты, макросы, обзоры и триггеры: метки вне списка — опечатки',
    ),
  nextTasks: z.strictObject({
    ask: task,
    forward: task,
    resume: task,
    enterData: task,
    undelivered: task,
    otherSender: task,
    waitingUntil: beginning.describe('Дальше следует срок'),
    endingAt: beginning.describe('Дальше следует срок'),
    answeredElsewhere: beginning.describe('Дальше следует номер тикета'),
    tellRegistered: beginning.describe('Заявитель выбрал телефон. Дальше следует номер тикета'),
    tellClosed: beginning.describe('Заявитель выбрал телефон. Дальше следует номер тикета'),
    earlierWaits: words('number', 'act', 'point').describe('Подсказка: более раннее обращение ждёт ФОИВ'),
    tellWaits: words('number', 'tag').describe('Повторное обращение: первичное ждёт ФОИВ'),
    tellStands: words('number', 'state').describe('Повторное обращение: первичное рассматривается'),
  }),
  /** Subjects of the companion's own letters. */
  letters: z.strictObject({
    registered: beginning.describe('Тема письма о регистрации; дальше следует номер тикета'),
    late: beginning.describe('То же, когда прежнее обращение закрыто'),
    closed: beginning.describe('Тема письма о закрытии по сроку; дальше следует номер тикета'),
  }),
});
export type Vocabulary = z.infer<typeof vocabularyFile>;
