/**
 * Rule kind `lawful-ending`: a request may end only by an ending of the map, at the place where it stood, with the evidence that the
 * ending needs, whoever closed it and by whatever means (A-46). Any other «Закрыт» is put back to the last lawful place; what cannot or
 * may not be put back is shown. Closing when the term is over is Zammad's own and other rules' (R-3.7.2, R-4.7.2).
 */
import { z } from 'zod';
import { pointsOf } from '../../../config/points.js';
import { attributeName, optionBeside, stateName, tagName } from '../../../config/schema/names.js';
import { ofPath, type Move } from '../../../config/process/process.js';
import type { Need } from '../../../config/schema/process.js';
import { pointOn } from '../../ticket/cited.js';
import { present, said } from '../../ticket/fields.js';
import { homeOf } from '../../ticket/home.js';
import { isRegional } from '../../ticket/moves.js';
import {
  asOf,
  besideClaim,
  cameBy,
  countsFrom,
  isReasoned,
  isShown,
  tellings,
  type Asked,
} from '../../ticket/evidence.js';
import { journeyOf, madeIn } from '../../ticket/journey.js';
import { isClosedUnanswered } from '../../ticket/late-answer.js';
import { actsOf, type Act, type Stood } from '../../ticket/past.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, RuleKind, TicketFacts, Verdict } from '../../types.js';
import { ofSilence, silence } from '../solution/silence.js';
import { closingOf, movedAway } from './closing.js';
import { lastPlace, undone, undoParams, undonesOf } from './undone.js';

const HOUR_MS = 3_600_000;
/** A note and the close it goes with. */
const SAME_ACT_MS = 30_000;

const params = z.strictObject({
  ...undoParams,
  /** State of a ticket whose solution is told, and that waits for consent. */
  solved: stateName,
  consent: z.strictObject({
    attribute: attributeName,
    agreed: optionBeside('attribute'),
    disagreed: optionBeside('attribute'),
  }),
  repeatTag: tagName,
  silent: silence,
  /** Tags that Zammad's own closing macros leave, taken off again. */
  closingTags: z.array(z.string()).default(['spam']),
});
type Params = z.infer<typeof params>;

/** A need no ending can do without; what an operator's record of a search lacks can be told, once the citizen has the answer. */
const ONLY_SHOWN: readonly Need[] = ['ответ в FAQ найден', 'ответа в FAQ нет'];

/** Whether the act can have meant this ending: one with a reason of its own was named by it, or the place had the reason. */
const isNamed = (ending: Move, facts: TicketFacts, before: Stood, { vocabulary }: RuleContext): boolean => {
  const { reason: attribute } = vocabulary.attributes;
  const reason = ending.fields[attribute] ?? '';
  const now = said(facts, attribute) ?? '';
  return reason === now || (reason === '' && now === (said(before, attribute) ?? ''));
};

const lacksOf = (ending: Move, facts: TicketFacts, asked: Asked, context: RuleContext): readonly Need[] => {
  const lacks = ending.needs.filter((need) => !isShown(need, facts, asked, context));
  const { faqResult } = context.vocabulary.attributes;
  const found = ending.fields[faqResult] ?? null;
  // An ending that says what was found in FAQ must not belie the operator's record of it.
  if (found === null || present(facts, faqResult) === found) return lacks;
  const need =
    found === context.vocabulary.federalResults.found
      ? ('ответ в FAQ найден' as const)
      : ('ответа в FAQ нет' as const);
  return lacks.includes(need) ? lacks : [...lacks, need];
};

const dateOf = (text: string | null): Date | null => {
  const at = text === null ? NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at);
};

