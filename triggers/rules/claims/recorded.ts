/**
 * Rule kind `claim-recorded`: the request says which claim grew from it and when that is to be answered, is linked to it, and goes
 * to the region that tells the citizen (4.3.3). A-16: state and desk by a table of link types. A phone contact stays with СП ЕПГУ,
 * which tells the citizen itself (3.11.2).
 */
import { z } from 'zod';
import { groupName, optionOf, stateName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { homeRegionOf } from '../../ticket/home.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { claimsOf, claimTerm, currentClaim, dotted } from './claim.js';
import type { OtherTicket, RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  act: optionOf('act'),
  claim: z.strictObject({ group: groupName, kind: optionOf('kind') }),
  workingDays: z.number().int().positive(),
  /** The first that fits is taken; what an operator wrote into `claim_link` goes before what the link is. */
  linkTypes: z
    .array(
      z.strictObject({
        name: optionOf('claimLink'),
        relation: z.enum(['child', 'normal']).nullable(),
        state: stateName,
        reason: optionOf('reason').nullable(),
        toRegion: z.boolean(),
      }),
    )
    .min(1),
  phone: z.strictObject({ channel: optionOf('channel'), disagreed: optionOf('consent'), state: stateName }),
});
type Recorded = z.infer<typeof params>;
type LinkType = Recorded['linkTypes'][number];

const linkTypeOf = (
  facts: TicketFacts,
  relation: string,
  { linkTypes }: Recorded,
  context: Surroundings,
): LinkType | undefined =>
  linkTypes.find(({ name }) => name === said(facts, context.vocabulary.attributes.claimLink)) ??
  linkTypes.find((type) => type.relation === relation);

const task = (claim: OtherTicket, { phone, email }: RuleContext['claimContacts']): string =>
  `Сообщите пользователю о претензии: № ${claim.number}, контакты СП ЕПГУ: ${phone}, ${email}`;

/** Where the request goes from here; null: to a region that nobody knows. */
const destination = (
  facts: TicketFacts,
  type: LinkType,
  { phone }: Recorded,
  context: RuleContext,
): Readonly<Record<string, string | null>> | null => {
  if (said(facts, context.vocabulary.attributes.channel) === phone.channel && type.toRegion)
    return { state: phone.state, [context.vocabulary.attributes.reason]: null };
  if (!type.toRegion) return { state: type.state, [context.vocabulary.attributes.reason]: type.reason };
  const region = homeRegionOf(facts, context);
  return region === null
    ? null
    : {
        group: region.group,
        owner: null,
        state: type.state,
        [context.vocabulary.attributes.reason]: type.reason,
      };
};

const record = (
  facts: TicketFacts,
  claim: TicketFacts['linked'][number],
  given: Recorded,
  context: RuleContext,
): Verdict => {
  const { flag, due } = verdictsOn(facts, context);
  const term = claimTerm(claim.createdAt, given.workingDays, context.calendars.federal);
  if (term === null) return flag('срок претензии не посчитать: нет производственного календаря на этот год');
  const type = linkTypeOf(facts, claim.relation, given, context);
  if (type === undefined)
    return flag('претензия связана неизвестным типом связи: куда вести тикет, не сказано');
  const where = destination(facts, type, given, context);
  const byPhone = context.process.pathOf(facts) === 'телефонное';
  if (where === null)
    return flag('претензия зарегистрирована, а регион неизвестен: сообщить пользователю некому');
  return due('претензия зарегистрирована: номер и срок вносятся в первичный тикет', [
    {
      do: 'set',
      fields: {
        ...where,
        [context.vocabulary.attributes.claimNumber]: claim.number,
        [context.vocabulary.attributes.claimDue]: term.day,
        [context.vocabulary.attributes.claimLink]: type.name,
        [context.vocabulary.attributes.nextTask]: type.toRegion ? task(claim, context.claimContacts) : null,
        ...(said(facts, context.vocabulary.attributes.act) === given.act && {
          [context.vocabulary.attributes.act]: null,
        }),
      },
    },
    {
      do: 'note',
      template: 'claim-recorded',
      view: {
        point: byPhone ? '3.11.2' : '4.3.3',
        tellPoint: byPhone ? '3.11.2' : '4.3.4',
        number: claim.number,
        due: dotted(term.day),
        link: type.name,
        tell: type.toRegion,
        ...context.claimContacts,
      },
    },
  ]);
};

export const claimRecorded: RuleKind<Recorded> = {
  name: 'claim-recorded',
  params,
  needs: (facts, { act, claim, phone }, context) =>
    !facts.closed &&
    facts.group !== claim.group &&
    (said(facts, context.vocabulary.attributes.act) === act ||
      said(facts, context.vocabulary.attributes.claimNumber) !== null ||
      said(facts, context.vocabulary.attributes.kind) === claim.kind ||
      said(facts, context.vocabulary.attributes.consent) === phone.disagreed)
      ? ['linked', 'transitions']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const { group } = given.claim;
    if (facts.closed) return leave('тикет закрыт');
    if (facts.group === group) return leave('это сама претензия');
    const asked = said(facts, context.vocabulary.attributes.act) === given.act;
    const number = said(facts, context.vocabulary.attributes.claimNumber);
    if (number === facts.number) return leave('это сама претензия');
    const claim = currentClaim(facts, given.claim, context);
    if (asked) {
      if (claim === undefined) return leave('претензия ещё регистрируется');
      return claim.number === number
        ? due('номер претензии уже внесён', [
            { do: 'set', fields: { [context.vocabulary.attributes.act]: null } },
          ])
        : record(facts, claim, given, context);
    }
    if (number !== null)
      return claimsOf(facts, given.claim, context).some((one) => one.number === number)
        ? met('номер и срок претензии внесены, связь есть')
        : flag('номер претензии внесён, а связи с ней нет: свяжите тикеты');
    return claim === undefined ? leave('претензии нет') : record(facts, claim, given, context);
  },
};
