/**
 * Rule kind `intention`: an operator says what they mean to do (`regulation_act`, set by a macro), and the map says which move it is
 * where the ticket stands. Moves that Zammad's triggers have made by then are gone from here; the rest, and those whose comment was
 * typed as a note, are made by this. What cannot be done is answered by one note: what is missing, or what can be done here.
 */
import { z } from 'zod';
import { pointsOf } from '../../../config/points.js';
import type { Move } from '../../../config/process/process.js';
import { attributeName, groupName, optionBeside, optionOf, tagName } from '../../../config/schema/names.js';
import type { Need } from '../../../config/schema/process.js';
import { dataFaults, dataParams } from '../../person/data-faults.js';
import { said } from '../../ticket/fields.js';
import { homeOf } from '../../ticket/home.js';
import { besideClaim, countsFrom, isShown } from '../../ticket/evidence.js';
import { lastChange, lastMove, movesOf, namesOf } from '../../ticket/moves.js';
import { actionsTo, type Fields } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import { judgeMoves, undoBefore } from '../guard/lawful-move.js';
import { undoParams, wayOn } from '../guard/undone.js';
import type { Action, RuleContext, RuleKind, TicketFacts } from '../../types.js';

const params = z.strictObject({
  /** Intentions whose moves other clauses make: they need more than fields. */
  elsewhere: z.array(optionOf('act')).default([]),
  /** The intention that takes the last move back. */
  undo: optionOf('act'),
  repeatTag: tagName,
  /** How what was done without a word about it is judged (`lawful-move`). */
  guard: z.strictObject({
    ...undoParams,
    consent: z.strictObject({
      attribute: attributeName,
      agreed: optionBeside('attribute'),
      disagreed: optionBeside('attribute'),
    }),
    claims: z.strictObject({ group: groupName, act: optionOf('act') }),
    agencyReason: optionOf('reason'),
  }),
  /** Who has no СНИЛС, ИНН or date of birth is excused, here as at the gate of 4.2.3. */
  waiver: dataParams.waiver,
});
type Params = z.infer<typeof params>;

/** Whether the ticket has what a move needs. What the operator says by the intention itself is shown by it. */
const isMet = (need: Need, move: Move, facts: TicketFacts, given: Params, context: RuleContext): boolean => {
  const { attributes, faqResults } = context.vocabulary;
  switch (need) {
    case 'данные п. 4.2.1':
      return (
        dataFaults(facts, { fields: context.process.map.data, waiver: given.waiver }, context).length === 0
      );
    case 'ответа в FAQ нет':
      return [null, faqResults.notFound].includes(said(facts, attributes.faqResult));
    case 'ответ в FAQ найден':
      return said(facts, attributes.faqResult) !== faqResults.notFound;
    case 'согласие заявителя':
    case 'несогласие заявителя':
      return true;
    case 'срок вышел':
      return false;
    default: {
      const at = lastMove(facts, attributes.act)?.at ?? context.now;
      const { consent } = given.guard;
      const { group: desk } = facts;
      return isShown(
        need,
        facts,
        {
          desk,
          since: countsFrom(facts, move, at, context),
          at,
          consent,
          repeatTag: given.repeatTag,
          waiver: given.waiver,
          until: null,
        },
        context,
      );
    }
  }
};

const groupAfter = (move: Move, facts: TicketFacts, context: RuleContext): string | null => {
  const { process, federalGroups, vocabulary } = context;
  if (move.desk === null || move.desk === process.deskOf(facts.group)) return facts.group;
  if (move.desk === process.map.regions) return homeOf(facts, context);
  // whoever of the federal side had it last.
  const last = said(facts, vocabulary.attributes.holder);
  const back = move.id.startsWith('4.7.3') && last !== null && federalGroups.includes(last);
  return back ? last : move.desk;
};

const DAY_MS = 24 * 3600 * 1000;

/**
 * Zammad takes the state that ends by itself with a time only. The clauses of the term put in the right one next; until then it is
 * one no term is shorter than, for what this program has put in later than it counts they would hold as a promise.
 */
const untilCounted = (
  { fields }: Move,
  { state }: TicketFacts,
  { now, vocabulary: { states } }: RuleContext,
): Fields =>
  fields['state'] === states.termed && state !== states.termed
    ? { pending_time: new Date(now.getTime() + DAY_MS).toISOString() }
    : {};

