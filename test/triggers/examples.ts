/** An example of a clause's file as the facts a rule is given. */
import type { Vocabulary } from '../../config/schema/vocabulary.js';
import type { ExampleFacts, RuleExample } from '../../config/schema/example.js';
import type { Action, OtherTicket, RuleContext, TicketFacts, Verdict } from '../../triggers/types.js';
import { config, contextOf, NOW, ticket } from './tickets.js';

const moment = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

type States = Vocabulary['states'];

const other = (said: ExampleFacts['earlier'][number], states: States): OtherTicket => ({
  ...said,
  closed: said.state === states.closed,
  createdAt: new Date(said.createdAt),
  closedAt: moment(said.closedAt),
});

/** Unlike `ticket`, of the citizen's data only what the example says. `states`: what the configuration calls them. */
export const factsOf = (said: ExampleFacts, { states } = config.vocabulary): TicketFacts => {
  const { title, state = states.assigned, owner = null, updatedBy = 'operator' } = said;
  return {
    ...ticket(),
    ...(title !== undefined && { title }),
    group: said.group,
    state,
    closed: state === states.closed,
    owner,
    region: said.region,
    attributes: said.attributes,
    articles: said.articles.map(({ at, undelivered, writer, address, letter, ...article }, index) => ({
      ...(writer !== undefined && { writer }),
      ...(address !== undefined && { address }),
      ...(letter !== undefined && { letter }),
      id: index + 1,
      ...article,
      ...(undelivered !== undefined && { undelivered }),
      createdAt: new Date(at),
    })),
    tags: said.tags,
    pendingUntil: moment(said.pendingUntil),
    createdAt: moment(said.createdAt ?? null) ?? NOW,
    closedAt: moment(said.closedAt),
    updatedAt: moment(said.updatedAt ?? null) ?? NOW,
    updatedBy,
    transitions: said.transitions.map(({ at, ...transition }) => ({ at: new Date(at), ...transition })),
    linked: said.linked.map(({ relation, ...linked }) => ({ relation, ...other(linked, states) })),
    earlier: said.earlier.map((one) => other(one, states)),
    letters: said.letters.map(({ copies, writer, ...letter }) => ({
      ...(writer !== undefined && { writer }),
      ...letter,
      copies: copies.map(({ sameLetter, ...copy }) => ({ ...other(copy, states), sameLetter })),
    })),
    mailTo: said.mailTo,
    mailed: said.mailed.map((at) => new Date(at)),
    ...(said.faq !== undefined && { faq: said.faq }),
  };
};

/** As it is where the example is set: at its time, with its setting. */
export const contextAt = (clause: string, { now, askMissing }: ExampleFacts): RuleContext => {
  const context = contextOf(clause, new Date(now));
  if (askMissing === undefined) return context;
  return { ...context, intake: { ...context.intake, askMissing: { fallback: askMissing, by: new Map() } } };
};

const does =
  <D extends Action['do']>(wanted: D) =>
  (action: Action): action is Extract<Action, { do: D }> =>
    action.do === wanted;

/** That a verdict is what an example expects: what the example names must be so, what it does not name is left open. */
export const expectVerdict = (verdict: Verdict, wanted: RuleExample['expect']): void => {
  expect([verdict.status, verdict.because.text]).toEqual([wanted.status, verdict.because.text]);
  const actions = verdict.status === 'due' ? verdict.actions : [];
  const tags = actions.filter(does('tag'));

  expect(verdict.because.text).toContain(wanted.text ?? '');
  if (wanted.missing !== undefined)
    expect(
      Object.keys(verdict.because.facts).filter((name) => !['Группа', 'Состояние'].includes(name)),
    ).toEqual(wanted.missing);
  if (wanted.set !== undefined)
    expect(Object.assign({}, ...actions.filter(does('set')).map(({ fields }) => fields))).toMatchObject(
      wanted.set,
    );
  if (wanted.tag !== undefined) {
    expect(tags.flatMap(({ add }) => add)).toEqual(expect.arrayContaining(wanted.tag.add));
    expect(tags.flatMap(({ remove }) => remove)).toEqual(expect.arrayContaining(wanted.tag.remove));
  }
  if (wanted.note !== undefined)
    expect(actions.filter(does('note')).map(({ template }) => template)).toContain(wanted.note);
  if (wanted.create !== undefined)
    expect(actions.filter(does('create'))).toEqual([
      expect.objectContaining({
        relation: wanted.create.relation,
        fields: expect.objectContaining(wanted.create.fields) as unknown,
      }),
    ]);
  if (wanted.link !== undefined) expect(actions).toContainEqual({ do: 'link', ...wanted.link });
  if (wanted.relay !== undefined) expect(actions).toContainEqual(expect.objectContaining(wanted.relay));
  if (wanted.customer !== undefined)
    expect(actions.filter(does('customer')).map(({ person }) => person.mail)).toEqual([wanted.customer]);
  if (wanted.mail !== undefined)
    expect(actions.filter(does('mail')).map(({ template }) => template)).toEqual([wanted.mail]);
  if (wanted.merge !== undefined) expect(actions).toContainEqual({ do: 'merge', into: wanted.merge });
  if (wanted.dueAt !== undefined)
    expect(verdict.status === 'pending' ? verdict.dueAt.toISOString() : null).toBe(
      new Date(wanted.dueAt).toISOString(),
    );
};
