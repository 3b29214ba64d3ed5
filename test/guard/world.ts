/**
 * One ticket in the pure core: the hands of people, mail and Zammad's own clock and triggers on one side, the engine's judging and
 * deciding on the other, minute by minute.
 */
import { regionGroup } from '../../config/regions.js';
import type { Region } from '../../config/schema/region.js';
import { bindClauses, type BoundClause } from '../../plugin/engine/evaluate.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import type { ArticleFacts, RuleContext, TicketFacts } from '../../triggers/types.js';
import { walk } from '../triggers/state-space/walk.js';
import { config as shipped, ticket } from '../triggers/tickets.js';

export type Value = string | number | boolean | null;

const [sample] = [...shipped.regions.values()];
if (sample === undefined) throw new Error('the configuration has no region');
const madeUp = (id: string, name: string, timeZone: string): [string, Region] => [
  id,
  { ...sample, id, name, timeZone, holidays: [] },
];
const config = {
  ...shipped,
  regions: new Map<string, Region>([
    madeUp('samara', 'Самарская область', 'Europe/Samara'),
    madeUp('tatarstan', 'Республика Татарстан', 'Europe/Moscow'),
    ...shipped.regions,
  ]),
};
const parties = partiesOf(config);

/** The same world without one move or ending of the map. */
export const partiesWithout = (id: string): typeof parties => {
  const { process } = config;
  const without = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
    all.filter((one) => one.id !== id);
  return partiesOf({
    ...config,
    process: { ...process, moves: without(process.moves), endings: without(process.endings) },
  });
};

/** Moves and endings that persons make. */
export const movesOfMap = [...config.process.moves, ...config.process.endings];

/** All clauses in force. */
export const clausesInForce = (): BoundClause[] => bindClauses(config.clauses);

const GROUPS: Readonly<Record<string, string>> = { Неразобранные: 'Неразобранные обращения' };
export const INTENTS: Readonly<Record<string, string>> = {
  Взять: 'Взять в работу',
  'Ответ сообщён': 'Ответ готов',
};
const VALUES: Readonly<Record<string, string>> = { письменный: 'Письменное', телефон: 'Телефонное' };
const LABELS = new Map<string, string>([
  ...config.helpdesk.object_manager_attributes.wanted
    .filter(({ object }) => object === 'Ticket')
    .map(({ display, name }) => [display, name] as const),
  ['Контакт', 'contact_value'],
  ['Согласие', 'citizen_consent'],
  ['Ведомство', 'foiv_name'],
  ['Тип связи', 'claim_link'],
  ['Основание', 'data_waiver_reason'],
  ['Причина исключения', 'transition_comment'],
]);
export const FEDERAL = config.federal.groups;

/** Names of groups as the product has them. */
export const groupOf = (name: string): string => GROUPS[name] ?? name;

export interface World {
  readonly parties: typeof parties;
  facts: TicketFacts;
  now: Date;
  down: boolean;
  done: ReadonlySet<string>;
  /** Texts of our notes, and mails to the citizen, since the last `forget`. */
  said: string[];
  mailed: number;
  /** Clauses that show something at rest, by the regulation's numbers. */
  shown: { readonly clause: string; readonly text: string }[];
}

/** Something this world cannot play. */
export class Unplayable extends Error {}

const START = new Date('2026-03-16T09:00:00+04:00');

export const newWorld = (
  group: string,
  state: string,
  fields: Readonly<Record<string, Value>>,
  at?: string,
  around: typeof parties = parties,
): World => {
  const born = at === undefined ? START : new Date(at);
  const world: World = {
    parties: around,
    facts: {
      ...ticket(),
      group: groupOf(group),
      state,
      owner: null,
      region: 'samara',
      attributes: {},
      createdAt: born,
      updatedAt: born,
      mailTo: 'citizen@example.org',
    },
    now: born,
    down: false,
    done: new Set(),
    said: [],
    mailed: 0,
    shown: [],
  };
  const attributes = attributesOf(fields, world.facts.group);
  world.facts = { ...world.facts, attributes, region: regionOf(attributes, world.facts.group) };
  return world;
};

const regionOf = (attributes: TicketFacts['attributes'], group: string): string | null => {
  const said = attributes['region'];
  if (typeof said === 'string' && said !== '') return said;
  return [...config.regions].find(([, region]) => regionGroup(region) === group)?.[0] ?? null;
};

export const attributesOf = (
  fields: Readonly<Record<string, Value>>,
  group: string,
): Record<string, Value> => {
  const attributes: Record<string, Value> = {};
  for (const [label, value] of Object.entries(fields)) {
    const name = LABELS.get(label);
    if (name === undefined) throw new Unplayable(`поля «${label}» здесь нет`);
    if (name === 'region') {
      const id = [...config.regions.values()].find((one) => one.name === value)?.id;
      if (id === undefined) throw new Unplayable(`региона «${String(value)}» здесь нет`);
      attributes[name] = id;
    } else
      attributes[name] =
        name === 'intake_channel' && typeof value === 'string' ? (VALUES[value] ?? value) : value;
  }
  const home = regionOf(attributes, group);
  return { ...attributes, ...(home !== null && { region: home }) };
};

/** Letters from addresses that an operator knew are the citizen's whenever the ticket is read again. */
const recognised = (facts: TicketFacts): TicketFacts => {
  const addresses = String(facts.attributes['confirmed_senders'] ?? '').split(' ');
  const isTheirs = ({ from, address }: ArticleFacts): boolean =>
    from === 'stranger' && address !== undefined && addresses.includes(address);
  return facts.articles.some(isTheirs)
    ? {
        ...facts,
        letters: [],
        articles: facts.articles.map((article) =>
          isTheirs(article) ? { ...article, from: 'citizen', writer: 'citizen', confirmed: true } : article,
        ),
      }
    : facts;
};

/** The engine looks until it is quiet. */
export const look = (world: World, clauses: readonly BoundClause[]): void => {
  if (world.down) return;
  const context: RuleContext = {
    ...world.parties,
    clause: 'R-4.2.3',
    now: new Date(world.now.getTime() + 2_000),
  };
  const walked = walk(world.facts, clauses, context, world.done, recognised);
  if (walked.end !== 'rest') throw new Error(`not at rest: ${walked.notes.join()} (${walked.end})`);
  world.facts = walked.facts;
  world.done = walked.done;
  world.said.push(...walked.said);
  world.mailed += walked.mailed;
  world.shown = walked.judged.flatMap(({ cited, mode, aside, verdict }) =>
    verdict.status === 'flagged' && mode !== 'observe' && aside !== true
      ? [{ clause: cited, text: verdict.because.text }]
      : [],
  );
};
