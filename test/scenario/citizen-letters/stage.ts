/** One case of the letters to the citizen: its steps played one after another, each mail that goes out told by the step it went out in. */
import type { ZammadClient } from 'zammad-api-client-ts';
import { UFA } from '../cases.js';
import type { Desk, Fields } from '../desk.js';
import type { TrustWorld } from '../trust/world.js';

export interface Person {
  readonly name?: string;
  readonly mail: string;
  readonly phone?: string;
  readonly snils?: string;
  readonly inn?: string;
  readonly born?: string;
}

/** A mail that went out. */
export interface Gone {
  readonly step: number;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly own: boolean;
}

export interface Stage {
  readonly desk: Desk;
  readonly admin: ZammadClient;
  readonly persons: Readonly<Record<string, Person>>;
  /** Number of each ticket the case names. */
  readonly numbers: Map<string, string>;
  readonly gone: Gone[];
  /** Plays the next step of the case. */
  step(deed: () => Promise<void>): Promise<void>;
  /** Names a ticket. */
  named(name: string, ticket: number): Promise<number>;
  /** By the clock of Ufa, where the cases have Krasnoyarsk: the days are the same. */
  at(local: string): Promise<void>;
  /** A private letter to the region's mailbox. */
  letter(from: Person, body: string, more?: Fields & { readonly answers?: string }): Promise<number>;
  /** Everything 4.2.1 asks for, `without` some of it, in the words of a form. */
  form(of: Person, without?: readonly string[], more?: Readonly<Record<string, string>>): string;
}

export const stageOn = (world: TrustWorld, persons: Stage['persons']): Stage => {
  const { desk, admin } = world;
  const numbers = new Map<string, string>();
  const gone: Gone[] = [];
  const told = new Map<number, number>();
  let step = 0;
  return {
    desk,
    admin,
    persons,
    numbers,
    gone,
    async step(deed) {
      step += 1;
      await deed();
      for (const ticket of await world.tickets()) {
        const { letters } = await desk.see(ticket);
        const known = told.get(ticket) ?? 0;
        gone.push(...letters.slice(known).map((letter) => ({ step, ...letter })));
        told.set(ticket, Math.max(known, letters.length));
      }
    },
    async named(name, ticket) {
      numbers.set(name, (await desk.see(ticket)).number);
      return ticket;
    },
    at: (local) => desk.clockTo(new Date(`${local}+05:00`).toISOString()),
    letter: (from, body, more = {}) => desk.mail({ from: from.mail, body, group: UFA, ...more }),
    form: ({ name, mail, snils, inn, born }, without = [], more = {}) =>
      Object.entries({
        ФИО: name ?? '',
        СНИЛС: snils ?? '',
        ИНН: inn ?? '',
        'Дата рождения': born ?? '',
        'Удобный способ связи': 'эл. почта',
        'E-mail': mail,
        'Суть обращения': 'Не открывается запись к врачу',
        ...more,
      })
        .filter(([label, value]) => value !== '' && !without.includes(label))
        .map(([label, value]) => `${label}: ${value}`)
        .join('\n'),
  };
};
