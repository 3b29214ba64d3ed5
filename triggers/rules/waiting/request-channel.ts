/**
 * Rule kind `request-channel`: the citizen is asked by the channel named when the contact was registered (R-3.7; A-13). A
 * request that went another way can only be shown: it has gone.
 */
import { z } from 'zod';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind, Surroundings, TicketFacts } from '../../types.js';
import { historyOf } from './history.js';
import { isWaiting } from './words.js';

const params = z.strictObject({ sameActMinutes: z.int().min(0).default(15) });

type Channel = TicketFacts['articles'][number]['channel'];

/** Chosen as it was submitted, it is the channel of the citizen's first message. */
const wantedOf = ({ attributes, articles }: TicketFacts, { vocabulary }: Surroundings): Channel | null => {
  const { phone, email, asSubmitted } = vocabulary.contactMethods;
  const method = attributes[vocabulary.attributes.contactMethod];
  if (method === phone) return 'phone';
  if (method === email) return 'email';
  return method === asSubmitted ? (articles.find(({ from }) => from === 'citizen')?.channel ?? null) : null;
};

const isAsked = ({ state, attributes }: TicketFacts, context: Surroundings): boolean =>
  isWaiting(state, context.vocabulary) &&
  attributes[context.vocabulary.attributes.reason] === context.vocabulary.reasons.asked;

export const requestChannel: RuleKind<z.infer<typeof params>> = {
  name: 'request-channel',
  params,
  needs: (facts, _given, context) =>
    isAsked(facts, context) && context.federalGroups.includes(facts.group) ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    if (!isAsked(facts, context) || !context.federalGroups.includes(facts.group))
      return leave('СП ЕПГУ пользователя не спрашивает');
    const { request } = historyOf(facts, given.sameActMinutes, context);
    const sent = facts.articles.find(
      ({ createdAt, from }) => from === 'operator' && createdAt.getTime() === request.getTime(),
    );
    const wanted = wantedOf(facts, context);
    const differs = sent !== undefined && wanted !== null && sent.channel !== wanted;
    return differs
      ? flag('запрос ушёл не тем способом связи, который выбрал пользователь', {
          Выбран: wanted,
          Использован: sent.channel,
        })
      : met('запрос ушёл выбранным способом связи либо записан без письма');
  },
};
