/** What loading an edition throws. Each says what was done and what a person should do next. */
import { isZammadError } from 'zammad-api-client-ts';
import { isForbidden } from '../objects/object-store.js';
import { said } from '../objects/errors.js';

/** A plan that must not be carried out. */
export class FaqRefused extends Error {
  override readonly name = 'FaqRefused';
}

/** The token may not do it. Nothing is lost: the next run goes on. */
export class FaqForbidden extends Error {
  override readonly name = 'FaqForbidden';
}

/** Zammad understood and refused: the same again would be refused again. */
const answered = (cause: unknown): boolean =>
  isZammadError(cause) && (cause.kind === 'invalid' || (cause.kind === 'conflict' && !cause.retryable));

/** Cut off in the middle. What is done stays; the same command does the rest. */
class FaqInterrupted extends Error {
  override readonly name = 'FaqInterrupted';
  readonly done: number;
  readonly total: number;

  constructor(
    { done, total }: { readonly done: number; readonly total: number },
    where: string,
    cause: unknown,
  ) {
    super(
      `Прервано на «${where}»: сделано ${done} из ${total}. ${said(cause)}. ` +
        `${answered(cause) ? 'Zammad этого не принял: исправьте названное и' : 'Когда Zammad снова ответит,'} ` +
        'выполните ту же команду ещё раз: будет сделано только оставшееся.',
      { cause },
    );
    this.done = done;
    this.total = total;
  }
}

/** What to tell about an error met in the middle; our own words stay as they are. */
export const explained = (
  error: unknown,
  counted: { readonly done: number; readonly total: number },
  where: string,
  permission: string,
): Error => {
  if (error instanceof FaqRefused || error instanceof FaqForbidden) return error;
  if (!isForbidden(error)) return new FaqInterrupted(counted, where, error);
  return new FaqForbidden(
    `Ключу Zammad не хватает права ${permission} («${where}»): дайте его роли и ключу и повторите. ` +
      `Сделано ${counted.done} из ${counted.total}.`,
    { cause: error },
  );
};
