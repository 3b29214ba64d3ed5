/**
 * The whole abstract state space of a ticket, walked: wherever a ticket stands, whoever moved it last, the clauses in
 * force come to rest, none undoes what another did, and nothing is routed, closed or wiped that the regulation does not
 * say. Every point of group × state × reason × act is visited, and every group × state meets all pairs of values of the
 * other axes. STATE_SPACE=full has every point of the four meet all those pairs (some minutes), and prints who reads and
 * who speaks where.
 */
import { bindClauses, evaluate, type BoundClause } from '../../plugin/engine/evaluate.js';
import type { TicketFacts } from '../../triggers/types.js';
import { core, coveringRows, productOf, rest, ticketAt, type Core, type Rest } from './state-space/axes.js';
import { walk, type Walk, type Write } from './state-space/walk.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const full = process.env['STATE_SPACE'] === 'full';
const clauses = bindClauses(config.clauses);
const kindOf = new Map(
  config.clauses.flatMap((clause) =>
    clause.enforcer === 'companion' ? [[clause.ids[0] ?? '', clause.rule.kind] as const] : [],
  ),
);
const context = contextOf('R-4.2.3');
const later = { ...context, now: new Date(NOW.getTime() + 60_000) };

/** What no clause speaks to, and why. */
const leftAlone: readonly { readonly cells: RegExp; readonly why: string }[] = [
  { cells: /: Закрыт × .*companion/, why: 'what the companion closed itself had its evidence' },
  {
    cells: /РПГУ: (Новый|Назначен|В работе) × (—|Информация получена|Зарегистрирована претензия) /,
    why: 'a region at its own work: no clause gives it a term',
  },
  {
    cells: /РПГУ: В ожидании \(без срока\) × Информация/,
    why: 'no place of the map, and the form offers no such pair',
  },
  { cells: /РПГУ: .* × Вне .*companion/, why: 'a return that is the companion’s own is not judged again' },
];

/** Attributes that clauses read and the space holds constant, and why. */
const sameToAll: Readonly<Record<string, string>> = {
  birth_date: 'gate: as СНИЛС',
  citizen_name: 'gate: as СНИЛС',
  claim_due: 'a later day is only kept',
  contact_method: 'gate: as СНИЛС',
  contact_value: 'gate: as СНИЛС',
  foiv_request_date: 'as foiv_name',
  foiv_request_number: 'only told when it is missing',
  inn: 'gate: as СНИЛС',
  letters_read_up_to: 'a letter is read before the ticket goes anywhere; asking for data: intake.test.ts',
  other_sender: 'decides of a letter from elsewhere, and no ticket of the space has one: test/scenario/trust',
  portal_request_number: 'only told when it is missing',
  portal_service: 'only told when it is missing',
  repeat_count: 'only counted on',
  request_summary: 'gate: as СНИЛС',
  words_told_up_to: 'says which words were carried, and moves nothing: test/scenario/stories/repeats.ts',
};

/** Kinds that look after what is written on a ticket, whatever its state. */
const watchers = [
  'protocol-in-force',
  'recorded-fields',
  'expected-fields',
  'request-channel',
  'call-transfer',
];

/** A ticket in good order: nothing on it calls for a clause but where and how it stands. */
const plain: Rest = {
  ...{ event: 'helpdesk moved it', data: 'complete', intake_channel: 'Письменное', request_kind: 'Инцидент' },
  ...{
    faq_result: 'не найдено',
    federal_kb_result: 'найдено',
    foiv_notice: 'выполнено',
    foiv_name: 'Росреестр',
  },
  ...{ wait_source: null, citizen_consent: null, transition_comment: null, last_federal_group: 'СП ЕПГУ' },
  ...{ region: 'bashkortostan', claim: 'none', claim_number: null, claim_link: null, earlier: 'none' },
  ...{ disagreement_count: null, calendar_version: null, next_task: null, tag: null, minutesAgo: 1 },
};

/** The facts, noting which attributes are read. */
const watched = (facts: TicketFacts, names: Set<string>): TicketFacts => ({
  ...facts,
  attributes: new Proxy(facts.attributes, {
    get: (held, name) => {
      if (typeof name !== 'string') return undefined;
      names.add(name);
      return held[name];
    },
  }),
});

/** Findings by what is wrong and who did it, with the first ticket it happened to. */
const findings = new Map<string, { count: number; example: string }>();
const find = (fault: string, example: () => string): void => {
  const found = findings.get(fault);
  if (found === undefined) findings.set(fault, { count: 1, example: example() });
  else found.count += 1;
};
const faultsOf = (kind: string): string[] =>
  [...findings]
    .filter(([fault]) => fault.startsWith(`${kind}: `))
    .map(([fault, { count, example }]) => `${fault} (${count} tickets, as ${example})`);

