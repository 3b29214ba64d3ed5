/** What the configuration itself still lacks: days ahead of which nobody knows, regions the parties have not agreed on. */
import { Temporal } from 'temporal-polyfill';
import type { Config } from '../../../config/load.js';
import { fail, ok, warn, type Check } from './check.js';

const HORIZON_DAYS = 90;

/** Production calendars: terms of the regulation end in days that must be known. `now` in Moscow's day. */
export const checkCalendars = (calendars: Config['calendars'], now: Date): Check[] => {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO('Europe/Moscow')
    .toPlainDate();
  let year = today.year;
  while (calendars.has(year)) year += 1;
  const days = today.until(Temporal.PlainDate.from({ year, month: 1, day: 1 })).days;
  const horizon =
    !calendars.has(today.year) || days < HORIZON_DAYS
      ? fail(
          `производственный календарь известен на ${calendars.has(today.year) ? days : 0} дн. вперёд`,
          `Добавьте calendars/${year}.yaml: без него сроки не считаются.`,
        )
      : ok(`производственный календарь известен до конца ${year - 1} года`);
  const provisional = [...calendars.values()]
    .filter((calendar) => calendar.status === 'provisional' && calendar.year >= today.year)
    .map((calendar) =>
      warn(
        `календарь ${calendar.year} года предварительный`,
        `Внесите переносы из постановления Правительства в calendars/${calendar.year}.yaml и поставьте status: decree.`,
      ),
    );
  return [horizon, ...provisional];
};

/** Regions: the number for handing calls back (2.2) and the protocol with terms (5). */
export const checkRegions = (regions: Config['regions'], now: Date): Check[] => {
  const today = now.toISOString().slice(0, 10);
  return [...regions.values()].flatMap(({ id, name, transferPhone, protocol }) => {
    const lacks: Check[] = [];
    if (transferPhone === null)
      lacks.push(
        warn(
          `${name}: нет номера для обратного перевода звонков (п. 2.2)`,
          `Обращения оттуда по телефону не обслуживаются; внесите transferPhone в regions/${id}.yaml.`,
        ),
      );
    if (protocol === null || (protocol.until !== null && protocol.until < today))
      lacks.push(
        warn(
          `${name}: нет действующего протокола о сроках (раздел 5)`,
          `Без него для региона нет SLA; внесите protocol в regions/${id}.yaml.`,
        ),
      );
    else if (!protocol.normative)
      lacks.push(
        warn(
          `${name}: протокол о сроках — образец, сторонами не подписан`,
          `Внесите подписанный в regions/${id}.yaml и поставьте normative: true.`,
        ),
      );
    return lacks.length > 0 ? lacks : [ok(`${name}: номер и протокол есть`)];
  });
};

/** Whether the companion acts: somebody who waits for it to should know that it only looks on. */
export const checkStance = (stance: Config['stance']): Check =>
  stance === 'act'
    ? ok('Reglament действует: каждый пункт по своему режиму')
    : warn(
        stance === 'note'
          ? 'Reglament пишет только заметки, полей тикетов не меняет'
          : 'Reglament только наблюдает: решения пишутся в журнал, тикеты не меняются',
        'Посмотрите решения (reglament report, reglament explain), затем поставьте stance: act в stance.yaml.',
      );
