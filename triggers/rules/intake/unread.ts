/** Which mails of a ticket were not read into its fields yet. */
import type { ArticleFacts, TicketFacts } from '../../types.js';

/** Letters somebody wrote, a stranger as well; what a machine answered says nothing of the request. */
const isLetter = ({ from, channel, automatic }: ArticleFacts): boolean =>
  (from === 'citizen' || from === 'stranger') && channel === 'email' && !automatic;

/** Id of the newest article that was read, as the ticket remembers it in `attribute`; 0: none. */
export const readUpTo = ({ attributes }: Pick<TicketFacts, 'attributes'>, attribute: string): number =>
  Number(attributes[attribute] ?? 0);

/** Letters that came after it, oldest first. */
export const unreadLetters = (facts: TicketFacts, attribute: string): readonly ArticleFacts[] => {
  const read = readUpTo(facts, attribute);
  return facts.articles.filter((article) => isLetter(article) && article.id > read);
};

/** A mail of a machine's; a report of non-delivery is Zammad's own matter. */
export const isMachines = ({ from, channel, automatic, bounce }: ArticleFacts): boolean =>
  from === 'citizen' && channel === 'email' && automatic && bounce !== true;

/** Such a mail is all that the ticket has, and nobody has taken it up. */
export const isOnlyMachines = ({ articles: [first, ...others] }: Pick<TicketFacts, 'articles'>): boolean =>
  first !== undefined && isMachines(first) && others.every(isMachines);