/** The clauses that wrote a field back and forth: `R-1 sets state «A» → «B», R-2 sets state «B» → «A»`. */
const chaseOf = ({ writes }: Walk): string => {
  const contested = writes.filter(({ field, from, to }) =>
    writes.some((back) => back.field === field && back.to === from && back.from === to),
  );
  const words = ({ clause, field, from, to }: Write) =>
    `${clause} sets ${field} «${from ?? ''}» → «${to ?? ''}»`;
  return [...new Set((contested.length > 0 ? contested : writes).map(words))].join(', ');
};

const citizenData = Object.keys(ticket().attributes);

/** The moves of the map that the operator's word can mean where the ticket stands. */
const meantBy = (facts: TicketFacts) =>
  context.process.meantBy(facts, String(facts.attributes['regulation_act']));

/** Where a clause of this kind may send a ticket; a region's own ticket may always go home. */
const isLegalRoute = ({ clause, to, facts }: Write): boolean => {
  const kind = kindOf.get(clause);
  const home = context.regions.get(facts.region ?? '')?.group;
  if (to === home) return true;
  const back = facts.transitions.some(({ field, from }) => field === 'group' && from === to);
  const holder = to === context.entryGroup || to === facts.attributes['last_federal_group'] || back;
  const { process } = context;
  // A region that had a part in the request: the one that passed it on.
  if (back && process.deskOf(String(to)) === process.map.regions) return true;
  switch (kind) {
    case 'transition-comment':
    case 'lawful-ending':
    case 'agency-hold':
      return back;
    case 'intention':
      return (
        back ||
        meantBy(facts).some(
          ({ desk }) =>
            desk === to || back || (desk !== null && holder && context.federalGroups.includes(String(to))),
        )
      );
    case 'disagreement':
      return to === context.entryGroup;
    case 'entry-desk':
    case 'forward-answer':
    case 'agency-notice':
      return holder && context.federalGroups.includes(String(to));
    case 'route-by-state':
      return to === 'СП ЕПГУ' && facts.group === 'СТП ЕПГУ' && facts.state === 'Решен';
    case 'agency-answer':
      return to === 'СТП ЕПГУ';
    default:
      return false;
  }
};

/** A duplicate of a claim is closed with its number in it; an undone step may have been the reopening; or the map lets it end. */
const isLegalClose = ({ clause, facts }: Write): boolean =>
  (kindOf.get(clause) === 'intention' && meantBy(facts).some(({ ends }) => ends)) ||
  (kindOf.get(clause) === 'claim-recorded' && facts.attributes['claim_link'] === 'дубликат') ||
  (kindOf.get(clause) === 'transition-comment' &&
    facts.transitions.some(({ field, from }) => field === 'state' && from === 'Закрыт'));

const check = (walked: Walk, name: () => string): void => {
  const { end, writes, notes, created, relayed } = walked;
  if (end === 'chase') find(`chase: ${chaseOf(walked)}`, name);
  if (end === 'restless') find(`restless: ${chaseOf(walked)}`, name);
  for (const clause of new Set(notes.filter((one, index) => notes.indexOf(one) !== index)))
    find(`notes: ${clause} says it twice`, name);
  if (created.length > 1) find(`made: ${created.length} tickets`, name);
  if (relayed.length > 2) find(`made: ${relayed.length} relays`, name);
  for (const write of writes) {
    const { clause, field, from, to } = write;
    if (field === 'group' && !isLegalRoute(write))
      find(`route: ${clause} moves «${from ?? ''}» → «${to ?? ''}»`, name);
    if (field === 'state' && to === 'Закрыт' && !isLegalClose(write)) find(`close: ${clause}`, name);
    if (citizenData.includes(field) && from !== null) find(`data: ${clause} overwrites ${field}`, name);
  }
};

/** The core is so large that each of its points is given one row in so many, in turn. */
const SHARE = 9;
const rows = coveringRows(rest, 2);
const points = productOf(core);
const size = { states: 0, transitions: 0, longest: 0 };
const visit = (point: Core, row: Rest): void => {
  const start = ticketAt(point, row);
  const name = () => JSON.stringify({ ...point, ...row });
  const walked = walk(start, clauses, context);
  size.states += 1;
  size.transitions += walked.rounds;
  size.longest = Math.max(size.longest, walked.rounds);
  check(walked, name);
  if (walked.end !== 'rest') return;
  const again = walk(walked.facts, clauses, later, walked.done);
  if (again.rounds > 0)
    find(
      `again: ${[...again.writes.map(({ clause }) => clause), ...again.notes].join()} acts on what is at rest`,
      name,
    );
};