/** The endings the act can have meant, each with what it lacks. */
const judgedOf = (
  facts: TicketFacts,
  act: Act,
  before: Stood,
  given: Params,
  context: RuleContext,
): readonly { readonly ending: Move; readonly lacks: readonly Need[] }[] => {
  const { process } = context;
  const asked: Asked = {
    desk: before.group,
    since: cameBy(facts, act.at),
    at: act.at,
    consent: given.consent,
    repeatTag: given.repeatTag,
    until: dateOf(before.pendingTime),
  };
  const desk = process.deskOf(before.group);
  return besideClaim(process.movesAt(before), facts, context)
    .filter(
      (ending) =>
        ending.ends &&
        ending.by.some((by) => by === desk || by === 'Zammad') &&
        isNamed(ending, facts, before, context),
    )
    .map((ending) => {
      const since = countsFrom(facts, ending, act.at, context);
      return { ending, lacks: lacksOf(ending, asOf(facts, act.at), { ...asked, since }, context) };
    });
};

/** When the move before `act` was over, in milliseconds; 0: there was none. */
const movedBefore = (acts: readonly Act[], act: Act): number =>
  acts
    .slice(0, acts.indexOf(act))
    .findLast(({ before, after }) => before.group !== after.group || before.state !== after.state)
    ?.changes.at(-1)
    ?.at.getTime() ?? 0;

