/** How people read the fields of a letter: the regulation's words (4.2.1), the labels of the ticket's form for the rest. */
import type { IntakeField } from './types.js';

export const fieldLabels: Readonly<Record<IntakeField, string>> = {
  region: 'Регион',
  name: 'ФИО',
  snils: 'СНИЛС',
  inn: 'ИНН',
  birthDate: 'Дата рождения',
  contactMethod: 'Удобный способ связи',
  contact: 'Контакт для связи',
  summary: 'Суть обращения',
  service: 'Услуга или раздел портала',
  portalRequest: 'Номер обращения на портале',
  consent: 'Согласие',
};
