/** The gate of 4.2.1–4.2.3 and the regions it sends back to, as the tests of the engine have them. */
import { clause, type Clause } from '../../config/schema/clause.js';
import type { Mode } from '../../config/schema/mode.js';

export const gate = (mode: Mode = 'act'): Clause =>
  clause.parse({
    ids: ['R-4.2.1', 'R-4.2.3'],
    title: 'Данные пользователя',
    text: 'До получения от пользователя данных в п. 4.2.1. тикет не переводится на СП ЕПГУ.',
    enforcer: 'companion',
    mode,
    rule: {
      kind: 'required-data',
      params: {
        federalGroups: ['Начальник смены ЦПП', 'СП ЕПГУ'],
        fields: [
          { attribute: 'citizen_name', label: 'ФИО', check: 'present' },
          { attribute: 'snils', label: 'СНИЛС', check: 'snils' },
          { attribute: 'inn', label: 'ИНН', check: 'inn' },
          { attribute: 'birth_date', label: 'Дата рождения', check: 'birthDate' },
          { attribute: 'contact_value', label: 'Контакт для связи', check: 'present' },
        ],
        waiver: { attribute: 'data_waiver', reason: 'data_waiver_reason' },
        sendBack: {
          state: 'В ожидании (без срока)',
          reason: 'Запрошена информация (пользователь)',
          waitSource: 'до передачи',
        },
      },
    },
  });

export const regions = new Map([
  ['north', { name: 'Северная область', group: 'СП РПГУ::Северная область', timeZone: 'Europe/Moscow' }],
]);
