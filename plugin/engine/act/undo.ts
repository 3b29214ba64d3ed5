/** Acts of the companion that put somebody's act back, and those that a head allows to stand. */
import { homeOf } from '../../../triggers/ticket/home.js';
import { isRegional } from '../../../triggers/ticket/moves.js';
import type { Surroundings, TicketFacts, Verdict } from '../../../triggers/types.js';
import type { Permit, Permits } from '../../store/permits.js';
import type { Judged } from '../evaluate.js';

/** Notes that say of an act that it was none. */
const SAYING: readonly string[] = ['act-undone', 'put-right'];

export const isUndo = (verdict: Verdict): boolean =>
  verdict.status === 'due' &&
  (verdict.undo === true ||
    verdict.actions.some((action) => action.do === 'note' && SAYING.includes(action.template)));

/** A citizen's data with a region that had no part in the request: nobody may allow that. */
const isAstray = (facts: TicketFacts, parties: Surroundings): boolean => {
  const home = homeOf(facts, parties);
  return isRegional(facts.group, parties) && home !== null && home !== facts.group;
};

/** When somebody changed where the ticket stands last; null: nobody did. */
const lastActOf = ({ transitions }: TicketFacts): Date | null =>
  transitions.findLast(({ by, field }) => by !== 'companion' && (field === 'group' || field === 'state'))
    ?.at ?? null;

/** Where a ticket stands, as an undo tells it and a permit keeps it. */
const placeWords = ({ group, state }: Pick<TicketFacts, 'group' | 'state'>): string => `${group} · ${state}`;

/** One act, done after it was allowed and leading where the undone one had led: the act it let stand, or the first. */
const covers = ({ at, usedAt, place }: Permit, act: Date, stands: string): boolean =>
  act > at && (usedAt === null ? place === null || place === stands : act <= usedAt);

/** What a head allowed on this ticket is met, once. Asks the store only where something is about to be put back. */
export const withPermits = async (
  { permitsOn, usePermit }: Pick<Permits, 'permitsOn' | 'usePermit'>,
  facts: TicketFacts,
  judged: readonly Judged[],
  parties: Surroundings,
): Promise<readonly Judged[]> => {
  const act = lastActOf(facts);
  if (act === null || !judged.some(({ verdict }) => isUndo(verdict)) || isAstray(facts, parties))
    return judged;
  const permits = await permitsOn(facts.id);
  // A permit bears the id of the path its ticket was on, which may be another by now.
  const permitOf = ({ clause, row = clause, notRows = [], verdict }: Judged): Permit | undefined =>
    isUndo(verdict)
      ? permits.find(
          (one) =>
            covers(one, act, placeWords(facts)) && [clause, row, ...notRows].some((id) => id === one.clause),
        )
      : undefined;
  for (const one of judged.flatMap((each) => permitOf(each) ?? [])) await usePermit(one.act, act);
  return judged.map((one): Judged => {
    const permit = permitOf(one);
    if (permit === undefined) return one;
    const because = { ...one.verdict.because, text: `разрешено руководителем (${permit.login})` };
    return { ...one, verdict: { status: 'met', because } };
  });
};

const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What of an undo is told beside its reason: who did what is put back, and where the ticket goes. `login` null: nobody knows. */
export const undoFacts = (
  facts: TicketFacts,
  verdict: Verdict,
  login: string | null,
): Readonly<Record<string, string>> => {
  const set = verdict.status === 'due' ? verdict.actions.find((action) => action.do === 'set') : undefined;
  const fields = set?.do === 'set' ? set.fields : {};
  const back = {
    group: wordsOf(fields['group']) || facts.group,
    state: wordsOf(fields['state']) || facts.state,
  };
  return { Было: placeWords(facts), Стало: placeWords(back), ...(login !== null && { Кто: login }) };
};
