/** What the stories have in common: names of the regulation, a citizen's data, and a request on its way. */
import { UFA } from './groups.js';
import type { Desk, Fields } from './desk.js';

export * from './groups.js';

export const ASSIGNED = 'Назначен';
export const AT_WORK = 'В работе';
export const WAITING = 'В ожидании';
export const WAITING_OPEN = 'В ожидании (без срока)';
export const SOLVED = 'Решен';
export const CLOSED = 'Закрыт';

export const ASKED = 'Запрошена информация (пользователь)';
export const RECEIVED = 'Информация получена';
export const AGENCY = 'Отклонено на ведомство';
export const BEYOND = 'Вне компетенции';
export const SILENT = 'Нет ответа пользователя';
export const CLAIMED = 'Зарегистрирована претензия';

/** СНИЛС with their right check numbers: two citizens' stories are never taken for one's. */
let born = 0;
const snilsOfSomebody = (): string => {
  born += 1;
  const digits = String(200_000_000 + (Date.now() % 100_000) * 1000 + born);
  const sum = Array.from(digits, Number).reduce((total, digit, at) => total + digit * (9 - at), 0);
  const check = String((sum % 101) % 100).padStart(2, '0');
  return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)} ${check}`;
};

export const dataOf = (citizen: string): Fields => ({
  citizen_name: 'Вымышленная Вера Павловна',
  snils: snilsOfSomebody(),
  inn: '500100732259',
  birth_date: '1984-02-29',
  contact_method: 'эл. почта',
  contact_value: citizen,
  request_summary: 'Карточка заявления не открывается.',
});

export interface Request {
  readonly ticket: number;
  readonly citizen: string;
  readonly data: Fields;
}

/** A letter of the portal, or of `from` to the region's own mailbox, taken into work, its data filled in. */
export const registered = async (desk: Desk, change: Fields = {}, from?: string): Promise<Request> => {
  const citizen = from ?? desk.citizen();
  const data = { ...dataOf(citizen), ...change };
  const ticket = await desk.mail({ from: citizen, ...(from !== undefined && { group: UFA }) });
  await desk.macro('Уфа', ticket, 'Взять в работу');
  await desk.fill('Уфа', ticket, data);
  return { ticket, citizen, data };
};

/** Registered and handed over: it lies with the head of the shift. */
export const handedOver = async (desk: Desk, change: Fields = {}, from?: string): Promise<Request> => {
  const request = await registered(desk, change, from);
  await desk.macro('Уфа', request.ticket, 'Передать в СП ЕПГУ');
  return request;
};

/** Handed over and taken by an operator of СП ЕПГУ. */
export const taken = async (desk: Desk, change: Fields = {}, from?: string): Promise<Request> => {
  const request = await handedOver(desk, change, from);
  await desk.macro('СП ЕПГУ', request.ticket, 'Принять');
  return request;
};

/** Taken, and passed on to the technical support, which has it at work. */
export const atTechnical = async (desk: Desk): Promise<Request> => {
  const request = await taken(desk);
  await desk.macro('СП ЕПГУ', request.ticket, 'В СТП');
  await desk.macro('СТП', request.ticket, 'Взять в работу');
  return request;
};
