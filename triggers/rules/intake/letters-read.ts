/**
 * Rule kind `letters-read`: a written contact is recorded as a ticket with what it says (4.1). Each mail of the citizen or of a
 * portal is read once into the ticket's fields: gaps are filled, contradictions are named, nothing is guessed. A portal's
 * robot is no customer: the ticket becomes the citizen's. The same letter twice is one ticket.
 */
import { z } from 'zod';
import { attributeName, groupName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { dataParams } from '../../person/data-faults.js';
import type { Action, LetterFacts, RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';
import { takenFrom } from './take.js';
import { readUpTo, unreadLetters } from './unread.js';

const params = z.strictObject({
  fields: dataParams.fields,
  /** Attributes where another wording is no contradiction. */
  free: z.array(attributeName),
  federalGroups: z.array(groupName).min(1),
  unknownSenderTag: tagName,
  contradictionTag: tagName,
});
type LettersRead = z.infer<typeof params>;

const digits = (value: string | number | boolean | null | undefined): string =>
  String(value ?? '').replace(/\D/gu, '');

/** The older ticket that this one repeats. A portal's number on another person's ticket proves nothing. */
const originalOf = (
  facts: TicketFacts,
  letter: LetterFacts,
  context: RuleContext,
): LetterFacts['copies'][number] | null => {
  const own = digits(letter.citizen.snils);
  const older = letter.copies.filter(({ id, attributes }) => {
    const theirs = digits(attributes[context.vocabulary.attributes.snils]);
    return id < facts.id && (own === '' || theirs === '' || own === theirs);
  });
  return older.find(({ sameLetter }) => sameLetter) ?? older.find(({ closed }) => !closed) ?? null;
};

/** All unread letters, one after another, on what the ticket knows. */
const readAll = (facts: TicketFacts, given: LettersRead, region: string | null, context: RuleContext) => {
  let known = facts.attributes;
  const fields: Record<string, string> = {};
  const labels: string[] = [];
  const contradictions: string[] = [];
  for (const letter of facts.letters) {
    if (letter.automatic) continue;
    const taken = takenFrom(letter, known, { known: given.fields, free: given.free }, region, context);
    known = { ...known, ...taken.fields };
    Object.assign(fields, taken.fields);
    labels.push(...taken.labels.filter((label) => !labels.includes(label)));
    contradictions.push(...taken.contradictions.filter((label) => !contradictions.includes(label)));
  }
  return { fields, labels, contradictions };
};

/**
 * Where the letter belongs: its region, or the desk for what nobody knows; nothing once somebody else has it. What a stranger's form
 * says of its region is written down for a person to check, and moves nothing.
 */
const homeOf = (
  facts: TicketFacts,
  first: LetterFacts | null,
  given: LettersRead,
  { regions, intake: { unknownGroup }, vocabulary: { attributes } }: RuleContext,
): Readonly<Record<string, string>> => {
  if (first === null || facts.region !== null || given.federalGroups.includes(facts.group)) return {};
  const region = regions.get(first.region ?? '');
  const told = first.region === null || region === undefined ? {} : { [attributes.region]: region.name };
  if (first.sender === 'unknown') return { ...told, ...(unknownGroup !== null && { group: unknownGroup }) };
  return { ...told, ...(region !== undefined && { group: region.group }) };
};

/** Enough to tell one person from the next. */
const isSomebody = ({ mail, phone, snils }: LetterFacts['citizen']): boolean =>
  mail !== null || phone !== null || snils !== null;

const repeated = (facts: TicketFacts, original: LetterFacts['copies'][number]): Action[] => [
  {
    do: 'relay',
    to: original.id,
    occasion: `again-${facts.id}`,
    template: 'letter-again',
    view: { number: facts.number, sameLetter: original.sameLetter },
    fields: {},
  },
  { do: 'merge', into: original.number },
];

const judge = (facts: TicketFacts, given: LettersRead, context: RuleContext): Verdict => {
  const { due } = verdictsOn(facts, context);
  const [letter] = facts.letters;
  const newest = Math.max(
    ...unreadLetters(facts, context.vocabulary.attributes.readUpTo).map(({ id }) => id),
  );
  const isFirst = letter !== undefined && facts.articles[0]?.id === letter.article && !letter.automatic;
  const first = isFirst ? letter : null;
  const isFederal = given.federalGroups.includes(facts.group);
  const original = first === null || isFederal ? null : originalOf(facts, first, context);
  if (original !== null)
    return due('такое письмо уже пришло: тикет вливается в первый', repeated(facts, original), {
      Первый: `№ ${original.number}`,
    });
  const home = homeOf(facts, first, given, context);
  const region =
    home[context.vocabulary.attributes.region] === undefined ? facts.region : (first?.region ?? null);
  const { fields, labels, contradictions } = readAll(facts, given, region, context);
  const faults = facts.letters.flatMap((each) => (each.automatic ? [] : each.faults));
  const isUnknown = first?.sender === 'unknown';
  const earlier = first?.copies.find(({ id, closed }) => closed && id < facts.id) ?? null;
  const tags = [
    ...(contradictions.length > 0 ? [given.contradictionTag] : []),
    ...(isUnknown ? [given.unknownSenderTag] : []),
  ];
  const actions: Action[] = [
    { do: 'set', fields: { ...home, ...fields, [context.vocabulary.attributes.readUpTo]: newest } },
    ...(first?.sender === 'portal' && isSomebody(first.citizen)
      ? [{ do: 'customer', person: first.citizen } as const]
      : []),
    ...(tags.length > 0 ? [{ do: 'tag', add: tags, remove: [] } as const] : []),
    ...(earlier === null ? [] : [{ do: 'link', to: earlier.id, relation: 'normal' } as const]),
  ];
  const worthANote = labels.length + contradictions.length + faults.length + tags.length > 0;
  if (worthANote || earlier !== null || first?.sender === 'portal')
    actions.push({
      do: 'note',
      template: 'letter-read',
      view: {
        portal: first?.sender === 'portal',
        unknown: isUnknown,
        region: home[context.vocabulary.attributes.region] ?? null,
        labels,
        contradictions,
        faults,
        earlier: earlier?.number ?? null,
        portalNumber:
          fields[context.vocabulary.attributes.portalRequest] ??
          said(facts, context.vocabulary.attributes.portalRequest),
      },
    });
  return due('письмо прочитано в поля тикета', actions, {
    ...(labels.length > 0 && { Внесено: labels.join(', ') }),
    ...(contradictions.length > 0 && { Противоречит: contradictions.join(', ') }),
    ...(faults.length > 0 && { Замечаний: String(faults.length) }),
  });
};

export const lettersRead: RuleKind<LettersRead> = {
  name: 'letters-read',
  params,
  needs: (facts, _given, context) =>
    !facts.closed && unreadLetters(facts, context.vocabulary.attributes.readUpTo).length > 0
      ? ['letters']
      : [],
  evaluate(facts, given, context) {
    const { leave, met } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    const unread = unreadLetters(facts, context.vocabulary.attributes.readUpTo);
    if (unread.length === 0)
      return readUpTo(facts, context.vocabulary.attributes.readUpTo) === 0
        ? leave('обращение пришло не письмом')
        : met('письма прочитаны');
    // Looked at in its past, a ticket knows nothing of letters that came later.
    const letters = facts.letters.filter(({ article }) => unread.some(({ id }) => id === article));
    if (letters.length === 0) return leave('письмо не прочитано: самого письма в Zammad нет');
    return judge({ ...facts, letters }, given, context);
  },
};
