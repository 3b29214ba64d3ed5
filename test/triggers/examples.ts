/** An example of a clause's file as the facts a rule is given. */
import type { ExampleFacts } from '../../config/schema/example.js';
import type { OtherTicket, RuleContext, TicketFacts } from '../../triggers/types.js';
import { contextOf, NOW, ticket } from './tickets.js';

const moment = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

const other = (said: ExampleFacts['earlier'][number]): OtherTicket => ({
  ...said,
  closed: said.state === 'Закрыт',
  createdAt: new Date(said.createdAt),
  closedAt: moment(said.closedAt),
});

/** Unlike `ticket`, of the citizen's data only what the example says. */
export const factsOf = (said: ExampleFacts): TicketFacts => {
  const { title, state = 'Назначен', owner = null, updatedBy = 'operator' } = said;
  return {
    ...ticket(),
    ...(title !== undefined && { title }),
    group: said.group,
    state,
    closed: state === 'Закрыт',
    owner,
    region: said.region,
    attributes: said.attributes,
    articles: said.articles.map(({ at, undelivered, ...article }, index) => ({
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
    linked: said.linked.map(({ relation, ...linked }) => ({ relation, ...other(linked) })),
    earlier: said.earlier.map(other),
    letters: said.letters.map(({ copies, ...letter }) => ({
      ...letter,
      copies: copies.map(({ sameLetter, ...copy }) => ({ ...other(copy), sameLetter })),
    })),
    mailTo: said.mailTo,
    ...(said.faq !== undefined && { faq: said.faq }),
  };
};

/** As it is where the example is set: at its time, with its setting. */
export const contextAt = (clause: string, { now, askMissing }: ExampleFacts): RuleContext => {
  const context = contextOf(clause, new Date(now));
  if (askMissing === undefined) return context;
  return { ...context, intake: { ...context.intake, askMissing: { fallback: askMissing, by: new Map() } } };
};
