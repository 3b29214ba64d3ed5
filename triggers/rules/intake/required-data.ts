/**
 * Rule kind `required-data`: a written request does not pass to the federal side before the citizen's data are in it (R-4.2.1, R-4.2.3
 * of the regulation; A-12 for the waiver). It judges one act, the first transfer, by the data as they stood then: what is emptied
 * or spoilt later is shown, and on the phone path data are asked for, not barred. Presence is Zammad's own core workflow's business
 * before saving; this looks after the save, however the ticket came there, and knows check sums.
 */
import { z } from 'zod';
import { groupName, optionOf, stateName } from '../../../config/schema/names.js';
import { dataFaults, dataParams, labelsOf } from '../../person/data-faults.js';
import { isReasoned } from '../../ticket/evidence.js';
import { said } from '../../ticket/fields.js';
import { homeRegionOf } from '../../ticket/home.js';
import { actsOf, type Act } from '../../ticket/past.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, Surroundings, TicketFacts, Verdict } from '../../types.js';

const params = z.strictObject({
  federalGroups: z.array(groupName).min(1),
  ...dataParams,
  sendBack: z.strictObject({
    state: stateName,
    reason: optionOf('reason'),
    waitSource: optionOf('waitSource'),
  }),
});
type RequiredDataParams = z.infer<typeof params>;

interface Transfer {
  /** Who passed the ticket on; null: it was born on the federal side. */
  readonly from: string | null;
  readonly attributes: TicketFacts['attributes'];
  /** Of a head: shown and never undone. */
  readonly byHead: Act | null;
}

/**
 * The transfer the ticket has come by, those put back for want of data left out; null: it was there before or has been worked on since,
 * and 4.2.3 is past.
 */
const firstTransfer = (
  facts: TicketFacts,
  { federalGroups, sendBack: { waitSource } }: RequiredDataParams,
  { vocabulary }: RuleContext,
): Transfer | null => {
  const acts = actsOf(facts);
  const moving = ['group', 'state', vocabulary.attributes.reason];
  const isWork = ({ by, changes }: Act): boolean =>
    by === 'operator' && changes.some(({ field }) => moving.includes(field));
  const isPutBack = (arrived: number): boolean => {
    const left = acts.slice(arrived + 1).find(({ before, after }) => before.group !== after.group);
    return left?.by === 'companion' && left.after.attributes[vocabulary.attributes.waitSource] === waitSource;
  };
  const arrivals = acts.filter(
    ({ before, after }, place) =>
      !federalGroups.includes(before.group) && federalGroups.includes(after.group) && !isPutBack(place),
  );
  const [first, ...others] = arrivals;
  const born = acts[0]?.before ?? { group: facts.group, attributes: facts.attributes };
  // Made at a federal desk and put back from there, it is judged by how it comes again.
  if (federalGroups.includes(born.group) && !isPutBack(-1))
    return acts.some(isWork) ? null : { from: null, attributes: born.attributes, byHead: null };
  return first === undefined || others.length > 0 || acts.some((act) => act.at > first.at && isWork(act))
    ? null
    : {
        from: first.before.group,
        attributes: first.after.attributes,
        byHead: first.head ? first : null,
      };
};

/** A region has it back that was passed on once already, on paper and not on the telephone. */
const isPassedOn = (facts: TicketFacts, { vocabulary, process }: Surroundings): boolean =>
  process.deskOf(facts.group) === process.map.regions &&
  said(facts, vocabulary.attributes.holder) !== null &&
  process.pathOf(facts) === 'письменное';

/** Back at its region, the request keeps the data it was passed on with: what is emptied or spoilt is shown. What came back for want of data never had them. */
const atRegion = (facts: TicketFacts, given: RequiredDataParams, context: RuleContext): Verdict => {
  const { leave, flag } = verdictsOn(facts, context);
  const faults = isPassedOn(facts, context) ? dataFaults(facts, given, context) : [];
  const hadData = actsOf(facts).some(
    ({ before, after }) =>
      !given.federalGroups.includes(before.group) &&
      given.federalGroups.includes(after.group) &&
      dataFaults({ ...facts, attributes: after.attributes }, given, context).length === 0,
  );
  return faults.length === 0 || !hadData
    ? leave('тикет не в федеральной группе')
    : flag(
        `после передачи данные пользователя очищены или испорчены: ${labelsOf(faults)}`,
        Object.fromEntries(faults.map(({ label, why }) => [label, why])),
      );
};

export const requiredData: RuleKind<RequiredDataParams> = {
  name: 'required-data',
  params,
  needs: (facts, given, context) =>
    !facts.closed &&
    (given.federalGroups.includes(facts.group) || isPassedOn(facts, context)) &&
    dataFaults(facts, given, context).length > 0
      ? ['transitions']
      : [],
  // The guard waits for the same history, and puts the ticket back where it stood.
  judgesActs: (facts, given, context) => !facts.closed && dataFaults(facts, given, context).length > 0,
  evaluate(facts, given, context) {
    const { leave, met, flag, due } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    if (!given.federalGroups.includes(facts.group)) return atRegion(facts, given, context);
    if (context.process.pathOf(facts) === 'телефонное')
      return leave('по телефону данные спрашивают, п. 3.4.2');
    const faults = dataFaults(facts, given, context);
    const lacks = Object.fromEntries(faults.map(({ label, why }) => [label, why]));
    if (faults.length === 0) return met('данные пользователя внесены');
    const transfer = firstTransfer(facts, given, context);
    const complete =
      transfer !== null &&
      dataFaults({ ...facts, attributes: transfer.attributes }, given, context).length === 0;
    if (transfer === null || complete)
      return flag(`после передачи данные пользователя очищены или испорчены: ${labelsOf(faults)}`, lacks);
    if (transfer.byHead !== null)
      return isReasoned(facts, transfer.byHead, context)
        ? leave('руководитель передал без данных пользователя и записал причину', lacks)
        : flag(
            `руководитель передал без данных пользователя (${faults.map(({ label, why }) => `${label}: ${why}`).join('; ')}): назовите причину`,
            lacks,
          );
    const region = homeRegionOf(facts, context);
    if (region === null) return flag('данных нет, а регион тикета неизвестен: вернуть некому', lacks);
    return due(
      'передан без данных пользователя, возвращается региону',
      [
        {
          do: 'set',
          fields: {
            group: region.group,
            owner: null,
            state: given.sendBack.state,
            [context.vocabulary.attributes.reason]: given.sendBack.reason,
            [context.vocabulary.attributes.waitSource]: given.sendBack.waitSource,
          },
        },
        {
          do: 'note',
          template: 'data-missing',
          view: {
            from: facts.group,
            region: region.name,
            state: given.sendBack.state,
            reason: given.sendBack.reason,
            faults,
          },
        },
      ],
      lacks,
    );
  },
};
