/**
 * What somebody did with a ticket, read as a move of the map. Made lawfully by hand it leaves what the intention leaves; made otherwise it
 * is put back once with one note that names the clause and the lawful moves, or shown where it may not be put back: an act of a shift
 * head, an old one, one that comes again. Endings are another rule's, and so is the way out of the wait for an agency.
 */
import { pointsOf } from '../../../config/points.js';
import { ofPath, type Move } from '../../../config/process/process.js';
import type { Need } from '../../../config/schema/process.js';
import { dataFaults } from '../../person/data-faults.js';
import { cameBy, isReasoned, isShown } from '../../ticket/evidence.js';
import { present, said } from '../../ticket/fields.js';
import { isLetter, journeyOf, madeIn, type Journey, type Judging, type Step } from '../../ticket/journey.js';
import { actsOf, isBehind, type Act, type Stood } from '../../ticket/past.js';
import { differing, type Fields } from '../../verdict/actions-to.js';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleContext, TicketFacts, Verdict } from '../../types.js';
import { onAutomatic } from './automatic-mail.js';
import { undone, type UndoParams } from './undone.js';

const HOUR_MS = 3_600_000;

const isFederal = (group: string, { federalGroups }: RuleContext): boolean => federalGroups.includes(group);

export interface MoveParams extends UndoParams {
  readonly judging: Judging;
  /** Where claims go, and the intention by which they do: assigning by hand is that. */
  readonly claims: { readonly group: string; readonly act: string };
  /** State and reason of the wait for an agency, whose end is another rule's. */
  readonly agencyReason: string;
}

/** How the clause is cited that speaks of a step: the first of its moves', else of the place it left. */
const clausesOf = ({ from, readings, act }: Step, { process, vocabulary }: RuleContext): Move['clauses'] => {
  const there = process.placeOf(act.after);
  const reason = said(act.after, vocabulary.attributes.reason) ?? '';
  const path = process.pathOf(act.after);
  // Where it stands nowhere the map knows, its reason tells what was meant.
  const meant = process.map.places.filter(({ name, reasons, path: own }) =>
    there === null
      ? reason !== '' && reasons.includes(reason) && (own ?? path) === path
      : name === there.name,
  );
  const led = process.moves.filter(
    ({ ends, to, path: own }) => !ends && (own ?? path) === path && meant.some(({ name }) => name === to),
  );
  return ofPath(
    [
      ...readings.flatMap(({ move }) => move.clauses),
      ...from.place.clauses,
      ...led.flatMap(({ clauses }) => clauses),
    ],
    path,
  );
};

/** What a person recorded of a search is left as it stands, also where the move would say it. */
const isRecord = (field: string, { vocabulary: { attributes } }: RuleContext): boolean =>
  field === attributes.faqResult || field === attributes.federalResult;

/** What the move leaves and the hands did not. */
const tracesOf = (facts: TicketFacts, { act, from }: Step, move: Move, context: RuleContext) => {
  const { process } = context;
  const byHand = new Set(act.changes.filter(({ by }) => by === act.by).map(({ field }) => field));
  const to = process.map.places.find(({ name }) => name === move.to);
  const exact = process.placeOf(act.after)?.name === move.to;
  const isSaid = (field: string): boolean =>
    byHand.has(field) && (exact || (field === 'state' && to?.states.includes(act.after.state) === true));
  // What somebody changed after the move is theirs: put back, an ended wait would begin anew.
  const later = new Set(
    facts.transitions.filter(({ at, by }) => at > act.at && by !== 'companion').map(({ field }) => field),
  );
  const leaves = Object.entries(move.fields).filter(
    ([field]) =>
      !isSaid(field) &&
      !later.has(field) &&
      // A reason goes with its state.
      !(field === context.vocabulary.attributes.reason && later.has('state')) &&
      !(isRecord(field, context) && present(facts, field) !== null),
  );
  const moved = act.after.group !== from.stood.group;
  // Whoever has taken it at its new desk since is no owner left over.
  const isTaken = facts.transitions.some(
    (change) => change.field === 'owner' && change.at > act.at && !act.changes.includes(change),
  );
  const fields: Fields = {
    ...(moved && !move.take && !byHand.has('owner') && !isTaken && { owner: null }),
    ...Object.fromEntries(leaves),
  };
  const add = move.tags.filter((tag) => !facts.tags.includes(tag));
  const remove = move.untags.filter((tag) => facts.tags.includes(tag));
  const changes = Object.keys(differing(facts, fields)).length > 0;
  // Group and state are said also where they stand so: nobody else may move the ticket in the same write.
  const place = { group: facts.group, state: facts.state };
  return [
    ...(changes || add.length + remove.length > 0
      ? [{ do: 'set' as const, fields: { ...place, ...fields } }]
      : []),
    ...(add.length + remove.length > 0 ? [{ do: 'tag' as const, add, remove }] : []),
  ];
};

