/** One wait after another on one ticket: what answered the first does not answer the second. */
import { waitingTicket } from './waiting-ticket.js';

const WAITS = {
  state: 'В ожидании (без срока)',
  state_reason: 'Запрошена информация (пользователь)',
  wait_source: 'до передачи',
};

test.each(['operator', 'companion'] as const)(
  'a ticket whose data the %s asks for again, minutes after an answer, waits on',
  (by) => {
    const desk = waitingTicket(new Date('2026-11-23T12:00:00+05:00'), {
      group: 'СП РПГУ::Республика Башкортостан',
    });
    desk.put(WAITS);
    desk.at('2026-11-23T12:05:00+05:00');
    desk.article({ from: 'operator', channel: 'phone' });
    desk.at('2026-11-23T12:06:00+05:00');
    desk.arrive({});
    desk.settle();
    expect(desk.facts().state).toBe('Назначен');
    // The answer brought a mistyped number: the gate sends the ticket back.
    desk.at('2026-11-23T12:08:00+05:00');
    desk.put(WAITS, by);
    desk.settle();
    expect(desk.facts()).toMatchObject({
      state: WAITS.state,
      attributes: { state_reason: WAITS.state_reason },
    });
    desk.at('2026-11-23T12:20:00+05:00');
    desk.arrive({});
    desk.settle();
    expect(desk.facts().state).toBe('Назначен');
  },
);
