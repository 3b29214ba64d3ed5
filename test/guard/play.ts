/** The hands of people, mail, and Zammad's own clock and triggers, upon the ticket of a world. */
import type { BoundClause } from '../../plugin/engine/evaluate.js';
import type { ArticleFacts, LetterFacts, TicketFacts, Transition } from '../../triggers/types.js';
import type { CheckAct } from './checks.js';
import { ACTORS, DESKS, HEADS, STRANGERS } from './people.js';
import {
  attributesOf,
  FEDERAL,
  groupOf,
  INTENTS,
  look,
  Unplayable,
  type Value,
  type World,
} from './world.js';

const minutes = (from: Date, many: number): Date => new Date(from.getTime() + many * 60_000);

const put = (
  world: World,
  field: string,
  to: Value,
  { by, head, desks, at }: Pick<Transition, 'by' | 'head' | 'desks' | 'at'>,
): void => {
  const { facts } = world;
  const held: Value =
    field === 'group' || field === 'state' || field === 'owner'
      ? facts[field]
      : field === 'pending_time'
        ? (facts.pendingUntil?.toISOString() ?? null)
        : (facts.attributes[field] ?? null);
  if (held === to) return;
  const text = (one: Value): string | null => (one === null ? null : String(one));
  const change = {
    at,
    by,
    field,
    from: text(held),
    to: text(to),
    ...(head === true && { head }),
    ...(desks && { desks }),
  };
  const moved = { ...facts, transitions: [...facts.transitions, change], updatedAt: at, updatedBy: by };
  if (field === 'group') world.facts = { ...moved, group: String(to) };
  else if (field === 'state') {
    const closed = to === 'Закрыт';
    world.facts = { ...moved, state: String(to), closed, closedAt: closed ? at : facts.closedAt };
  } else if (field === 'owner') world.facts = { ...moved, owner: text(to) };
  else if (field === 'pending_time')
    world.facts = { ...moved, pendingUntil: to === null ? null : new Date(String(to)) };
  else world.facts = { ...moved, attributes: { ...facts.attributes, [field]: to } };
  if (field === 'region') world.facts = { ...world.facts, region: text(to) };
};

const added = (world: World, article: Omit<ArticleFacts, 'id' | 'createdAt'>, at: Date): void => {
  const { facts } = world;
  world.facts = {
    ...facts,
    updatedAt: at,
    articles: [...facts.articles, { ...article, id: 100 + facts.articles.length, createdAt: at }],
  };
};

/** What Zammad itself does upon a change of anybody but us. */
const zammad = (world: World, was: TicketFacts, at: Date): void => {
  const by = { by: 'helpdesk' as const, at };
  const { facts } = world;
  if (facts.state !== 'В ожидании' && facts.pendingUntil !== null) put(world, 'pending_time', null, by);
  if (facts.group !== was.group && FEDERAL.includes(facts.group))
    put(world, 'last_federal_group', facts.group, by);
  if (
    facts.closed &&
    !was.closed &&
    facts.attributes['state_reason'] === 'Запрошена информация (пользователь)'
  )
    put(world, 'state_reason', 'Нет ответа пользователя', by);
};

/** A region has no right on a federal desk's tickets: Zammad offers it no macro there and takes no article. */
const isRefused = ({ facts }: World, { by, intent, article, set }: CheckAct): boolean =>
  (by === 'region' || by === 'region2') &&
  set === undefined &&
  (intent !== undefined || article !== undefined) &&
  !facts.closed &&
  FEDERAL.includes(facts.group);

/** What is read of a letter that says nothing of a person. */
const letterOf = (article: number): LetterFacts => ({
  article,
  sender: 'citizen',
  writer: 'other',
  automatic: false,
  region: null,
  fields: {},
  faults: [],
  citizen: { name: null, mail: null, phone: null, snils: null },
  copies: [],
});

const received = (world: World, { by, mail }: CheckAct, at: Date): void => {
  const automatic = by === 'autoreply' || by === 'mailer';
  if (world.facts.closed || mail?.refs === 'none') throw new Unplayable('письмо создаёт новый тикет');
  const isOther = STRANGERS.includes(by ?? '');
  added(
    world,
    {
      from: isOther ? 'stranger' : 'citizen',
      channel: 'email',
      internal: false,
      automatic,
      bounce: by === 'mailer',
      ...(isOther && { writer: 'other', address: `${by ?? ''}@example.net` }),
    },
    at,
  );
  const { id } = world.facts.articles.at(-1) as ArticleFacts;
  // What the citizen's own letters say is read in other tests.
  world.facts = { ...world.facts, letters: isOther ? [letterOf(id)] : [] };
  if (world.facts.state !== 'Новый')
    put(world, 'state', 'Назначен', { by: isOther ? 'stranger' : 'citizen', at });
};

