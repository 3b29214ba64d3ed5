/** Turns whatever ended a command, a look at a ticket or a job into what a person reads: what happened and what to do. Never a stack. */
import {
  isUnsupportedZammadError,
  isZammadAnswerError,
  isZammadError,
  type ZammadAnswerError,
  type ZammadError,
  type ZammadErrorKind,
} from 'zammad-api-client-ts';
import { ZodError } from 'zod';
import { mask } from './mask.js';
import { networkWords } from './network-words.js';
import { secrets } from './secrets.js';
import { requestInWords, writesTicket } from './request.js';

const advice: Record<ZammadErrorKind, string> = {
  auth: 'Проверьте ZAMMAD_TOKEN: ключ отозван, истёк или от другого Zammad.',
  forbidden:
    'Ключу или роли его владельца не хватает права или доступа к группе: reglament doctor назовёт, чего.',
  notFound: 'Проверьте, что объект ещё есть и что ZAMMAD_URL ведёт в Zammad.',
  invalid: 'Исправьте то, что отправлено; тот же запрос снова получит отказ.',
  conflict: 'Объект уже есть, ещё используется или изменился: постройте план заново.',
  server: 'Посмотрите production.log Zammad за это время.',
  unavailable: 'Подождите и повторите; проверьте веб-сервер перед Zammad.',
  timeout: 'Проверьте нагрузку Zammad. Запись могла состояться, повтор это увидит.',
  network: 'Проверьте ZAMMAD_URL, DNS, сертификат и что Zammad запущен.',
  aborted: 'Прервано; записанное до этого осталось, план это покажет.',
  unexpectedAnswer: 'Проверьте, что ZAMMAD_URL ведёт в сам Zammad, а версия его поддержана.',
};

/** Of a ticket that is written: Zammad tells the reason to administrators only, so all it can be is named. */
const adviceOnTickets: Partial<Record<ZammadErrorKind, string>> = {
  invalid:
    'Zammad не принял значение: нет такого поля, варианта, состояния или группы, группа отключена, либо core workflow требует поле или запрещает значение. Сверьте с конфигурацией: reglament plan, reglament doctor; роль «Компаньон регламента» исключите из core workflow, которые сделали сами.',
  conflict: 'Кто-то писал в ту же минуту: повтор пройдёт сам.',
};

/** Where something answers that is not Zammad's API. */
const adviceOnStrange = ({ redirectsTo, status }: ZammadError): string => {
  if (redirectsTo !== null) return `Он переадресует на ${redirectsTo}: впишите этот адрес в ZAMMAD_URL.`;
  if (status !== null && status < 300)
    return 'Это страница, а не JSON. Проверьте, что ZAMMAD_URL ведёт в сам Zammad и перед ним нет входа или заглушки.';
  return advice.unexpectedAnswer;
};

const adviceOn = (error: ZammadError): string => {
  const { kind, code, method, path } = error;
  if (kind === 'unexpectedAnswer') return adviceOnStrange(error);
  if (code === 'maintenance')
    return 'В Zammad включён режим обслуживания: пускает только администраторов. Выключите его («Управление → Обслуживание»).';
  return (writesTicket(method, path) ? adviceOnTickets[kind] : undefined) ?? advice[kind];
};

/** Objects that hold what people typed; the others are the administrator's own, whose words help. */
const PERSONAL = /^\/(tickets?|ticket_\w+|users?|organizations?|links|tags|chats?)\b/;

/** Zammad names a field in its refusals; beside it may stand what somebody typed, so nothing but the name is kept. */
const FIELD = /\bfor (?:field )?'(\w{1,64})'/;

/** A Zammad error as a line of a log has it: the call, what kind of failure, the field that was refused. Nobody's words. */
export const callOf = (error: ZammadError): string => {
  const { method, path, status, kind, code, errorId, zammadMessage } = error;
  if (!PERSONAL.test(path)) return mask(error.message);
  const field = FIELD.exec(zammadMessage ?? '')?.[1];
  return [
    `${method} ${path}`,
    String(status ?? 'нет ответа'),
    code ?? kind,
    ...(field === undefined ? [] : [`поле ${field}`]),
    ...(errorId === null ? [] : [`Error ID ${errorId}`]),
  ].join(', ');
};

