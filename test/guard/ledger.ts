/**
 * What acts truly leave as evidence, by the meanings of the facts in `oracle.yaml`: told from who did what at which desk, and from where
 * the ticket came to rest, never from tags, and without the map or the rules.
 */
import type { CheckAct } from './checks.js';
import { holderOf } from './oracle.js';
import type { World } from './world.js';

export interface Rest {
  readonly holder: string;
  readonly state: string;
  readonly reason: string;
}

export const restOf = ({ facts }: World): Rest => ({
  holder: holderOf(facts.group),
  state: facts.state,
  reason: String(facts.attributes['state_reason'] ?? ''),
});

const ASKED = 'Запрошена информация (пользователь)';
const AGENCY = 'Отклонено на ведомство';

/** Facts that hold; `+x` comes, `-x` falls. */
export type Changes = readonly string[];

export const withChanges = (facts: ReadonlySet<string>, changes: Changes): Set<string> => {
  const after = new Set(facts);
  for (const change of changes) {
    if (change.startsWith('-')) after.delete(change.slice(1));
    else after.add(change.replace(/^\+/, ''));
  }
  return after;
};

/** What a letter or a call of the desk that has the ticket tells the citizen. */
const toldBy = (facts: ReadonlySet<string>, { holder }: Rest, path: string): Changes => {
  const has = (fact: string): boolean => facts.has(fact);
  if (path === 'written' && holder !== 'region') return [];
  if (path === 'phone' && holder !== 'region' && holder !== 'epgu') return [];
  if (has('claim_pending')) return ['claim_told', '-undelivered'];
  if (has('foiv_wait')) return ['foiv_told', '-undelivered'];
  if (has('solution'))
    return ['solution_told', '-undelivered', ...(has('consent_said') ? ['consent', '-disagreed'] : [])];
  if (has('list_47')) return ['request_told', '-info_in', '-term_over', '-undelivered'];
  if (path === 'phone' && holder === 'epgu')
    return has('request_told')
      ? ['request_told', '-info_in', '-term_over', '-undelivered']
      : ['answer_told', 'asked', '-undelivered'];
  return has('transferred') && !has('returned_out')
    ? []
    : ['answer_told', 'request_told_422', '-undelivered'];
};

const TOLD = [
  'answer_told',
  'solution_told',
  'claim_told',
  'foiv_told',
  'request_told_422',
  'claim_answered',
];

const ofArticle = (
  { article }: CheckAct,
  facts: ReadonlySet<string>,
  before: Rest,
  path: string,
): Changes => {
  if (article === undefined || (article.type !== 'email' && article.type !== 'phone')) return [];
  if (article.to !== undefined && article.to !== 'citizen') return [];
  const told = toldBy(facts, before, path);
  return article.type === 'email' ? [...told, 'by_mail'] : [...told, '-by_mail'];
};

const ofLetter = ({ by, mail, event }: CheckAct, facts: ReadonlySet<string>, before: Rest): Changes => {
  const failed = event === 'delivery-failed' || (mail !== undefined && by === 'mailer');
  if (failed)
    return facts.has('by_mail')
      ? before.state === 'Закрыт'
        ? ['failed_after_close']
        : [...TOLD.map((fact) => `-${fact}`), '-asked', 'undelivered']
      : [];
  if (mail === undefined || by === 'autoreply') return [];
  if (by === 'citizen') return before.reason === ASKED || facts.has('request_told') ? ['info_in'] : [];
  return ['other_words'];
};

const ofRecord = ({ by, set, intent }: CheckAct, facts: ReadonlySet<string>): Changes => {
  if (by === 'citizen' || by === 'zammad') return [];
  const consent = set?.fields?.['Согласие'];
  if (consent === 'согласен' || intent === 'Согласен, закрыть')
    // Said and told in either order, while nobody looks.
    return facts.has('solution_told') ? ['consent', '-disagreed'] : ['consent_said'];
  return consent === 'не согласен' || intent === 'Не согласен' ? ['disagreed', '-consent'] : [];
};

