/**
 * Rule kind `letters-read`: a written contact is recorded as a ticket with what it says (4.1). Each mail of the citizen or of a
 * portal is read once into the ticket's fields: gaps are filled, contradictions are named, nothing is guessed. A portal's
 * robot is no customer: the ticket becomes the citizen's. The same letter twice is one ticket.
 */
import { z } from 'zod';
import { attributeName, groupName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { isOtherName, rowOf } from '../../ticket/trust.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { dataParams } from '../../person/data-faults.js';
import type {
  Action,
  LetterFacts,
  OtherTicket,
  RuleContext,
  RuleKind,
  TicketFacts,
  Verdict,
} from '../../types.js';
import {
  answeredBy,
  answerJoins,
  carriedOver,
  personIn,
  pointedBy,
  snilsOfAnother,
  writerIn,
} from './joined.js';
import { decided, showOthers } from './other-letters.js';
import { homeOf, idIn } from './letter-home.js';
import { registered, registeredNeeds, registeredParams } from './registered.js';
import { takenFrom } from './take.js';
import { isOnlyMachines, readUpTo, unreadLetters } from './unread.js';

const params = z.strictObject({
  fields: dataParams.fields,
  /** Attributes where another wording is no contradiction. */
  free: z.array(attributeName),
  federalGroups: z.array(groupName).min(1),
  contradictionTag: tagName,
  /** What a request that came in another one's ticket is called; that ticket's number follows. */
  newTitle: z.string().min(1).max(100),
  /** The citizen is told the number. Left out: nobody is. */
  registered: registeredParams.optional(),
});
type LettersRead = z.infer<typeof params>;

/** All unread letters of permitted writers, one after another, on what the ticket knows. */
const readAll = (facts: TicketFacts, given: LettersRead, region: string | null, context: RuleContext) => {
  const { citizenName, portalRequest } = context.vocabulary.attributes;
  let known = facts.attributes;
  const fields: Record<string, string> = {};
  const labels: string[] = [];
  const contradictions: string[] = [];
  let otherPerson = false;
  for (const letter of facts.letters) {
    const writer = writerIn(letter);
    if (letter.automatic || !rowOf(writer, context.trust).fill) continue;
    const { [portalRequest]: numbered, ...told } = letter.fields;
    // Of two persons' data in one ticket nobody could tell whose is which.
    const isOther = isOtherName(personIn(letter, context).name, said({ attributes: known }, citizenName));
    otherPerson ||= isOther;
    const taken = takenFrom(
      { fields: numbered === undefined || writer === 'citizen' ? told : letter.fields },
      known,
      { known: given.fields, free: given.free, first: facts.articles[0]?.id === letter.article },
      region,
      context,
    );
    contradictions.push(...taken.contradictions.filter((label) => !contradictions.includes(label)));
    if (isOther) continue;
    known = { ...known, ...taken.fields };
    Object.assign(fields, taken.fields);
    labels.push(...taken.labels.filter((label) => !labels.includes(label)));
  }
  return { fields, labels, contradictions, otherPerson };
};

/** Enough to tell one person from the next. */
const isSomebody = ({ mail, phone, snils }: LetterFacts['citizen']): boolean =>
  mail !== null || phone !== null || snils !== null;

const goesInto = (
  facts: TicketFacts,
  to: OtherTicket,
  how: { readonly sameLetter?: boolean; readonly answer?: boolean; readonly automatic?: boolean },
): Action[] => [
  {
    do: 'relay',
    to: to.id,
    occasion: `again-${facts.id}`,
    template: 'letter-again',
    view: { number: facts.number, sameLetter: false, answer: false, automatic: false, ...how },
    fields: {},
  },
  { do: 'merge', into: to.number },
];

/** What the first letter says of tickets that were there. */
const pointersOf = (
  facts: TicketFacts,
  first: LetterFacts | null,
  given: LettersRead,
  context: RuleContext,
) => {
  if (first === null) return { pointed: null, closed: null, carried: {} };
  const closed = answeredBy(first);
  const { region, summary } = context.vocabulary.attributes;
  const attributes = given.fields.map(({ attribute }) => attribute).filter((name) => name !== summary);
  return {
    pointed: given.federalGroups.includes(facts.group) ? null : pointedBy(facts, first, context),
    closed,
    carried: closed?.sameSender === true ? carriedOver(facts, closed, [region, ...attributes]) : {},
  };
};

/** A private letter that asks for answers at an address it does not come from: nobody has confirmed that one. */
const isContactElsewhere = (first: LetterFacts | null, facts: TicketFacts): boolean => {
  const mail = first?.citizen.mail ?? null;
  return first?.writer === 'citizen' && mail !== null && mail !== facts.articles[0]?.address;
};

const judge = (facts: TicketFacts, given: LettersRead, context: RuleContext): Verdict => {
  const { due } = verdictsOn(facts, context);
  const { attributes, channels, tags: names } = context.vocabulary;
  const [letter] = facts.letters;
  const newest = Math.max(...unreadLetters(facts, attributes.readUpTo).map(({ id }) => id));
  const others = facts.letters.filter((each) => !rowOf(writerIn(each), context.trust).fill);
  const isFirst = letter !== undefined && facts.articles[0]?.id === letter.article && !letter.automatic;
  const first = isFirst && !others.includes(letter) ? letter : null;
  const { pointed, closed, carried } = pointersOf(facts, first, given, context);
  if (pointed?.may === 'join')
    return due(
      'такое письмо уже пришло: тикет вливается в первый',
      goesInto(facts, pointed.to, { sameLetter: pointed.to.sameLetter }),
      {
        Первый: `№ ${pointed.to.number}`,
      },
    );
  const joins =
    first === null || given.federalGroups.includes(facts.group) ? null : answerJoins(facts, first, context);
  if (joins !== null)
    return due('ответ на закрытое обращение, которое уже продолжено: тикет вливается', [
      ...goesInto(facts, joins.to, { answer: true }),
    ]);
  const home = homeOf(facts, first, idIn(carried[attributes.region], context), given, context);
  const region = idIn(home[attributes.region], context) ?? facts.region;
  const { fields, labels, contradictions, otherPerson } = readAll(
    { ...facts, attributes: { ...facts.attributes, ...carried } },
    given,
    region,
    context,
  );
  const shown = others.length === 0 ? null : showOthers(facts, others, given, context);
  const faults = facts.letters.flatMap((each) =>
    each.automatic || others.includes(each) ? [] : each.faults,
  );
  const isUnknown = first?.sender === 'unknown';
  const doubled = first === null ? [] : snilsOfAnother(first, context);
  const tags = [
    ...(contradictions.length + doubled.length > 0 || otherPerson ? [given.contradictionTag] : []),
    ...(isUnknown ? [names.unknownSender] : []),
    ...(facts.letters.some(({ machine }) => machine === true) ? [names.machine] : []),
  ];
  const links = [pointed?.to.id, closed?.id].flatMap((id) => id ?? []);
  const actions: Action[] = [
    {
      do: 'set',
      fields: {
        ...carried,
        ...home,
        ...fields,
        ...(first !== null &&
          said(facts, attributes.channel) === null && { [attributes.channel]: channels.written }),
        ...shown?.fields,
        [attributes.readUpTo]: newest,
      },
    },
    ...(first?.sender === 'portal' && isSomebody(first.citizen)
      ? [{ do: 'customer', person: first.citizen } as const]
      : []),
    ...(tags.length > 0 ? [{ do: 'tag', add: tags, remove: [] } as const] : []),
    ...links.map((to) => ({ do: 'link', to, relation: 'normal' }) as const),
    ...(shown?.actions ?? []),
  ];
  const elsewhere = isContactElsewhere(first, facts);
  const worthANote = labels.length + contradictions.length + faults.length + tags.length > 0;
  if (worthANote || links.length > 0 || elsewhere || first?.sender === 'portal')
    actions.push({
      do: 'note',
      template: 'letter-read',
      view: {
        portal: first?.sender === 'portal',
        unknown: isUnknown,
        region: home[attributes.region] ?? null,
        labels,
        contradictions,
        faults,
        otherPerson,
        machine: tags.includes(names.machine),
        elsewhere,
        sameSnils: doubled.map(({ number }) => number),
        pointed: pointed === null ? null : { number: pointed.to.number, reason: pointed.reason },
        closed: closed === null ? null : { number: closed.number, carried: closed.sameSender },
        portalNumber: fields[attributes.portalRequest] ?? said(facts, attributes.portalRequest),
      },
    });
  return due('письмо прочитано в поля тикета', actions, {
    ...(labels.length > 0 && { Внесено: labels.join(', ') }),
    ...(contradictions.length > 0 && { Противоречит: contradictions.join(', ') }),
    ...(faults.length > 0 && { Замечаний: String(faults.length) }),
    ...(shown !== null && { 'С другого адреса': String(others.length) }),
  });
};

/** A machine's answer to one's own closed request is no request: it goes there. Null: it answers none. */
const ofMachine = (facts: TicketFacts, context: RuleContext): Verdict | null => {
  const [letter] = facts.letters;
  const joins =
    letter !== undefined && isOnlyMachines(facts) && letter.article === facts.articles[0]?.id
      ? answerJoins(facts, { ...letter, automatic: true }, context)
      : null;
  return joins === null
    ? null
    : verdictsOn(facts, context).due('автоответ на закрытое обращение: тикет вливается в него', [
        ...goesInto(facts, joins.to, { automatic: true }),
      ]);
};

/** A letter that is none of the citizen's has moved the ticket: what stood before is in its history. */
const hasStrangers = (facts: TicketFacts, attribute: string): boolean =>
  unreadLetters(facts, attribute).some(({ from }) => from === 'stranger');

export const lettersRead: RuleKind<LettersRead> = {
  name: 'letters-read',
  params,
  needs(facts, given, context) {
    const { readUpTo: attribute } = context.vocabulary.attributes;
    if (facts.closed) return [];
    if (unreadLetters(facts, attribute).length > 0)
      return ['letters', ...(hasStrangers(facts, attribute) ? (['transitions'] as const) : [])];
    if (readUpTo(facts, attribute) === 0) return isOnlyMachines(facts) ? ['letters'] : [];
    return given.registered !== undefined
      ? registeredNeeds(facts, { ...given.registered, fields: given.fields }, context)
      : [];
  },
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    const telling = (): Verdict | null =>
      given.registered === undefined
        ? null
        : registered(facts, { ...given.registered, fields: given.fields }, context);
    if (facts.closed) return telling() ?? leave('тикет закрыт');
    const word = decided(facts, context);
    if (word !== null) return due(word.text, word.actions);
    const unread = unreadLetters(facts, context.vocabulary.attributes.readUpTo);
    if (unread.length === 0)
      return readUpTo(facts, context.vocabulary.attributes.readUpTo) === 0
        ? (ofMachine(facts, context) ?? leave('обращение пришло не письмом'))
        : (telling() ?? met('письма прочитаны'));
    // Looked at in its past, a ticket knows nothing of letters that came later.
    const letters = facts.letters.filter(({ article }) => unread.some(({ id }) => id === article));
    if (letters.length === 0) return leave('письмо не прочитано: самого письма в Zammad нет');
    return judge({ ...facts, letters }, given, context);
  },
};
