/**
 * The walk: from every place a request lawfully comes to, every class of act by anybody, at most two deep, with the companion at work and
 * with it down meanwhile. At rest no request stands closed without a ground of the oracle. WALK=full walks every pair (many minutes);
 * else one of STRIDE pairs, always the same.
 */
import { createHash } from 'node:crypto';
import { fixtures, type CheckAct } from './checks.js';
import { actsOn, wordsOf } from './acts.js';
import { changesOf, restOf, withChanges } from './ledger.js';
import { fixtureOf, historyOf } from './judge.js';
import { placeAtoms, unlawfulEnds } from './oracle.js';
import { play } from './play.js';
import { clausesInForce, look, movesOfMap, partiesWithout, Unplayable, type World } from './world.js';

const full = process.env['WALK'] === 'full';
const STRIDE = full ? 1 : 97;
const ORIGIN = 'СП РПГУ::Самарская область';
const clauses = clausesInForce();

interface Stand {
  readonly world: World;
  readonly facts: ReadonlySet<string>;
  readonly path: string;
  /** What was shown before anybody did anything. */
  readonly shown: ReadonlySet<string>;
}

/** Facts that a fixture's history leaves, as its author says. */
const factsOf = (name: string): Set<string> => {
  const left = historyOf(name).reduce<Set<string>>(
    (facts, { ev = [], article }) =>
      withChanges(facts, [...ev, ...(article?.type === 'email' ? ['by_mail'] : [])]),
    new Set(),
  );
  return withChanges(left, fixtures[name]?.place.state === 'Закрыт' ? ['ended'] : []);
};

const copy = (world: World): World => ({ ...world, said: [], mailed: 0, shown: [...world.shown] });

/** What is not lawful of the end it stands at, and whether «Требует внимания» says that something of it is not. */
const judged = ({
  world,
  facts,
  path,
  shown,
}: Stand): { readonly kind: string; readonly isShown: boolean } | null => {
  const { group, state, attributes } = world.facts;
  const isShown = world.shown.some(({ clause, text }) => !shown.has(`${clause} ${text}`));
  const records: Readonly<Record<string, string>> = { найдено: 'faq_found', 'не найдено': 'faq_not_found' };
  const record = records[String(attributes['faq_result'] ?? '')];
  const [kind] = unlawfulEnds(
    new Set([
      ...placeAtoms(path, { group, state, reason: String(attributes['state_reason'] ?? '') }, ORIGIN),
      ...facts,
      ...(isShown ? ['shown'] : []),
      ...(record === undefined ? [] : [record]),
    ]),
  );
  return kind === undefined ? null : { kind, isShown };
};

/** Null: one ticket cannot play it. */
const after = ({ world, facts, path, shown }: Stand, act: CheckAct): Stand | null => {
  const next = copy(world);
  const before = restOf(next);
  try {
    play(next, act, clauses);
  } catch (error) {
    if (error instanceof Unplayable) return null;
    throw error;
  }
  const changes = changesOf(act, facts, [before, restOf(next)], next, path);
  const stand = { world: next, facts: withChanges(facts, changes), path, shown };
  // What a head has ended is a head's to mend.
  const isEnded = next.facts.closed && !next.down && !stand.facts.has('by_head') && judged(stand) === null;
  return isEnded ? { ...stand, facts: withChanges(stand.facts, ['ended']) } : stand;
};

const starts = Object.entries(fixtures).flatMap(([name, { path }]) => {
  const found = fixtureOf(name, clauses);
  if (found === null) return [];
  const shown = new Set(found.world.shown.map(({ clause, text }) => `${clause} ${text}`));
  return [{ name, isThere: found.isThere, stand: { world: found.world, facts: factsOf(name), path, shown } }];
});

const down = ({ world, ...stand }: Stand): Stand => ({ ...stand, world: { ...copy(world), down: true } });
const up = ({ world, ...stand }: Stand): Stand => {
  const next = { ...copy(world), down: false };
  look(next, clauses);
  return { ...stand, world: next };
};

