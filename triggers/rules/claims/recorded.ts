/**
 * Rule kind `claim-recorded`: the request says which claim grew from it and when that is to be answered, is linked to it, and goes
 * to the region that tells the citizen (4.3.3). A-16: state and desk by a table of link types. A phone contact stays with СП ЕПГУ,
 * which tells the citizen itself (3.11.2).
 */
import { z } from 'zod';
import { said, verdictsOn } from '../../verdict/verdicts-on.js';
import { claimsOf, claimTerm, currentClaim, dotted } from './claim.js';
import type { OtherTicket, RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  act: z.string(),
  claim: z.strictObject({ group: z.string(), kind: z.string() }),
  workingDays: z.number().int().positive(),
  /** The first that fits is taken; what an operator wrote into `claim_link` goes before what the link is. */
  linkTypes: z
    .array(
      z.strictObject({
        name: z.string(),
        relation: z.enum(['child', 'normal']).nullable(),
        state: z.string(),
        reason: z.string().nullable(),
        toRegion: z.boolean(),
      }),
    )
    .min(1),
  phone: z.strictObject({ channel: z.string(), disagreed: z.string(), state: z.string() }),
});
type Recorded = z.infer<typeof params>;
type LinkType = Recorded['linkTypes'][number];

const linkTypeOf = (facts: TicketFacts, relation: string, { linkTypes }: Recorded): LinkType | undefined =>
  linkTypes.find(({ name }) => name === said(facts, 'claim_link')) ??
  linkTypes.find((type) => type.relation === relation);

const task = (claim: OtherTicket, { phone, email }: RuleContext['claimContacts']): string =>
  `Сообщите пользователю о претензии: № ${claim.number}, контакты СП ЕПГУ: ${phone}, ${email}`;

/** Where the request goes from here; null: to a region that nobody knows. */
const destination = (
  facts: TicketFacts,
  type: LinkType,
  { phone }: Recorded,
  { regions }: RuleContext,
): Readonly<Record<string, string | null>> | null => {
  if (said(facts, 'intake_channel') === phone.channel && type.toRegion)
    return { state: phone.state, state_reason: null };
  if (!type.toRegion) return { state: type.state, state_reason: type.reason };
  const region = regions.get(facts.region ?? '');
  return region === undefined
    ? null
    : { group: region.group, owner: null, state: type.state, state_reason: type.reason };
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
  const type = linkTypeOf(facts, claim.relation, given);
  if (type === undefined)
    return flag('претензия связана неизвестным типом связи: куда вести тикет, не сказано');
  const where = destination(facts, type, given, context);
  if (where === null)
    return flag('претензия зарегистрирована, а регион неизвестен: сообщить пользователю некому');
  return due('претензия зарегистрирована: номер и срок вносятся в первичный тикет', [
    {
      do: 'set',
      fields: {
        ...where,
        claim_number: claim.number,
        claim_due: term.day,
        claim_link: type.name,
        next_task: type.toRegion ? task(claim, context.claimContacts) : null,
        ...(said(facts, 'regulation_act') === given.act && { regulation_act: null }),
      },
    },
    {
      do: 'note',
      template: 'claim-recorded',
      view: {
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
  needs: (facts, { act, claim, phone }) =>
    !facts.closed &&
    facts.group !== claim.group &&
    (said(facts, 'regulation_act') === act ||
      said(facts, 'claim_number') !== null ||
      said(facts, 'request_kind') === claim.kind ||
      said(facts, 'citizen_consent') === phone.disagreed)
      ? ['linked']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    const { group, kind } = given.claim;
    if (facts.closed) return leave('тикет закрыт');
    if (facts.group === group) return leave('это сама претензия');
    const asked = said(facts, 'regulation_act') === given.act;
    const number = said(facts, 'claim_number');
    if (number === facts.number) return leave('это сама претензия');
    const claim = currentClaim(facts, group, kind);
    if (asked) {
      if (claim === undefined) return leave('претензия ещё регистрируется');
      return claim.number === number
        ? due('номер претензии уже внесён', [{ do: 'set', fields: { regulation_act: null } }])
        : record(facts, claim, given, context);
    }
    if (number !== null)
      return claimsOf(facts, group, kind).some((one) => one.number === number)
        ? met('номер и срок претензии внесены, связь есть')
        : flag('номер претензии внесён, а связи с ней нет: свяжите тикеты');
    return claim === undefined ? leave('претензии нет') : record(facts, claim, given, context);
  },
};