const expectationsOf = (
  facts: TicketFacts,
  { act, from }: Step,
  move: Move,
  given: MoveParams,
  context: RuleContext,
) => {
  const asked = {
    ...given.judging,
    desk: from.stood.group,
    since: cameBy(facts, act.at),
    at: act.at,
    until: null,
  };
  return move.expects.filter((need) => !isShown(need, facts, asked, context));
};

const undo = (
  facts: TicketFacts,
  step: Step,
  lawful: NonNullable<Journey['lawful']>,
  given: MoveParams,
  context: RuleContext,
): Verdict => {
  const clauses = clausesOf(step, context);
  const lacks: readonly Need[] = step.readings[0]?.lacks ?? [];
  // Where the need itself names a clause, that one is cited.
  const named = clauses.find((clause) => lacks.some((need) => need.endsWith(`п. ${clause.slice(2)}`)));
  const { undo: undoing } = verdictsOn(facts, { clause: named ?? clauses[0] ?? context.clause });
  const data = lacks.includes('данные п. 4.2.1')
    ? dataFaults(facts, { fields: context.process.map.data, waiver: given.judging.waiver }, context).map(
        ({ label, why }) => `${label}: ${why}`,
      )
    : [];
  const found =
    step.act.by === 'citizen'
      ? 'Тикет изменил заявитель'
      : step.strayed
        ? 'Тикет передали региону, который этим обращением не занимался'
        : 'Тикет перевели, а здесь это не предусмотрено';
  return undoing('переведён не по регламенту, возвращается', [
    ...undone(given, context, { back: lawful, found, clauses, lacks: [...lacks, ...data] }),
  ]);
};

/** How often the ticket has been put back there already: the companion took back what a hand had just done. */
const undonesOf = (facts: TicketFacts, { stood }: NonNullable<Journey['lawful']>): number => {
  const acts = actsOf(facts);
  const stands = (one: Stood): boolean => one.group === stood.group && one.state === stood.state;
  // What a letter, or one that was given up on, made Zammad do is put back as well, and is nobody's act.
  const isAct = (one: Act): boolean =>
    one.by === 'operator' || (one.by === 'citizen' && !isLetter(facts, one));
  return acts.filter(({ by, after, before }, index) => {
    const undone = acts[index - 1];
    return (
      by === 'companion' &&
      stands(after) &&
      !stands(before) &&
      undone !== undefined &&
      isAct(undone) &&
      stands(undone.before)
    );
  }).length;
};