const changed = (world: World, act: CheckAct, at: Date): void => {
  const desks = DESKS[act.by ?? ''];
  const by = {
    by: ACTORS[act.by ?? ''] ?? ('operator' as const),
    head: HEADS.includes(act.by ?? ''),
    ...(desks && { desks }),
    at,
  };
  const { set, intent, comment } = act;
  if (comment !== undefined) put(world, 'transition_comment', comment, by);
  for (const [name, value] of Object.entries(attributesOf(act.fields ?? {}, ''))) put(world, name, value, by);
  // The word on a letter from elsewhere is a field of its own.
  if (intent === 'Это заявитель') put(world, 'other_sender', 'заявитель', by);
  else if (intent !== undefined) put(world, 'regulation_act', INTENTS[intent] ?? intent, by);
  if (set === undefined) return;
  if (set.group !== undefined) put(world, 'group', groupOf(set.group), by);
  if (set.state !== undefined) put(world, 'state', set.state, by);
  if (set.reason !== undefined) put(world, 'state_reason', set.reason, by);
  if (set.owner !== undefined) put(world, 'owner', set.owner, by);
  if (set.type !== undefined) put(world, 'request_kind', set.type, by);
  if (set.pending_time !== undefined)
    put(
      world,
      'pending_time',
      set.pending_time === null ? null : new Date(set.pending_time).toISOString(),
      by,
    );
  for (const [name, value] of Object.entries(attributesOf(set.fields ?? {}, ''))) put(world, name, value, by);
  const tags = (set.tags ?? []).map((tag) => tag.replace(/^\+/, ''));
  world.facts = { ...world.facts, tags: [...new Set([...world.facts.tags, ...tags])] };
};

const written = (world: World, { by, article }: CheckAct, at: Date): void => {
  if (article === undefined) return;
  const outside = article.to === 'robot' || article.to === 'stranger' || article.to === 'grp';
  added(
    world,
    {
      from: ACTORS[by ?? ''] ?? 'operator',
      ...(HEADS.includes(by ?? '') && { head: true as const }),
      channel: article.type,
      internal: article.type === 'note' || article['internal'] === true,
      automatic: false,
      ...(outside && { toCitizen: false }),
    },
    at,
  );
};

/** What can be played on one ticket. */
const PLAYED = ['by', 'intent', 'comment', 'fields', 'set', 'article', 'mail', 'event', 'clock', 'companion'];
const BESIDES = ['at', 'ev', 'macro', 'via', 'mass', 'repeat', 'create', 'kb', 'note'];

const dueClose = (world: World, clauses: readonly BoundClause[], until: Date): void => {
  const { pendingUntil, state } = world.facts;
  if (state !== 'В ожидании' || pendingUntil === null || pendingUntil > until) return;
  world.now = pendingUntil > world.now ? pendingUntil : world.now;
  const was = world.facts;
  put(world, 'state', 'Закрыт', { by: 'helpdesk', at: world.now });
  zammad(world, was, world.now);
  look(world, clauses);
};

/** Plays one act and lets everybody react. Throws Unplayable. */
export const play = (world: World, act: CheckAct, clauses: readonly BoundClause[]): void => {
  const strange = Object.keys(act).find((key) => ![...PLAYED, ...BESIDES].includes(key));
  if (strange !== undefined) throw new Unplayable(`«${strange}» на одном тикете не сыграть`);
  if (act.companion === 'down') {
    world.down = true;
    return;
  }
  const at = act.clock ?? act.at;
  const then = at === undefined ? minutes(world.now, 1) : new Date(at);
  if (then > world.now) {
    dueClose(world, clauses, then);
    world.now = then > world.now ? then : world.now;
  }
  if (act.companion === 'up') world.down = false;
  const was = world.facts;
  if (act.mail !== undefined) received(world, act, world.now);
  else if (act.event === 'pending-close') dueClose(world, clauses, world.now);
  else if (act.event === 'scheduler-close' || act.event === 'foreign-trigger-close') {
    if (!world.facts.closed) put(world, 'state', 'Закрыт', { by: 'helpdesk', at: world.now });
  } else if (act.event === 'delivery-failed') {
    const sent = world.facts.articles.findLast(
      ({ from, channel }) => from === 'operator' && channel === 'email',
    );
    added(
      world,
      {
        from: 'helpdesk',
        channel: 'note',
        internal: true,
        automatic: false,
        ...(sent && { undelivered: sent.id }),
      },
      world.now,
    );
    put(world, 'state', 'Назначен', { by: 'helpdesk', at: world.now });
  } else if (!isRefused(world, act)) {
    written(world, act, world.now);
    changed(world, act, world.now);
  }
  zammad(world, was, world.now);
  look(world, clauses);
  for (let turn = 1; turn < (act.repeat ?? 1); turn += 1) play(world, { ...act, repeat: 1 }, clauses);
};
