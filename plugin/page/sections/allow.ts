/** «Разрешить»: one act that was put back may be done once more on its ticket. With a reason, under the name of whoever says so, once. */
import type { Pool } from 'pg';
import type { ProcessMap } from '../../../config/schema/process.js';
import type { Calendar } from '../../../triggers/working-time/calendar.js';
import { withoutPersons } from '../../process/persons.js';
import type { Permits } from '../../store/permits.js';
import type { Sessions, Visitor } from '../../store/sessions.js';
import { homeScopeOf } from '../read/scope.js';
import { undoneBy, type Undone } from '../read/undone.js';
import { everybody, PageFault, type Answer, type Asked, type Section } from '../section.js';
import { atWords } from '../words.js';

interface AllowPorts {
  readonly pool: Pool;
  readonly store: Pick<Permits, 'permit'>;
  readonly sessions: Pick<Sessions, 'did'>;
  readonly process: ProcessMap;
  /** A clause as pages cite it. */
  readonly pointOf: (clause: string) => string;
  readonly ownCalendar: (who: Visitor) => Calendar;
  readonly labels: readonly string[];
  /** Clauses from which nobody may depart. */
  readonly strict: readonly string[];
  /** The page that the form stands on, with what was wrong with it. */
  readonly again: (asked: Asked, words: string) => Promise<Answer>;
}

/** A ticket that stands elsewhere than where it was put so long after has been moved by somebody. */
const SAME_ACT_MS = 60_000;
const LONGEST = 300;

export const movedSince = ({ since, at }: Undone): boolean =>
  since !== null && since.getTime() > at.getTime() + SAME_ACT_MS;

/** One section, reached from «Утро». */
export const allowSection = ({
  pool,
  store,
  sessions,
  process,
  pointOf,
  ownCalendar,
  labels,
  strict,
  again,
}: AllowPorts): Section => ({
  path: '/morning/allow',
  verb: 'post',
  roles: everybody,
  answer: async (asked) => {
    const { who, now, given } = asked;
    const one = await undoneBy(pool, homeScopeOf(who, process), (given['act'] ?? '').slice(0, 200));
    if (one === null)
      throw new PageFault(404, 'Такой отмены нет, или обращение региона, который вам в Zammad не открыт.');
    if (strict.includes(one.clause))
      throw new PageFault(
        422,
        `Этого разрешить нельзя: п. ${pointOf(one.clause)} не допускает исключений. Внесите недостающее: ${labels.filter((label) => label in one.facts).join(', ') || 'см. заметку в обращении'}.`,
      );
    if (!one.undo) throw new PageFault(422, 'Это действие не отмена: разрешать нечего.');
    if (one.allowedBy !== null && one.allowedAt !== null)
      throw new PageFault(
        409,
        `Уже разрешено: ${one.allowedBy}, ${atWords(one.allowedAt, ownCalendar(who).zone)}.`,
      );
    if (movedSince(one))
      throw new PageFault(409, 'Обращение уже изменилось с тех пор: ничего не сделано, посмотрите его.');
    // A number cut in two would not be known for one.
    const reason = withoutPersons(given['reason'] ?? '')
      .trim()
      .slice(0, LONGEST);
    if (reason === '') return again(asked, 'Укажите причину: без неё разрешение не даётся.');
    const { act, ticket, clause, number } = one;
    if (!(await store.permit({ act, ticket, clause, login: who.login, reason, at: now })))
      throw new PageFault(409, 'Уже разрешено: откройте «Утро» заново.');
    await sessions.did({
      at: now,
      login: who.login,
      deed: `разрешено однажды, п. ${pointOf(clause)}: ${reason}`,
      object: number === null ? `id ${ticket}` : `№ ${number}`,
    });
    return { to: '/morning' };
  },
});
