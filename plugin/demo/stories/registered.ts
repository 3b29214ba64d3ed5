/** How most stories begin: a citizen's letter, its data in the form, the request handed over to СП ЕПГУ. */
import { ASSIGNED, ENTRY, stands } from '../expect.js';
import type { Citizen } from '../people.js';
import type { Stage } from '../stage.js';

/** A citizen writes through the portal; the region's operator takes the ticket and fills the form in. */
export const registered = async (stage: Stage, { email, fields }: Citizen): Promise<number> => {
  const ticket = await stage.mail({
    from: `Портал РБ <robot@portal.bashkortostan.example>`,
    subject: fields['request_summary'] ?? '',
    body: `Обращение с портала. Ответ просят прислать на ${email}.`,
  });
  await stage.macro('оператор СП РПГУ', ticket, 'Взять в работу');
  await stage.fill('оператор СП РПГУ', ticket, fields);
  return ticket;
};

/** The same, handed over; where it stands then. */
export const handedOver = async (
  stage: Stage,
  citizen: Citizen,
): Promise<{ ticket: number; line: string }> => {
  const ticket = await registered(stage, citizen);
  await stage.macro('оператор СП РПГУ', ticket, 'Передать в СП ЕПГУ');
  return { ticket, line: stands(await stage.see(ticket), ENTRY, ASSIGNED) };
};