/** Ends that stand all the same, each of one kind, and why. */
const LEFT: readonly { readonly ways: RegExp; readonly kind: string; readonly why: string }[] = [
  {
    ways: /^P-ET: (.*«Ответ готов».*; (\w+: .*(В работе|Назначен)|autoreply: )|autoreply: .*; .*«Ответ готов»).*down/u,
    kind: 'U-E-16',
    why: 'said where a solution was told, and looked at where somebody had moved the ticket on: what was told is an answer there (3.4.1)',
  },
  {
    ways: /^P-37: time: 6 days; epgu: .*down/u,
    kind: 'U-E-25',
    why: 'ended by silence (3.7.2) before the act, which is undone; the ledger takes the ticket as closed by whoever moved it',
  },
  {
    ways: /^W-STPW: shift_head: .*Неразобранные.*; shift_head: «Не по Проекту» comment.*down/u,
    kind: 'U-E-29',
    why: 'a shift head took it out and gave the reason in words with the end: what a head does stands then (GR-F)',
  },
];

const AWAY = ' (companion down)';

/** Pairs by what they are, so that one more act elsewhere leaves the choice alone; those that are let stand always. */
const isPicked = (pair: string): boolean =>
  createHash('sha1').update(pair).digest().readUInt32BE() % STRIDE === 0 ||
  LEFT.some(({ ways }) => ways.test(`${pair}${AWAY}`));

test('no request ends unlawfully, whatever anybody does to it', () => {
  const found = { silent: new Map<string, string[]>(), shown: new Map<string, string[]>() };
  const size = { single: 0, pairs: 0, ends: 0, unplayable: 0 };
  const left = new Set<string>();
  const tell = (stand: Stand, how: string): void => {
    if (stand.world.facts.closed) size.ends += 1;
    const fault = judged(stand);
    if (fault === null) return;
    const known = LEFT.find(({ ways, kind }) => ways.test(how) && fault.kind.startsWith(`${kind} `));
    if (known !== undefined) {
      left.add(known.why);
      return;
    }
    const kept = found[fault.isShown ? 'shown' : 'silent'];
    kept.set(fault.kind, [...(kept.get(fault.kind) ?? []), how]);
  };
  for (const { name, stand } of starts)
    for (const first of actsOn(stand.world)) {
      const once = after(stand, first);
      if (once === null) {
        size.unplayable += 1;
        continue;
      }
      size.single += 1;
      tell(once, `${name}: ${wordsOf(first)}`);
      for (const second of actsOn(once.world)) {
        const pair = `${name}: ${wordsOf(first)}; ${wordsOf(second)}`;
        if (!isPicked(pair)) continue;
        for (const meanwhile of [false, true]) {
          const begun = meanwhile ? after(down(stand), first) : once;
          const twice = begun === null ? null : after(begun, second);
          if (twice === null) {
            size.unplayable += 1;
            continue;
          }
          size.pairs += 1;
          tell(meanwhile ? up(twice) : twice, `${pair}${meanwhile ? AWAY : ''}`);
        }
      }
    }
  process.stdout.write(
    `walk of ends: ${starts.length} places, ${size.single} acts, ${size.pairs} pairs, ${size.ends} ends, ${size.unplayable} that one ticket cannot play\n`,
  );
  for (const [kind, ways] of found.shown) process.stdout.write(`shown, ${kind}: ${ways.length}\n`);
  for (const [kind, ways] of found.silent)
    process.stdout.write(
      `${kind}: ${ways.length}\n${ways
        .slice(0, 5)
        .map((way) => `    ${way}\n`)
        .join('')}`,
    );
  expect([...found.silent.keys()]).toEqual([]);
  // What is no longer met is struck off.
  expect(LEFT.flatMap(({ why }) => (left.has(why) ? [] : [why]))).toEqual([]);
});

/** Where the regulation does not say the place of the primary after a claim by telephone, the map says another than the fixture. */
const ELSEWHERE = ['P-CL'];

test('every place is come to by its own lawful acts', () => {
  expect(starts.filter(({ isThere }) => !isThere).map(({ name }) => name)).toEqual(ELSEWHERE);
});

test.each([
  ['4.2', 'W-NS'],
  ['4.3', 'W-EPGU'],
  ['4.5.4', 'W-STP'],
  ['4.7', 'W-47'],
  ['4.7.1', 'W-471'],
  ['4.8.2', 'W-FE'],
  ['4.9', 'W-FSTP'],
  ['4.1.1', 'W-411'],
  ['4.12.1', 'W-DONE'],
  ['3.2', 'P-RZ'],
])('without «%s» of the map the walk has no place %s to begin at', (move, place) => {
  expect(movesOfMap.map(({ id }) => id)).toContain(move);
  expect(fixtureOf(place, clauses)?.isThere).toBe(true);
  expect(fixtureOf(place, clauses, partiesWithout(move))?.isThere).toBe(false);
});
