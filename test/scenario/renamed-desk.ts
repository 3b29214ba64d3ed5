/** A desk whose helpdesk has other names: stories go on speaking of it by those of the shipped configuration. */
import { withName } from '../config/renaming.js';
import type { Desk } from './desk.js';

/** Name of the shipped configuration and the one in its place. */
export type Renaming = readonly (readonly [name: string, other: string])[];

/** Every text in it changed, keys as well. */
const reworded = (value: unknown, names: Renaming): unknown => {
  if (typeof value === 'string')
    return names.reduce((text, [name, other]) => withName(text, name, other), value);
  if (Array.isArray(value)) return value.map((one) => reworded(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [reworded(key, names), reworded(one, names)]),
  );
};

/** What the story says is changed on the way in, what it sees on the way out. */
export const underOtherNames = (desk: Desk, names: Renaming): Desk => {
  const back = names.map(([name, other]) => [other, name] as const);
  const into = <T>(value: T): T => reworded(value, names) as T;
  return {
    ...desk,
    macro: (as, ticket, name, typed) => desk.macro(as, ticket, into(name), into(typed)),
    fill: (as, ticket, fields) => desk.fill(as, ticket, into(fields)),
    tag: (as, ticket, name) => desk.tag(as, ticket, into(name)),
    reply: (as, ticket, how, text, fields) => desk.reply(as, ticket, how, text, into(fields)),
    slip: (ticket, fields) => desk.slip(ticket, into(fields)),
    create: (as, fields, customer) => desk.create(as, into(fields), customer),
    see: async (ticket) => reworded(await desk.see(ticket), back) as Awaited<ReturnType<Desk['see']>>,
  };
};