beforeAll(
  () => {
    points.forEach((point, index) => {
      rows.forEach((row, turn) => {
        if (full || (index + turn) % SHARE === 0) visit(point, row);
      });
    });
    process.stdout.write(
      `state space: ${size.states} states, ${size.transitions} transitions, longest path ${size.longest}\n`,
    );
  },
  full ? 3_600_000 : 180_000,
);

test.each([
  ['chase', 'no clause pair writes a field back and forth'],
  ['restless', 'every path comes to rest within the rounds of one look'],
  ['again', 'a second look at what is at rest does nothing'],
  ['notes', 'a clause leaves one note at most on the way'],
  ['made', 'one claim, one word to each other ticket at most'],
  ['route', 'tickets go home, to the desk they came from, or where the clause says'],
  [
    'close',
    'nothing is closed but a duplicate of a claim, or what an operator ends where the map lets it end',
  ],
  ['data', 'what a citizen gave is never overwritten'],
])('%s: %s', (kind) => {
  expect(faultsOf(kind)).toEqual([]);
});

test('each side × state × reason has a clause that speaks after each event, or is left alone for a reason', () => {
  const speakers = clauses.filter(({ id }) => !watchers.includes(kindOf.get(id) ?? ''));
  const silent = core.state.flatMap((state) =>
    core.state_reason.flatMap((state_reason) =>
      [true, false].flatMap((federal) =>
        rest.event.flatMap((event) => {
          const heard = core.group
            .filter((group) => context.federalGroups.includes(group) === federal)
            .map((group) =>
              ticketAt({ group, state, state_reason, regulation_act: null }, { ...plain, event }),
            )
            .flatMap((facts) => evaluate(facts, speakers, context))
            .filter(({ verdict: { status } }) => status !== 'notApplicable' && status !== 'met');
          const cell = `${federal ? 'СП ЕПГУ' : 'СП РПГУ'}: ${state} × ${state_reason ?? '—'} × ${event}`;
          if (full) process.stdout.write(`${cell}: ${heard.map(({ clause }) => clause).join(' ')}\n`);
          return heard.length === 0 ? [cell] : [];
        }),
      ),
    ),
  );
  const why = leftAlone.map(({ cells }) => silent.filter((cell) => cells.test(cell)));
  expect(silent.filter((cell) => !leftAlone.some(({ cells }) => cells.test(cell)))).toEqual([]);
  expect(leftAlone.filter((_, index) => why[index]?.length === 0)).toEqual([]);
});

test('what clauses read of a ticket is an axis of the space, or all the same to where it goes', () => {
  const read = new Map<string, Set<string>>();
  const varied = new Map<string, Set<unknown>>();
  points.forEach((point, index) => {
    const facts = ticketAt(point, rows[index % rows.length] ?? (rows[0] as Rest));
    for (const [name, value] of Object.entries(facts.attributes))
      varied.set(name, (varied.get(name) ?? new Set()).add(value ?? null));
    for (const { id, judge } of clauses) {
      const names = read.get(id) ?? new Set<string>();
      read.set(id, names);
      judge(watched(facts, names), { ...context, clause: id });
    }
  });
  if (full) for (const [id, names] of read) process.stdout.write(`${id} reads ${[...names].join(', ')}\n`);
  const constant = [...new Set([...read.values()].flatMap((names) => [...names]))].filter(
    (name) => (varied.get(name)?.size ?? 0) < 2,
  );
  expect(constant.toSorted()).toEqual(Object.keys(sameToAll).toSorted());
});

const fake = (id: string, from: string, to: string): BoundClause => ({
  id,
  mode: 'act',
  needs: () => [],
  judge: (facts) => ({
    status: facts.state === from ? 'due' : 'met',
    because: { clause: id, text: '', facts: {} },
    actions: [{ do: 'set', fields: { state: to } }],
  }),
});

test('two clauses that undo each other are caught, and named', () => {
  const pair = [fake('R-0.1', 'Назначен', 'В работе'), fake('R-0.2', 'В работе', 'Назначен')];
  const walked = walk(ticket({ state: 'Назначен' }), pair, context);
  expect([walked.end, chaseOf(walked)]).toEqual([
    'chase',
    'R-0.1 sets state «Назначен» → «В работе», R-0.2 sets state «В работе» → «Назначен»',
  ]);
});