const judge = (facts: TicketFacts, given: Params, context: RuleContext): Verdict => {
  const { leave, met, flag, undo } = verdictsOn(facts, context);
  const { process } = context;
  const { closed } = process.map;
  const acts = actsOf(facts);
  const act = closingOf(facts, acts, closed);
  if (act === undefined) return leave('как тикет закрыли, по истории не видно');
  const gone = movedAway(facts, acts, act, given, context);
  if (gone !== null) return gone;
  const judging = { consent: given.consent, repeatTag: given.repeatTag };
  const journey = journeyOf(facts, judging, context, act.at);
  const unexplained = [journey.moved, journey.wrong].find(
    (step) => step?.act.head === true && madeIn(step) === undefined && !isReasoned(facts, step.act, context),
  );
  const standing = (verdict: Verdict): Verdict =>
    unexplained == null
      ? verdict
      : flag(
          `до закрытия изменено руководителем не по карте процесса (п. ${pointsOf(unexplained.from.place.clauses)}): назовите причину`,
        );
  if (act.by === 'companion') return standing(met('закрыт программой'));
  const there = lastPlace(acts, act, context);
  if (there === null) return flag('закрыт, а где стоял до этого, карта процесса не знает');
  const { stood, place } = there;
  // Only where the ticket stood in the wait itself, and only of a wait that Zammad ends: what was moved while it waited is none.
  const endsBySilence = process.moves.some(
    ({ ends, by, from }) => ends && by.includes('Zammad') && from.includes(place.name),
  );
  if (act.by === 'helpdesk' && endsBySilence && stood === act.before) {
    // By its reason another rule sees that, and opens it again; the reason may have been erased.
    if (
      stood.pendingTime !== null &&
      act.at < new Date(stood.pendingTime) &&
      !isClosedUnanswered(facts, context)
    )
      return flag(
        `закрыт раньше срока ожидания (п. ${pointOn(facts, ['3.7.2', '4.7.2'], context)}), а причины ожидания в тикете больше нет: откройте и дождитесь срока`,
      );
    return journey.wrong === null
      ? standing(leave('закрыт по сроку ожидания'))
      : flag(
          `закрыт по сроку ожидания, а в группу «${facts.group}» переведён не по регламенту (п. ${pointsOf(journey.wrong.from.place.clauses)})`,
        );
  }
  const judged = judgedOf(facts, act, stood, given, context);
  const lawful = judged.find(({ lacks }) => lacks.length === 0);
  // An ending moves nothing: closed in other hands it is none, and in those of a region that had no part nobody may leave it.
  const moved = act.after.group !== stood.group;
  const home = isRegional(stood.group, context) ? stood.group : homeOf(facts, context);
  const strayed = isRegional(facts.group, context) && home !== null && facts.group !== home;
  if (lawful !== undefined && !moved) return standing(met(`закрыт: ${lawful.ending.name}`));
  // An act before it that was none goes with it.
  const back = journey.wrong === null || journey.lawful === null ? there : journey.lawful;
  // Where nothing ends at all, it is said who tells the citizen.
  const telling = process.moves.filter(
    (move) =>
      judged.length === 0 &&
      !move.ends &&
      move.path === process.pathOf(stood) &&
      move.needs.includes('сообщено заявителю'),
  );
  const clauses = [
    ...new Set(
      ofPath(
        [...judged.map(({ ending }) => ending), place, ...telling].flatMap((one) => one.clauses),
        process.pathOf(stood),
      ),
    ),
  ];
  const points = pointsOf(clauses);
  const asked: Asked = {
    ...judging,
    desk: stood.group,
    // What others wrote before is no ground of the head's, nor what was written of the move before.
    since: new Date(Math.max(act.at.getTime() - SAME_ACT_MS, movedBefore(acts, act) + 2)),
    at: act.at,
    until: null,
  };
  if (act.head && !strayed && isShown('основание', facts, asked, context))
    return met('закрыто руководителем, основание записано');
  if (act.head && !strayed)
    return flag(`закрыто руководителем без основания (п. ${points}): назовите причину`);
  // One that ended before the companion came is nobody's fault to mend.
  if (context.now.getTime() - act.at.getTime() > given.withinHours * HOUR_MS)
    return acts.some(({ by }) => by === 'companion')
      ? flag(`закрыт давно и не по регламенту (п. ${points})`)
      : leave('закрыт давно');
  const answeredFrom = countsFrom(facts, { needs: ['сообщено заявителю'] }, act.at, context);
  const told = tellings(facts, answeredFrom).length > 0;
  const almost = judged.find(({ lacks }) => lacks.every((need) => ONLY_SHOWN.includes(need)));
  if (told && almost !== undefined && !moved) {
    // Where FAQ had no answer, the request was СП ЕПГУ's.
    const ways = process.movesAt(stood).filter(({ needs }) => needs.includes('ответа в FAQ нет'));
    const cited = pointsOf([...clauses, ...ways.flatMap((move) => move.clauses)]);
    return flag(`заявителю отвечено, а ${almost.lacks.join(', ')} не отмечено (п. ${cited})`);
  }
  const undones = undonesOf(facts, (from, to) => from === closed && to !== closed);
  if (undones >= (act.by === 'helpdesk' ? 1 : given.undoes))
    return flag(
      act.by === 'helpdesk'
        ? `тикет снова закрывает правило Zammad, а закрывать его здесь нельзя (п. ${points})`
        : `тикет снова закрыт, а закрывать его здесь нельзя (п. ${points})`,
    );
  const stale = present(facts, given.consent.attribute) === given.consent.agreed;
  const tags = given.closingTags.filter((tag) => facts.tags.includes(tag));
  return undo('закрыт не по регламенту, открывается снова', [
    ...undone(given, context, {
      back,
      found: act.by === 'citizen' ? 'Тикет закрыл заявитель' : 'Тикет закрыли, а здесь это не предусмотрено',
      clauses,
      lacks: judged[0]?.lacks ?? [],
      ...(stale && { more: { [given.consent.attribute]: null } }),
      silent: undones > 0,
    }),
    ...(tags.length > 0 ? [{ do: 'tag' as const, add: [], remove: tags }] : []),
  ]);
};

export const lawfulEnding: RuleKind<Params> = {
  name: 'lawful-ending',
  params,
  needs: (facts, { withinHours, solved, silent }, { process, now }) => {
    // Also of one that ended long ago: somebody has touched it.
    const recent =
      facts.closedAt === null || now.getTime() - facts.updatedAt.getTime() <= withinHours * HOUR_MS;
    const waits = facts.state === solved && facts.tags.includes(silent.tag);
    return (process.isClosed(facts) && recent) || waits ? ['transitions'] : [];
  },
  judgesActs: (facts, _given, { process }) => process.isClosed(facts),
  showsBehind: true,
  evaluate(facts, given, context) {
    const { leave } = verdictsOn(facts, context);
    if (context.process.isClosed(facts)) return judge(facts, given, context);
    const answered = present(facts, given.consent.attribute) !== null;
    return facts.state === given.solved && !answered
      ? ofSilence(facts, given.silent, context)
      : leave('тикет не закрыт');
  },
};