const onWrong = (
  facts: TicketFacts,
  { lawful, wrong }: Journey,
  given: MoveParams,
  context: RuleContext,
): Verdict | null => {
  if (lawful === null || wrong === null) return null;
  const { process, now, vocabulary } = context;
  const { act, from } = wrong;
  // What a letter of somebody else did is put back where the letter is shown.
  if (act.by === 'stranger') return null;
  const reason = (attributes: TicketFacts['attributes']) =>
    said({ attributes }, vocabulary.attributes.reason);
  const leavesAgency =
    reason(from.stood.attributes) === given.agencyReason && reason(facts.attributes) !== given.agencyReason;
  if (leavesAgency && act.by === 'operator') return null;
  const clauses = clausesOf(wrong, context);
  const { flag, due, undo: undoing } = verdictsOn(facts, { clause: clauses[0] ?? context.clause });
  const claims = process.movesAt(lawful.stood).find(({ intention }) => intention === given.claims.act);
  if (claims !== undefined && facts.group === given.claims.group && act.by === 'operator')
    return {
      ...due('назначен на ГРП: регистрируется претензия', [
        {
          do: 'set',
          fields: {
            group: lawful.stood.group,
            state: lawful.stood.state,
            owner: lawful.stood.owner,
            [vocabulary.attributes.act]: given.claims.act,
          },
        },
      ]),
      sole: true,
    } as Verdict;
  const meant =
    wrong.strayed && !act.head && isFederal(from.stood.group, context) ? madeIn(wrong) : undefined;
  if (meant !== undefined && wrong.home !== null)
    return undoing('возвращён не тому региону, передаётся тому, который передал обращение', [
      { do: 'set', fields: { group: wrong.home, state: facts.state, owner: null } },
      {
        do: 'note',
        template: 'put-right',
        view: {
          point: pointsOf(meant.clauses),
          found: `Тикет вернули в группу «${facts.group}», а обращение передал другой регион`,
          group: wrong.home,
          state: facts.state,
          next: 'работать с обращением тому региону, который его передал',
        },
      },
    ]);
  const points = pointsOf(clauses);
  if (act.head && !wrong.strayed)
    return isReasoned(facts, act, context)
      ? null
      : flag(`изменено руководителем не по карте процесса (п. ${points}): назовите причину`);
  if (now.getTime() - act.at.getTime() > given.withinHours * HOUR_MS)
    return flag(`переведён не по регламенту (п. ${points})`);
  // A citizen's data are fetched back from a region that had no part, however often somebody sends them there.
  if (!wrong.strayed && undonesOf(facts, lawful) >= given.undoes)
    return flag(`снова переведён не по регламенту (п. ${points})`);
  return undo(facts, wrong, lawful, given, context);
};

const onMoved = (facts: TicketFacts, step: Step, given: MoveParams, context: RuleContext): Verdict => {
  const { met, flag, due } = verdictsOn(facts, { clause: madeIn(step)?.clauses[0] ?? context.clause });
  const move = madeIn(step);
  if (move === undefined)
    return isReasoned(facts, step.act, context)
      ? met('изменено руководителем, причина записана')
      : flag(
          `изменено руководителем не по карте процесса (п. ${pointsOf(clausesOf(step, context))}): назовите причину`,
        );
  const actions = tracesOf(facts, step, move, context);
  if (actions.length > 0) return due(`${move.name}: сделано руками, след дополняется`, actions);
  const missing = expectationsOf(facts, step, move, given, context);
  return missing.length === 0
    ? met(move.name)
    : flag(`${move.name}: ${missing.join(', ')} — не видно (п. ${pointsOf(move.clauses)})`);
};

/** Null: nothing was moved since the companion acted last. Needs transitions. */
export const judgeMoves = (facts: TicketFacts, given: MoveParams, context: RuleContext): Verdict | null => {
  if (facts.closed) return null;
  const journey = journeyOf(facts, given.judging, context);
  const wrong = onWrong(facts, journey, given, context);
  if (wrong !== null) return wrong;
  const moved =
    journey.wrong === null && journey.moved !== null ? onMoved(facts, journey.moved, given, context) : null;
  return moved?.status === 'due' ? moved : (onAutomatic(facts, context) ?? moved);
};

/**
 * What puts back an act that led where it may not, before what was meant next is done from there: else the companion itself would make
 * of it where the ticket stands. `intended`: the field that says what is meant. `saved` true: what was saved with it is judged as well,
 * since it leads nowhere. Null: nothing is to be put back. Needs transitions.
 */
export const undoBefore = (
  facts: TicketFacts,
  { intended, saved }: { readonly intended: string; readonly saved: boolean },
  given: MoveParams,
  context: RuleContext,
): Verdict | null => {
  const means = actsOf(facts).findLast(({ changes }) => changes.some(({ field }) => field === intended));
  // The companion itself means a claim where a ticket was put on the desk for claims by hand.
  if (means?.by === 'companion' || facts.closed || isBehind(facts)) return null;
  const until = saved ? undefined : means?.at;
  const verdict = onWrong(facts, journeyOf(facts, given.judging, context, until), given, context);
  return verdict?.status === 'due' && verdict.undo === true
    ? { ...verdict, actions: [{ do: 'set', fields: { [intended]: null } }, ...verdict.actions] }
    : null;
};
