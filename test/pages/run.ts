/**
 * `npm run pages`: one request from its letter to its close on a Zammad to which the configuration was applied and for which `serve`
 * runs; after each step a picture of the ticket on both pages, as each person sees it who has to do with it. ZAMMAD_URL,
 * ZAMMAD_TOKEN, ZAMMAD_MAIL_COMMAND as for the stories; CHROMIUM: the browser, PAGES: the folder of the pictures.
 * Ends with 1 where a page shows words of an error.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ZammadClient } from 'zammad-api-client-ts';
import { z } from 'zod';
import { rawOf } from '../scenario/letter.js';
import { giveAddresses, hire, PASSWORD, people, type Person } from '../scenario/people.js';
import { openReal } from '../scenario/real-site.js';
import { openBrowser, openPages, views, type Pages } from './browser.js';
import { steps, type Step } from './steps.js';

const environment = z.object({
  ZAMMAD_URL: z.url(),
  ZAMMAD_TOKEN: z.string().min(1),
  ZAMMAD_MAIL_COMMAND: z.string().min(1),
  CHROMIUM: z.string().default('/usr/bin/chromium'),
  PAGES: z.string().default('pages'),
});

const REST_MS = 8000;
const PATIENCE_MS = 180_000;

/** Until nothing has changed the ticket for a while: triggers, webhook and companion have done what there was to do. */
const atRest = async (client: ZammadClient, ticket: number): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  let seen = '';
  while (Date.now() < end) {
    const { updated_at: at } = await client.tickets.get(ticket);
    if (at === seen) return;
    seen = at;
    await new Promise((wake) => setTimeout(wake, REST_MS));
  }
  throw new Error(`the ticket ${ticket} found no rest`);
};

const loginOf = (as: Person): string => {
  const found = people.find(({ person }) => person === as);
  if (found === undefined) throw new Error(`nobody is «${as}»`);
  return found.login;
};

const settings = environment.parse(process.env);
const site = openReal(settings.ZAMMAD_URL, settings.ZAMMAD_TOKEN, { mail: settings.ZAMMAD_MAIL_COMMAND });
const admin = site.client();
await hire(admin);
await giveAddresses(admin);
// Nobody here is new to the desk: no tours over the pages.
const staff = await admin.users.list();
for (const { login } of people) {
  const user = staff.find((one) => one.login === login);
  if (user !== undefined)
    await admin.users.update(user.id, {
      preferences: {
        intro: true,
        locale: 'ru',
        keyboard_shortcuts_clues: true,
        desktop_beta_switch_clues: true,
      },
    });
}
const macros = await admin.macros.list();
const citizen = `citizen-${Date.now()}@mail.example`;
const ticket = await site.mail(rawOf({ from: 'robot@portal.bashkortostan.example' }, site.now()));
await atRest(admin, ticket);
await mkdir(settings.PAGES, { recursive: true });
const browser = await openBrowser(settings.CHROMIUM);
const opened = new Map<Person, Pages>();
const pagesOf = async (as: Person): Promise<Pages> => {
  const known = opened.get(as) ?? (await openPages(browser, settings.ZAMMAD_URL, loginOf(as), PASSWORD));
  opened.set(as, known);
  return known;
};

const play = async ({ as, intention, fields = {}, answer }: Step): Promise<void> => {
  const own = site.client(loginOf(as));
  if (answer !== undefined)
    await own.tickets.update(ticket, {
      article: {
        to: citizen,
        body: answer,
        type: 'email',
        sender: 'Agent',
        internal: false,
        content_type: 'text/plain',
      },
    });
  if (intention === undefined) return;
  const { group_id: group } = await admin.tickets.get(ticket);
  const macro = macros.find(
    (one) => one.name.slice(2) === intention && z.array(z.number()).parse(one['group_ids']).includes(group),
  );
  if (macro === undefined) throw new Error(`no macro «${intention}» is offered in the ticket's group`);
  const typed = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value.replace('{citizen}', citizen)]),
  );
  await site.click({ macro: { id: macro.id, perform: macro['perform'] }, ticket, login: loginOf(as), typed });
};

let faults = 0;
try {
  for (const [index, step] of steps.entries()) {
    await play(step);
    await atRest(admin, ticket);
    for (const person of step.seenBy)
      for (const view of views) {
        const file = `${String(index + 1).padStart(2, '0')} ${step.name}, ${person}, ${view}.png`;
        const wrong = await (await pagesOf(person)).show(view, ticket, path.join(settings.PAGES, file));
        faults += wrong.length;
        process.stdout.write(`${file}${wrong.length === 0 ? '' : `: ${wrong.join(', ')}`}\n`);
      }
  }
} finally {
  await browser.close();
}
process.stdout.write(`${steps.length} steps, ${faults} words of an error\n`);
process.exitCode = faults === 0 ? 0 : 1;
