/** Clause 2.3: whether those who can work in the regions' groups are those whom the applications name. Reads only. */
import type { ZammadClient } from 'zammad-api-client-ts';
import type { Config } from '../../../config/load.js';
import { compareAccess } from '../../../sync/access/compare.js';
import { oursOf } from '../../../sync/access/ours.js';
import { lookAtAccess } from '../../../sync/access/read.js';
import { registerOn } from '../../../sync/access/register.js';
import { fail, ok, warn, type Check } from './check.js';

const NAMED = 5;
const CLAUSE = '(п. 2.3)';
const APPLY = 'Посмотрите: reglament access; исполнить реестр: reglament access --apply.';

interface Named {
  readonly name: string;
  readonly email: string;
}

const someOf = (persons: readonly Named[]): string =>
  [
    ...persons.slice(0, NAMED).map(({ name, email }) => (name === '' ? email : name)),
    ...(persons.length > NAMED ? ['…'] : []),
  ].join(', ');

const line = (make: typeof warn, what: string, persons: readonly Named[], todo: string): Check[] =>
  persons.length === 0 ? [] : [make(`${what} ${CLAUSE}: ${persons.length}: ${someOf(persons)}`, todo)];

/** @throws PermissionMissing, ZammadError */
export const checkAccess = async (client: ZammadClient, config: Config, now: Date): Promise<Check[]> => {
  const register = registerOn(config.regions, now);
  const ours = oursOf(config);
  const { desk } = await lookAtAccess(client, register, ours);
  const { changes, strangers, faults, unregistered, registered } = compareAccess(register, ours, desk, {
    strangers: false,
  });
  const current = changes.filter(({ leaver }) => !leaver);
  const lacking = current.filter(
    ({ does, activates, give }) =>
      does === 'create' || activates || give.roles.length + give.groups.length > 0,
  );
  const checks = [
    ...line(
      fail,
      'выбыли из реестра, а работать могут',
      changes.filter(({ leaver }) => leaver),
      APPLY,
    ),
    ...line(warn, 'в реестре есть, доступа нет или он не тот', lacking, APPLY),
    ...line(
      warn,
      'доступа больше, чем по реестру',
      current.filter((change) => !lacking.includes(change)),
      APPLY,
    ),
    ...line(
      warn,
      'работают в группах регионов, а в реестре их нет',
      strangers,
      'Посмотрите: reglament access. Внесите их в реестр по заявке или заберите доступ: reglament access --apply --strangers.',
    ),
    ...(unregistered.length === 0
      ? []
      : [
          warn(
            `нет реестра доступа ${CLAUSE}: ${unregistered.join(', ')}`,
            'Внесите заявку региона: accessRegister в regions/….yaml.',
          ),
        ]),
    ...faults.map((text) => warn(`реестр доступа ${CLAUSE}: ${text}`, APPLY)),
  ];
  return checks.length > 0 ? checks : [ok(`доступ — по реестрам регионов ${CLAUSE}, лиц: ${registered}`)];
};
