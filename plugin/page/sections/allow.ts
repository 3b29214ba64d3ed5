/** «Разрешить»: one act that was put back may be done once more on its ticket. With a reason, under the name of whoever says so, once. */
import type { Pool } from 'pg';
import type { Config } from '../../../config/load.js';
import { pointsOf } from '../../../config/points.js';
import type { Calendar } from '../../../triggers/working-time/calendar.js';
import { idsOfKind } from '../../ask/insight/report.js';
import { withoutPersons } from '../../process/persons.js';
import type { Permits } from '../../store/permits.js';
import type { Sessions, Visitor } from '../../store/sessions.js';
import { homeScopeOf } from '../read/scope.js';
import { undoneBy, type Undone } from '../read/undone.js';
import { everybody, PageFault, type Answer, type Asked, type Section } from '../section.js';
import { atWords } from '../words.js';

export interface AllowPorts {
  readonly pool: Pool;
  readonly store: Pick<Permits, 'permit'>;
  readonly sessions: Pick<Sessions, 'did'>;
  readonly config: Pick<Config, 'clauses' | 'process'>;
}

interface AllowForm {
  /** By which the visitor's days are told. */
  readonly ownCalendar: (who: Visitor) => Calendar;
  /** The page that the form stands on, with what was wrong with it. */
  readonly again: (asked: Asked, words: string) => Promise<Answer>;
}

/** A ticket that stands elsewhere than where it was put so long after has been moved by somebody. */
const SAME_ACT_MS = 60_000;
const LONGEST = 300;

export const movedSince = ({ since, at }: Undone): boolean =>
  since !== null && since.getTime() > at.getTime() + SAME_ACT_MS;

/** Points of the clause that the log goes by `id`, of all its paths. */
export const citedOf = ({ clauses }: Pick<Config, 'clauses'>, id: string): string =>
  pointsOf(clauses.find(({ ids }) => ids.some((one) => one === id))?.ids ?? [id]);

/** One section, reached from «Утро». */
export const allowSection = (
  { pool, store, sessions, config }: AllowPorts,
  { ownCalendar, again }: AllowForm,
): Section => ({
  path: '/morning/allow',
  verb: 'post',
  roles: everybody,
  answer: async (asked) => {
    const { who, now, given } = asked;
    const one = await undoneBy(pool, homeScopeOf(who, config.process), (given['act'] ?? '').slice(0, 200));
    if (one === null)
      throw new PageFault(404, 'Такой отмены нет, или обращение региона, который вам в Zammad не открыт.');
    // Nobody may depart from these.
    if (idsOfKind(config, 'required-data').includes(one.clause)) {
      const labels = config.process.data.map(({ label }) => label);
      const missing = labels.filter((label) => label in one.facts).join(', ');
      throw new PageFault(
        422,
        `Этого разрешить нельзя: п. ${citedOf(config, one.clause)} не допускает исключений. Внесите недостающее: ${missing || 'см. заметку в обращении'}.`,
      );
    }
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
    const place = one.facts['Было'] ?? null;
    if (!(await store.permit({ act, ticket, clause, place, login: who.login, reason, at: now })))
      throw new PageFault(409, 'Уже разрешено: откройте «Утро» заново.');
    await sessions.did({
      at: now,
      login: who.login,
      deed: `разрешено однажды, п. ${citedOf(config, clause)}: ${reason}`,
      object: number === null ? `id ${ticket}` : `№ ${number}`,
    });
    return { to: '/morning' };
  },
});