const made = (move: Move, facts: TicketFacts, group: string, context: RuleContext): readonly Action[] => {
  const { attributes } = context.vocabulary;
  const moves = group !== facts.group;
  const fields: Fields = {
    ...(moves && { group }),
    ...(moves && !move.take && { owner: null }),
    ...move.fields,
    ...untilCounted(move, facts, context),
    [attributes.act]: null,
  };
  return actionsTo(facts, { fields, add: move.tags, remove: move.untags });
};

/** Where the ticket stood before it last changed its desk. */
const before = (facts: TicketFacts, { vocabulary: { attributes } }: RuleContext): Fields | null => {
  const move = movesOf(facts, 'group').at(-1);
  if (move === undefined || move.from === null) return null;
  const near = (field: string): Fields => {
    const change = lastChange(facts, field, ({ at }) => Math.abs(at.getTime() - move.at.getTime()) < 5_000);
    return change === undefined ? {} : { [field]: change.from };
  };
  return {
    group: move.from,
    owner: null,
    ...near('state'),
    ...near(attributes.reason),
    [attributes.act]: null,
  };
};

export const intention: RuleKind<Params> = {
  name: 'intention',
  params,
  needs: (facts, _given, { vocabulary: { attributes }, process }) => {
    if (said(facts, attributes.act) !== null) return ['transitions'];
    // A desk the map does not know has nothing to answer for, unless the request came from one that it does.
    const isOurs =
      process.map.places.some(({ holder }) => holder === process.deskOf(facts.group)) ||
      said(facts, attributes.homeGroup) !== null;
    return facts.closed || !isOurs ? [] : ['transitions'];
  },
  judgesActs: (facts, _given, { vocabulary: { attributes } }) =>
    said(facts, attributes.act) === null && !facts.closed,
  showsBehind: true,
  evaluate(facts, given, context) {
    const { leave, flag, due } = verdictsOn(facts, context);
    const { process, vocabulary } = context;
    const act = said(facts, vocabulary.attributes.act);
    const { repeatTag, guard, waiver } = given;
    const judging = { ...guard, judging: { consent: guard.consent, repeatTag, waiver } };
    if (act === null) return judgeMoves(facts, judging, context) ?? leave('тикет никто не переводил');
    const wrongBefore = (saved: boolean) =>
      undoBefore(facts, { intended: vocabulary.attributes.act, saved }, judging, context);
    const wrong = wrongBefore(false);
    if (wrong !== null) return wrong;
    const desks = namesOf(lastMove(facts, vocabulary.attributes.act)?.desks, facts, context);
    const here = besideClaim(process.movesAt(facts), facts, context).filter(
      ({ intention: offered, by }) => offered !== undefined && by.some((one) => desks.includes(one)),
    );
    const meant = here.filter(({ intention: offered }) => offered === act);
    const clear: Action = { do: 'set', fields: { [vocabulary.attributes.act]: null } };
    const place = process.placeOf(facts);
    if (meant.length === 0)
      return (
        wrongBefore(true) ??
        due(`«${act}» здесь не предусмотрено`, [
          clear,
          {
            do: 'note',
            template: 'intention-refused',
            view: {
              act,
              place: place === null ? null : { name: place.name, what: place.what, next: place.next ?? null },
              points: place === null ? '' : pointsOf(place.clauses),
              state: facts.state,
              ways: here.map(wayOn),
            },
          },
        ])
      );
    if (given.elsewhere.includes(act)) return leave(`«${act}» ведёт другая обязанность`);
    const lacks = (move: Move): Need[] =>
      move.needs.filter((need) => !isMet(need, move, facts, given, context));
    const [first] = meant;
    const move = meant.find((one) => lacks(one).length === 0);
    if (move === undefined || first === undefined)
      return (
        wrongBefore(true) ??
        due(`«${act}»: не хватает того, без чего нельзя`, [
          clear,
          {
            do: 'note',
            template: 'intention-lacks',
            view: {
              act,
              ways: meant.map((one) => ({ ...wayOn(one), needs: lacks(one) })),
              others: here.filter(({ intention: other }) => other !== act).map(wayOn),
              data: meant.some((one) => lacks(one).includes('данные п. 4.2.1'))
                ? dataFaults(facts, { fields: process.map.data, waiver: given.waiver }, context)
                : [],
            },
          },
        ])
      );
    if (act === given.undo) {
      const fields = before(facts, context);
      return fields === null
        ? flag('отменять нечего: обращение отсюда не переводили')
        : due('переход отменён начальником смены', actionsTo(facts, { fields }));
    }
    const group = groupAfter(move, facts, context);
    return group === null
      ? flag(`«${act}» не исполнить: неизвестно, какой регион передал обращение`)
      : due(`«${act}»: ${move.name}`, made(move, facts, group, context));
  },
};
