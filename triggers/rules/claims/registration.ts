/**
 * Rule kind `claim-registration`: a claim becomes a ticket of ГРП (3.11.2, 4.3.2). A-15: a ticket of its own beside the request, or
 * the request itself is moved. A-18: a call handed to ГРП is logged by a macro, and ГРП registers.
 */
import { z } from 'zod';
import { said, verdictsOn } from '../../verdict/verdicts-on.js';
import { claimTerm, currentClaim, dotted } from './claim.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  mode: z.enum(['child', 'move']),
  /** The operator's word: a value of `regulation_act`. */
  act: z.string(),
  claim: z.strictObject({ group: z.string(), kind: z.string(), state: z.string() }),
  workingDays: z.number().int().positive(),
  /** Attributes a claim has from the request it grew from. */
  copy: z.array(z.string()).min(1),
  federalGroups: z.array(z.string()).min(1),
  phone: z.strictObject({ channel: z.string(), disagreed: z.string(), callTag: z.string() }),
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
        state_reason: null,
        request_kind: given.claim.kind,
        claim_number: facts.number,
        claim_due: term.day,
        regulation_act: null,
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
        region: facts.region,
        group: given.claim.group,
        state: given.claim.state,
        request_kind: given.claim.kind,
      },
      template: 'claim-opened',
      view: {
        number: facts.number,
        disagreed: said(facts, 'citizen_consent') === given.phone.disagreed,
        comment: said(facts, 'transition_comment') ?? '',
      },
    },
  ]);

/** A claim that nobody registers: by its kind (4.3.2), or because the citizen disagreed on the phone (3.11.2). */
const unregistered = (facts: TicketFacts, given: Registration, context: RuleContext): Verdict => {
  const { leave, met, flag } = verdictsOn(facts, context);
  const { channel, disagreed, callTag } = given.phone;
  if (!given.federalGroups.includes(facts.group) || facts.group === given.claim.group)
    return leave('тикет не у СП ЕПГУ');
  const isClaim = said(facts, 'request_kind') === given.claim.kind;
  const isDisputed =
    said(facts, 'intake_channel') === channel && said(facts, 'citizen_consent') === disagreed;
  if (!isClaim && !isDisputed) return leave('обращение не претензионное');
  if (said(facts, 'claim_number') !== null) return met('претензия зарегистрирована');
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
  needs: (facts, { mode, act }) =>
    !facts.closed && mode === 'child' && said(facts, 'regulation_act') === act ? ['linked'] : [],
  evaluate(facts, given, context) {
    const { leave, met, due } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (said(facts, 'regulation_act') !== given.act) return unregistered(facts, given, context);
    if (facts.group === given.claim.group)
      return due('тикет уже в ГРП: регистрировать нечего', [{ do: 'set', fields: { regulation_act: null } }]);
    if (given.mode === 'move') return move(facts, given, context);
    return currentClaim(facts, given.claim.group, given.claim.kind) === undefined
      ? create(facts, given, context)
      : met('претензия зарегистрирована');
  },
};
