/** Calendars and SLAs. */
import { isBlank, isTruthy, listOf, recordOf } from '../../behaviour/columns.js';
import { unprocessable } from '../../http/answer.js';
import type { Row, World } from '../../world.js';
import { namedInCondition } from '../assets.js';
import type { Columns, Kind, Saving } from '../kind.js';
import { guardedBy } from '../write.js';
import { insistCondition } from './automation.js';

const prepareCalendar = (columns: Columns, { before }: Saving): Columns => {
  const after = { ...before, ...columns };
  const days = Object.values(recordOf(after['business_hours'])).map(recordOf);
  const working = days.some((day) => isTruthy(day['active']) && listOf(day['timeframes']).length > 0);
  if (!working) {
    throw unprocessable('There are no business hours configured.');
  }
  return columns;
};

/** One calendar is the default: the last named, or the oldest where none is. */
const keepOneDefault = (row: Row, { world, body, before }: Saving): void => {
  const calendars = world.table('calendars');
  if (isTruthy(body['default'])) {
    for (const other of calendars.filter(
      (calendar) => calendar.id !== row.id && isTruthy(calendar['default']),
    )) {
      calendars.patch(other, { default: false, updated_at: world.clock.now().toISOString() });
    }
  }
  if (before) makeFirstDefault(world);
};

const makeFirstDefault = (world: World): void => {
  const calendars = world.table('calendars');
  const first = calendars.all()[0];
  if (first && !calendars.find((calendar) => isTruthy(calendar['default'])))
    calendars.patch(first, { default: true });
};

export const CALENDARS: Kind = {
  path: 'calendars',
  model: 'Calendar',
  read: ['admin.calendar'],
  write: ['admin.calendar'],
  columns: () => ({
    name: null,
    timezone: null,
    business_hours: null,
    default: false,
    ical_url: null,
    public_holidays: {},
  }),
  runtime: { last_log: null, last_sync: null },
  required: [{ column: 'name' }, { column: 'timezone' }, { column: 'business_hours' }],
  unique: 'name',
  prepare: prepareCalendar,
  saved: (row, saving) => {
    keepOneDefault(row, saving);
    // A feed that is named, be it with nothing, was synchronised.
    const { world, body } = saving;
    if (body['ical_url'] === '')
      world.table('calendars').patch(row, { last_sync: world.clock.now().toISOString() });
  },
  answered: (_row, { world }) => {
    makeFirstDefault(world);
  },
  guard: guardedBy(['slas', 'calendar_id']),
};

export const SLAS: Kind = {
  path: 'slas',
  model: 'Sla',
  read: ['admin.sla'],
  write: ['admin.sla'],
  columns: () => ({
    calendar_id: null,
    name: null,
    first_response_time: null,
    response_time: null,
    update_time: null,
    solution_time: null,
    condition: {},
  }),
  runtime: { data: {} },
  references: [{ key: 'calendar_id', as: 'calendar', table: 'calendars' }],
  required: [{ column: 'name' }, { column: 'calendar_id' }],
  unique: 'name',
  prepare: (columns, { world, before }) => {
    insistCondition(world, columns);
    const after = { ...before, ...columns };
    if (!isBlank(after['response_time']) && !isBlank(after['update_time'])) {
      throw unprocessable('Cannot have both response time and update time.');
    }
    return columns;
  },
  assets: (_world: World, row) => [
    ['calendars', [row['calendar_id']]],
    ...namedInCondition(row['condition']),
  ],
};
