/** Turns whatever ended a command, a look at a ticket or a job into what a person reads: what happened and what to do. Never a stack. */
import {
  isUnsupportedZammadError,
  isZammadError,
  type ZammadError,
  type ZammadErrorKind,
} from 'zammad-api-client-ts';
import { ZodError } from 'zod';
import { mask } from './mask.js';

const advice: Record<ZammadErrorKind, string> = {
  auth: 'Проверьте ZAMMAD_TOKEN: ключ отозван, истёк или от другого Zammad.',
  forbidden: 'Ключу или роли его владельца не хватает права: reglament doctor назовёт каких.',
  notFound: 'Проверьте, что объект ещё есть и что ZAMMAD_URL ведёт в Zammad.',
  invalid: 'Исправьте названное выше; тот же запрос снова получит отказ.',
  conflict: 'Объект уже есть, ещё используется или изменился: постройте план заново.',
  server: 'Посмотрите production.log Zammad за это время.',
  unavailable: 'Подождите и повторите; проверьте веб-сервер перед Zammad.',
  timeout: 'Проверьте нагрузку Zammad. Запись могла состояться, повтор это увидит.',
  network: 'Проверьте ZAMMAD_URL, DNS, сертификат и что Zammad запущен.',
  aborted: 'Прервано; записанное до этого осталось, план это покажет.',
  unexpectedAnswer: 'Проверьте, что ZAMMAD_URL ведёт в сам Zammad, а версия его поддержана.',
};

/** Refusals whose cause Zammad names in words of its own, and what each comes from. */
const refusals: readonly (readonly [RegExp, (field: string) => string])[] = [
  [
    /No (?:lookup )?value found for '(\w+)'/,
    (field) =>
      `В Zammad нет того, что названо в ${field}: переименовано или удалено. Сверьте с конфигурацией: reglament plan.`,
  ],
  [
    /Invalid value '.*' for field '(\w+)'/,
    (field) =>
      `Zammad не принимает это значение ${field}: группа отключена, вариант убран или его запрещает core workflow. Сверьте с конфигурацией: reglament plan, reglament doctor.`,
  ],
  [
    /Missing required value for field '(\w+)'/,
    (field) => `Поле ${field} требует core workflow: исключите из него роль «Компаньон регламента».`,
  ],
];

const adviceOn = ({ kind, zammadMessage }: ZammadError): string => {
  for (const [pattern, words] of refusals) {
    const field = pattern.exec(zammadMessage ?? '')?.[1];
    if (field !== undefined) return words(field);
  }
  return advice[kind];
};

/** A Zammad error in one line: the call, the answer in Zammad's words, what to do. */
const wordsOfZammad = (error: ZammadError): string => {
  const { method, path, status, zammadMessage } = error;
  const answer = status === null ? 'нет ответа' : `ответ ${status}`;
  const said = zammadMessage === null ? '' : ` «${mask(zammadMessage)}»`;
  return `Zammad: ${method} ${path}: ${answer}${said}. ${adviceOn(error)}`;
};

const systemAdvice: Readonly<Record<string, string>> = {
  EADDRINUSE: 'порт занят: задайте другой PORT или остановите того, кто его держит',
  EACCES: 'нет прав: проверьте владельца файла или порт ниже 1024',
  ENOENT: 'такого файла или папки нет, проверьте путь',
  EEXIST: 'такой файл уже есть',
  ECONNREFUSED: 'соединение отвергнуто: проверьте DATABASE_URL и что PostgreSQL запущен',
  ENOTFOUND: 'узел не найден: проверьте имя в адресе',
  '28P01': 'PostgreSQL не принял пароль: проверьте DATABASE_URL',
  '3D000': 'в PostgreSQL нет такой базы: создайте её или исправьте DATABASE_URL',
};

/** True for errors of any realm: those of a loaded module's own are no instances of this one's. */
export const isError = (error: unknown): error is Error =>
  error instanceof Error || Object.prototype.toString.call(error) === '[object Error]';

const codeOf = (error: Error): string | null =>
  'code' in error && typeof error.code === 'string' ? error.code : null;

/** Of an error of the file system: what it stumbled over. */
const pathOf = (error: Error): string | null =>
  'path' in error && typeof error.path === 'string' ? error.path : null;

/** What to tell a person about `error`. Our own errors speak Russian already; foreign ones get words by their code. */
export const wordsOf = (error: unknown): string => {
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
