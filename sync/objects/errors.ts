/** What sync throws. Each says what was done and what a person should do next; none holds a secret. */
import { isZammadError } from 'zammad-api-client-ts';
import type { Fault } from './types.js';

/** What happened, in a few words for an administrator: the call, the status and Zammad's own text. */
export const said = (error: unknown): string => {
  if (!isZammadError(error)) return error instanceof Error ? error.message : 'неизвестная ошибка';
  const answer = error.status === null ? 'ответа нет' : `ответ ${error.status}`;
  const text = error.zammadMessage === null ? '' : ` «${error.zammadMessage}»`;
  return `${error.method} ${error.path}: ${answer}${text}`;
};

/** A plan that must not be carried out: faults, too many changes, removals, or a helpdesk that has moved on. */
export class PlanRefused extends Error {
  override readonly name = 'PlanRefused';
}

/** The token may not read or write some kinds. */
export class PermissionMissing extends Error {
  override readonly name = 'PermissionMissing';
  readonly missing: readonly { readonly kind: string; readonly permission: string }[];

  constructor(
    missing: readonly { readonly kind: string; readonly title: string; readonly permission: string }[],
  ) {
    const list = missing.map(({ title, permission }) => `${permission} (${title})`).join(', ');
    super(`Токену Zammad не хватает прав: ${list}. Дайте их роли и токену; ничего больше не записано.`);
    this.missing = missing.map(({ kind, permission }) => ({ kind, permission }));
  }
}

interface Progressed {
  readonly done: number;
  readonly total: number;
}

/** The helpdesk went away or answered something unexpected in the middle, or the trace took no more. What is done stays; apply again finishes. */
export class ApplyInterrupted extends Error {
  override readonly name = 'ApplyInterrupted';
  readonly done: number;
  readonly total: number;

  constructor({ done, total }: Progressed, where: string, cause: unknown) {
    super(
      `Прервано на «${where}»: сделано ${done} из ${total}. ${said(cause).replace(/\.$/, '')}. ` +
        `${isZammadError(cause) ? 'Когда Zammad снова ответит,' : 'Устраните причину и'} выполните reglament apply ещё раз: будет сделано только оставшееся. ` +
        'Чтобы вернуть как было, выполните reglament rollback с сохранённым файлом отката.',
      { cause },
    );
    this.done = done;
    this.total = total;
  }
}

/** A person stopped it. What is done stays. */
export class ApplyStopped extends Error {
  override readonly name = 'ApplyStopped';
  readonly done: number;
  readonly total: number;

  constructor({ done, total }: Progressed) {
    super(
      `Остановлено: сделано ${done} из ${total}, последняя запись завершена. Остальное не записано. ` +
        'Доделать: reglament apply ещё раз. Вернуть как было: reglament rollback с файлом отката.',
    );
    this.done = done;
    this.total = total;
  }
}

/** Zammad took a write and kept something else: an unknown column is dropped without a word. */
export class WriteDropped extends Error {
  override readonly name = 'WriteDropped';
  readonly fault: Fault;

  constructor(fault: Fault, { done, total }: Progressed) {
    super(`${fault.text} Сделано ${done} из ${total}; остальное не записано.`);
    this.fault = fault;
  }
}
