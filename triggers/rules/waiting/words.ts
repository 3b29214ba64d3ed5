/** What the rules about waiting for the citizen call things: states, reasons, marks and next steps of the helpdesk. */

export const STATE = {
  assigned: 'Назначен',
  /** Ends by itself: at `pending_time` Zammad closes the ticket. */
  termed: 'В ожидании',
  open: 'В ожидании (без срока)',
  closed: 'Закрыт',
} as const;

export const REASON = {
  asked: 'Запрошена информация (пользователь)',
  agency: 'Отклонено на ведомство',
  noAnswer: 'Нет ответа пользователя',
  claim: 'Зарегистрирована претензия',
} as const;

/** Reasons for which a ticket is closed: they say nothing of one that is open. */
export const CLOSING: readonly unknown[] = [REASON.noAnswer, REASON.claim];

export const SOURCE = { beforeTransfer: 'до передачи', onRequest: 'по запросу ЕПГУ' } as const;

export const ACT = { toRegion: 'Вернуть в СП РПГУ', toFederal: 'Вернуть в СП ЕПГУ' } as const;

export const TAG = {
  undelivered: 'запрос-не-доставлен',
  repeated: 'запросов-3-и-более',
  noAnswer: 'закрыт-без-ответа',
  unrecorded: 'ответ-не-записан',
  ageing: 'долго-ждём-данные',
} as const;

export const TASK = {
  ask: 'Запросить информацию у пользователя (п. 4.7.1)',
  forward: 'Ответ пользователя получен: передать в СП ЕПГУ (п. 4.7.3)',
  resume: 'Ответ пользователя получен: возобновить работу (п. 3.7.3)',
  enterData: 'Ответ пользователя получен: внести данные и передать в СП ЕПГУ (п. 4.2)',
  undelivered: 'Запрос не доставлен: связаться с пользователем иначе, срок не идёт',
} as const;

const WAITING = 'Ждём ответа пользователя до';
const ENDING = 'Срок ответа пользователя истекает:';

export const waitingTask = (until: string): string => `${WAITING} ${until}`;
export const endingTask = (until: string): string => `${ENDING} ${until}`;

const steps: readonly string[] = [TASK.undelivered, TASK.ask];

/** A next step that made sense only while the citizen was waited for. */
export const isWaitingTask = (task: unknown): boolean =>
  typeof task === 'string' && (task.startsWith(WAITING) || task.startsWith(ENDING) || steps.includes(task));

export const isWaiting = (state: string | null): boolean => state === STATE.termed || state === STATE.open;
