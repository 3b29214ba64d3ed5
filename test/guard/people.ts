/** Who acts in the checks: as whom history tells it, on whose tickets, and whose acts are only shown. */
import type { Transition } from '../../triggers/types.js';

export const HEADS = ['shift_head', 'chief'];
export const STRANGERS = ['stranger', 'citizen_other', 'foiv'];

export const ACTORS: Readonly<Record<string, Transition['by']>> = {
  citizen: 'citizen',
  citizen_other: 'citizen',
  robot: 'citizen',
  autoreply: 'citizen',
  mailer: 'citizen',
  stranger: 'citizen',
  foiv: 'citizen',
  zammad: 'helpdesk',
  companion: 'companion',
};

/** Groups in which people may change tickets. */
export const DESKS: Readonly<Record<string, readonly string[]>> = {
  region: ['СП РПГУ::Самарская область'],
  region2: ['СП РПГУ::Республика Татарстан'],
  ns: ['Начальник смены ЦПП', 'СП ЕПГУ'],
  epgu: ['Начальник смены ЦПП', 'СП ЕПГУ'],
  epgu2: ['Начальник смены ЦПП', 'СП ЕПГУ'],
  stp: ['СТП ЕПГУ'],
  grp: ['ГРП'],
};
