/** 4.3–4.5, 4.10–4.12: taken into work, to СТП and back, the solution told, a disagreement, a second round, consent. */
import { ASSIGNED, CLOSED, ENTRY, expect, noted, REGION, SOLVED, stands } from '../expect.js';
import type { Step } from '../narrator.js';
import type { Stage } from '../stage.js';

/** @param given the ticket that waits at «Начальник смены ЦПП» */
export const solutionStory = (stage: Stage, given: () => number): Step[] => [
  {
    clauses: 'п. 4.3, 4.5.4',
    title: 'Начальник смены принял тикет, СП ЕПГУ передала его в СТП ЕПГУ',
    async act() {
      await stage.macro('начальник смены', given(), 'Принять');
      await stage.macro('оператор СП ЕПГУ', given(), 'В СТП', {
        transition_comment: 'Ошибка воспроизводится, нужен анализ журналов портала.',
      });
      const seen = await stage.see(given());
      return [
        stands(seen, 'СТП ЕПГУ', ASSIGNED),
        ...noted(seen, 'R-', 'Ошибка воспроизводится, нужен анализ журналов портала.'),
      ];
    },
  },
  {
    clauses: 'п. 4.10, 4.11',
    title: 'СТП решила; СП ЕПГУ составила ответ и передала тикет в регион',
    async act() {
      await stage.macro('СТП ЕПГУ', given(), 'Взять в работу');
      await stage.macro('СТП ЕПГУ', given(), 'Решено');
      const solved = stands(await stage.see(given()), 'СП ЕПГУ', SOLVED);
      await stage.macro('оператор СП ЕПГУ', given(), 'Ответ готов', {
        transition_comment: 'Карточка открывается: исправлено обновлением портала.',
      });
      return [solved, stands(await stage.see(given()), REGION, SOLVED)];
    },
  },
  {
    clauses: 'п. 4.12.2',
    title: 'Пользователь не согласен — тот же тикет снова в СП ЕПГУ, круг второй',
    async act() {
      await stage.call('оператор СП РПГУ', given(), 'Сообщили, что карточка открывается.');
      await stage.macro('оператор СП РПГУ', given(), 'Сообщено заявителю');
      await stage.macro('оператор СП РПГУ', given(), 'Не согласен');
      const seen = await stage.see(given());
      expect(
        seen.fields['disagreement_count'] === 1,
        `несогласий посчитано: ${String(seen.fields['disagreement_count'])}`,
      );
      return [stands(seen, ENTRY, ASSIGNED), 'число несогласий: 1'];
    },
  },
  {
    clauses: 'п. 4.5.1, 4.12.1',
    title: 'Второй круг: ответ из БЗ ЕПГУ, пользователь согласен, тикет закрыт',
    async act() {
      await stage.macro('начальник смены', given(), 'Принять');
      await stage.macro('оператор СП ЕПГУ', given(), 'Ответ готов', {
        transition_comment: 'Очистите данные сайта в браузере и войдите заново.',
      });
      await stage.call('оператор СП РПГУ', given(), 'Сообщили, как войти заново.');
      await stage.macro('оператор СП РПГУ', given(), 'Сообщено заявителю');
      await stage.macro('оператор СП РПГУ', given(), 'Согласен, закрыть');
      return [stands(await stage.see(given()), REGION, CLOSED)];
    },
  },
];