/** What the way the ticket went leaves, whether by an intention or by hand. */
const ofWay = (
  { by, set, intent, comment, article }: CheckAct,
  facts: ReadonlySet<string>,
  [before, after]: readonly [Rest, Rest],
  { facts: ticket }: World,
  path: string,
): Changes => {
  const commented = comment !== undefined || article?.type === 'note';
  const went = (from: string, to: string): boolean => before.holder === from && after.holder === to;
  const isFederal = ['ns', 'epgu', 'stp', 'grp'].includes(after.holder);
  const changes: string[] = [];
  if (before.holder === 'region' && isFederal && path === 'written') {
    changes.push('transferred', '-returned_out');
    if (facts.has('disagreed')) changes.push('-solution', '-solution_told', '-consent', '-disagreed');
    if (facts.has('info_in')) changes.push('-list_47', '-request_told', '-info_in');
  }
  const toRegion = ['ns', 'epgu'].includes(before.holder) && after.holder === 'region' && commented;
  if (toRegion && after.state === 'Решен')
    changes.push('solution', '-solution_told', '-consent', '-disagreed');
  if (toRegion && after.reason === 'Вне компетенции') changes.push('returned_out');
  if (toRegion && ticket.attributes['wait_source'] === 'по запросу ЕПГУ')
    changes.push('list_47', '-request_told', '-info_in', '-term_over');
  if (after.reason === ASKED && before.reason !== ASKED && after.state !== 'Закрыт')
    if (facts.has('asked') || (commented && (facts.has('list_47') || path === 'phone')))
      changes.push('request_told', '-answer_told');
  if (intent === 'Данные запрошены' && comment !== undefined && facts.has('list_47'))
    changes.push('request_told', '-info_in', '-term_over', '-undelivered');
  if (after.reason === AGENCY && before.reason !== AGENCY && before.holder === 'epgu')
    changes.push('foiv_wait');
  if (facts.has('foiv_wait') && after.holder === 'stp' && commented)
    changes.push('foiv_answer', '-foiv_wait');
  if (went('stp', 'epgu') && after.state === 'Решен')
    changes.push('stp_solved', ...(path === 'phone' ? ['solution'] : []));
  if (ticket.linked.length > 0 && (intent === 'Претензия' || set?.group === 'ГРП'))
    changes.push('claim_pending', 'claim_link', 'claim_number', 'claim_term');
  if (intent === 'Звонок переведён' || (path === 'phone' && set?.reason === 'Передан звонком'))
    changes.push('call_passed', 'number_22');
  if (intent === 'Не по Проекту' && by !== 'citizen') changes.push('not_project');
  if (intent === 'Закрыть как исключение' && comment !== undefined) changes.push('exception');
  return changes;
};

/** What an act changes of the evidence. `rests`: the ticket before it and when the companion had come to rest upon it. */
export const changesOf = (
  act: CheckAct,
  facts: ReadonlySet<string>,
  rests: readonly [Rest, Rest],
  world: World,
  path: string,
): Changes => {
  const [before] = rests;
  // What is done to a request that has ended lawfully is no part of it.
  const isEnded = facts.has('ended');
  const said = isEnded ? [] : ofArticle(act, facts, before, path);
  const heard = ofLetter(act, facts, before);
  const recorded = isEnded ? [] : ofRecord(act, withChanges(facts, said));
  const known = withChanges(facts, [...said, ...heard, ...recorded]);
  const time =
    act.clock !== undefined && known.has('request_told') && !known.has('info_in') ? ['term_over'] : [];
  // Whose the step is that the ticket stands by; what others did to it since is another's step when it opened the ticket again.
  const [was, is] = rests;
  const isHead = act.by === 'shift_head' || act.by === 'chief';
  const moved = was.holder !== is.holder || was.state !== is.state;
  const stands = isHead && moved ? ['by_head'] : moved && is.state !== 'Закрыт' ? ['-by_head'] : [];
  const noted = act.comment !== undefined || act.article?.type === 'note';
  // A head's ending with a ground is a named one.
  const ground = (isHead || known.has('by_head')) && noted ? ['head_reason'] : [];
  return [
    ...said,
    ...heard,
    ...recorded,
    ...(isEnded ? [] : ofWay(act, known, rests, world, path)),
    ...time,
    ...stands,
    ...ground,
    ...(withChanges(known, [...stands, ...ground]).has('by_head') &&
    (known.has('head_reason') || ground.length > 0) &&
    is.state === 'Закрыт'
      ? ['exception']
      : []),
  ];
};
