/** The regulation of the desk in `desk.ts`: one region, one clause. */
import type { Config } from '../../config/load.js';
import { regionIntake } from '../../config/schema/intake.js';
import type { RuledConfig } from '../../plugin/engine/parties.js';
import { config as shipped } from '../triggers/tickets.js';
import { gate } from './gate.js';

export const config: RuledConfig & Pick<Config, 'stance'> = {
  stance: 'act',
  intake: shipped.intake,
  process: shipped.process,
  vocabulary: shipped.vocabulary,
  trust: shipped.trust,
  clauses: [gate()],
  regions: new Map([
    [
      'north',
      {
        id: 'north',
        name: 'Северная область',
        timeZone: 'Europe/Moscow',
        mailDomains: ['north.example'],
        transferPhone: null,
        holidays: [],
        accessRegister: null,
        intake: regionIntake.parse({}),
        protocol: null,
      },
    ],
  ]),
  federal: {
    entryGroup: 'Начальник смены ЦПП',
    groups: ['Начальник смены ЦПП', 'СП ЕПГУ'],
    regionsParent: 'СП РПГУ',
    transferPhone: '+70000000000',
    claimContacts: { phone: '+70000000000', email: 'claims@example.org' },
    timeZone: 'Europe/Moscow',
  },
  calendars: shipped.calendars,
};
