/**
 * Rule kind `claim-registration`: a claim becomes a ticket of ГРП (3.11.2, 4.3.2). A-15: a ticket of its own beside the request, or
 * the request itself is moved. A-18: a call handed to ГРП is logged by a macro, and ГРП registers.
 */
import { z } from 'zod';
import { attributeName, groupName, optionOf, stateName, tagName } from '../../../config/schema/names.js';
import { said } from '../../ticket/fields.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { claimTerm, currentClaim, dotted } from './claim.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  mode: z.enum(['child', 'move']),
  /** The operator's word: a value of `regulation_act`. */
  act: optionOf('act'),
  claim: z.strictObject({ group: groupName, kind: optionOf('kind'), state: stateName }),
  workingDays: z.number().int().positive(),
  /** Attributes a claim has from the request it grew from. */
  copy: z.array(attributeName).min(1),
  federalGroups: z.array(groupName).min(1),
  phone: z.strictObject({ channel: optionOf('channel'), disagreed: optionOf('consent'), callTag: tagName }),
});
type Registration = z.infer<typeof params>;

const move = (facts: TicketFacts, given: Registration, context: RuleContext): Verdict => {
  const { flag, due } = verdictsOn(facts, context);
  const term = claimTerm(context.now, given.workingDays, context.calendars.federal);
  if (term === null) return flag('срок претензии не посчитать: нет производственного календаря на этот год');
  return due('обращение претензионное: тикет передаётся в ГРП', [
    {
      do: 'set',
      fields: {
        group: given.claim.group,
        owner: null,
        state: given.claim.state,
        [context.vocabulary.attributes.reason]: null,
        [context.vocabulary.attributes.kind]: given.claim.kind,
        [context.vocabulary.attributes.claimNumber]: facts.number,
        [context.vocabulary.attributes.claimDue]: term.day,
        [context.vocabulary.attributes.act]: null,
      },
    },
    { do: 'note', template: 'claim-moved', view: { from: facts.group, due: dotted(term.day) } },
  ]);
};

const create = (facts: TicketFacts, given: Registration, context: RuleContext): Verdict =>
  verdictsOn(facts, context).due('регистрируется претензия: отдельный тикет в ГРП', [
    {
      do: 'create',
      relation: 'child',
      title: `Претензия по обращению № ${facts.number}`,
      fields: {
        ...Object.fromEntries(given.copy.map((name) => [name, facts.attributes[name] ?? null])),
        [context.vocabulary.attributes.region]: context.regions.get(facts.region ?? '')?.name ?? null,
        group: given.claim.group,
        state: given.claim.state,
        [context.vocabulary.attributes.kind]: given.claim.kind,
      },
      template: 'claim-opened',
      view: {
        number: facts.number,
        disagreed: said(facts, context.vocabulary.attributes.consent) === given.phone.disagreed,
        comment: said(facts, context.vocabulary.attributes.comment) ?? '',
      },
    },
  ]);

/** A claim that nobody registers: by its kind (4.3.2), or because the citizen disagreed on the phone (3.11.2). */
const unregistered = (facts: TicketFacts, given: Registration, context: RuleContext): Verdict => {
  const { leave, met, flag } = verdictsOn(facts, context);
  const { channel, disagreed, callTag } = given.phone;
  if (!given.federalGroups.includes(facts.group) || facts.group === given.claim.group)
    return leave('тикет не у СП ЕПГУ');
  const isClaim = said(facts, context.vocabulary.attributes.kind) === given.claim.kind;
  const isDisputed =
    said(facts, context.vocabulary.attributes.channel) === channel &&
    said(facts, context.vocabulary.attributes.consent) === disagreed;
  if (!isClaim && !isDisputed) return leave('обращение не претензионное');
  if (said(facts, context.vocabulary.attributes.claimNumber) !== null)
    return met('претензия зарегистрирована');
  if (facts.tags.includes(callTag)) return met('звонок переведён в ГРП');
  return flag(
    isClaim
      ? 'обращение претензионное, а претензия в ГРП не зарегистрирована'
      : 'пользователь не согласен с решением, а претензия не зарегистрирована и звонок в ГРП не переведён',
  );
};

export const claimRegistration: RuleKind<Registration> = {
  name: 'claim-registration',
  params,
  needs: (facts, { mode, act }, context) =>
    !facts.closed && mode === 'child' && said(facts, context.vocabulary.attributes.act) === act
      ? ['linked']
      : [],
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (said(facts, context.vocabulary.attributes.act) !== given.act)
      return unregistered(facts, given, context);
    if (facts.group === given.claim.group)
      return due('тикет уже в ГРП: регистрировать нечего', [
        { do: 'set', fields: { [context.vocabulary.attributes.act]: null } },
      ]);
    if (given.mode === 'move') return move(facts, given, context);
    return currentClaim(facts, given.claim, context) === undefined
      ? create(facts, given, context)
      : met('претензия зарегистрирована');
  },
};
