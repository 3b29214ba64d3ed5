/**
 * Rule kind `request-channel`: the citizen is asked by the channel named when the contact was registered (R-3.7; A-13). A
 * request that went another way can only be shown: it has gone.
 */
import { z } from 'zod';
import type { RuleKind, TicketFacts } from '../../types.js';
import { historyOf } from './history.js';
import { becauseOf } from './say.js';
import { isWaiting, REASON } from './words.js';

const params = z.strictObject({ sameActMinutes: z.int().min(0).default(15) });

type Channel = TicketFacts['articles'][number]['channel'];

/** «как при подаче» is the channel of the citizen's first message. */
const wantedOf = ({ attributes, articles }: TicketFacts): Channel | null => {
  const method = attributes['contact_method'];
  if (method === 'телефон') return 'phone';
  if (method === 'эл. почта') return 'email';
  return method === 'как при подаче'
    ? (articles.find(({ from }) => from === 'citizen')?.channel ?? null)
    : null;
};

const isAsked = ({ state, attributes }: TicketFacts): boolean =>
  isWaiting(state) && attributes['state_reason'] === REASON.asked;

export const requestChannel: RuleKind<z.infer<typeof params>> = {
  name: 'request-channel',
  params,
  needs: (facts, _given, { federalGroups }) =>
    isAsked(facts) && federalGroups.includes(facts.group) ? ['transitions'] : [],
  evaluate(facts, given, context) {
    const because = becauseOf(facts, context);
    if (!isAsked(facts) || !context.federalGroups.includes(facts.group))
      return { status: 'notApplicable', because: because('СП ЕПГУ пользователя не спрашивает') };
    const { request } = historyOf(facts, given.sameActMinutes);
    const sent = facts.articles.find(
      ({ createdAt, from }) => from === 'operator' && createdAt.getTime() === request.getTime(),
    );
    const wanted = wantedOf(facts);
    const differs = sent !== undefined && wanted !== null && sent.channel !== wanted;
    return differs
      ? {
          status: 'flagged',
          because: because('запрос ушёл не тем способом связи, который выбрал пользователь', {
            Выбран: wanted,
            Использован: sent.channel,
          }),
        }
      : { status: 'met', because: because('запрос ушёл выбранным способом связи либо записан без письма') };
  },
};