const saidIn = ({ path, zammadMessage: said, errorId }: ZammadError): string => {
  if (errorId !== null) return `, причина — в production.log Zammad по коду ${errorId}`;
  if (!PERSONAL.test(path)) return said === null ? '' : ` «${mask(said)}»`;
  const field = FIELD.exec(said ?? '')?.[1];
  return field === undefined ? '' : `, поле ${field}`;
};

/** What was missing from an answer: the same for every ticket. */
const wordsOfAnswer = ({ request, fields }: ZammadAnswerError): string =>
  `Zammad не прислал ${fields.map((field) => field.replace(/\.\d+(?=\.|$)/g, '.:id')).join(', ')} в ответ на ${request}. Проверьте, что версия Zammad поддержана, а ключу видно нужное: reglament doctor.`;

/** A Zammad error in one line: what for and the call, the status, what to do. */
const wordsOfZammad = (error: ZammadError): string => {
  if (isZammadAnswerError(error)) return wordsOfAnswer(error);
  const { method, path, status } = error;
  if (error.kind === 'network')
    return `Zammad: ${requestInWords(method, path)}: нет ответа: ${networkWords(error.networkCode)}.`;
  const answer = status === null ? 'нет ответа' : `ответ ${status}`;
  return `Zammad: ${requestInWords(method, path)}: ${answer}${saidIn(error)}. ${adviceOn(error)}`;
};

const systemAdvice: Readonly<Record<string, string>> = {
  EADDRINUSE: 'порт занят: задайте другой PORT или остановите того, кто его держит',
  EACCES: 'нет прав: проверьте владельца файла или порт ниже 1024',
  ENOENT: 'такого файла или папки нет, проверьте путь',
  EEXIST: 'такой файл уже есть',
  EISDIR: 'это папка, а нужен файл',
  ENOTDIR: 'часть пути — файл, а нужна папка',
  EROFS: 'место только для чтения: назовите другое',
  ENOSPC: 'нет места на диске: освободите его',
  ECONNREFUSED: 'соединение отвергнуто: проверьте DATABASE_URL и что PostgreSQL запущен',
  ENOTFOUND: 'узел не найден: проверьте имя в адресе',
  '28P01': 'PostgreSQL не принял пароль: проверьте DATABASE_URL',
  '3D000': 'в PostgreSQL нет такой базы: создайте её или исправьте DATABASE_URL',
};

/** The helpdesk is not set up as the configuration has it: no ticket can be judged. Its message is Russian. */
export class HelpdeskLacks extends Error {
  override readonly name = 'HelpdeskLacks';
}

/** True for errors of any realm: those of a loaded module's own are no instances of this one's. */
export const isError = (error: unknown): error is Error =>
  error instanceof Error || Object.prototype.toString.call(error) === '[object Error]';

const codeOf = (error: Error): string | null =>
  'code' in error && typeof error.code === 'string' ? error.code : null;

/** Of an error of the file system: what it stumbled over. */
const pathOf = (error: Error): string | null =>
  'path' in error && typeof error.path === 'string' ? error.path : null;

/** What to tell a person about `error`. Our own errors speak Russian already; foreign ones get words by their code. */
export const wordsOf = (error: unknown): string => secrets.clean(wordsFor(error));

const wordsFor = (error: unknown): string => {
  if (isZammadError(error)) return wordsOfZammad(error);
  if (isUnsupportedZammadError(error))
    return `Zammad ${error.version} слишком старый: нужен ${error.oldest} или новее. Обновите Zammad.`;
  if (error instanceof ZodError)
    return `Файл не того вида:\n${error.issues
      .slice(0, 5)
      .map(({ path, message }) => `  ${path.join('.')}: ${message}`)
      .join('\n')}`;
  if (!isError(error)) return 'Неизвестная ошибка';
  const known = systemAdvice[codeOf(error) ?? ''];
  const own = mask(error.message === '' ? error.name : error.message);
  if (known === undefined) return own;
  const path = pathOf(error);
  return path === null ? `${own} — ${known}` : `«${mask(path)}»: ${known}`;
};
