/**
 * Rule kind `protocol-in-force`: times and quality are agreed by a protocol of each region (section 5). A-30: without one in force
 * nothing is promised, and that is shown.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { verdictsOn } from '../../verdict/verdicts-on.js';
import type { RuleKind } from '../../types.js';

const params = z.strictObject({});

export const protocolInForce: RuleKind<z.infer<typeof params>> = {
  name: 'protocol-in-force',
  params,
  aside: true,
  evaluate(facts, _given, context) {
    const { leave, met, flag } = verdictsOn(facts, context);
    if (facts.closed) return leave('тикет закрыт');
    const agreement = context.agreements.get(facts.region ?? '');
    if (agreement === undefined) return flag('регион неизвестен: протокола о сроках не выбрать');
    const { protocol } = agreement;
    if (protocol === null) return flag('протокол о сроках с регионом не подписан: сроки не заданы');
    if (!protocol.normative)
      return flag('протокол о сроках — образец, сторонами не подписан: сроки не заданы', {
        Протокол: protocol.number,
      });
    const zone = context.calendars.of(facts.region).zone;
    const day = Temporal.Instant.fromEpochMilliseconds(facts.createdAt.getTime())
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString();
    return day >= protocol.from && (protocol.until === null || day <= protocol.until)
      ? met(`действует протокол № ${protocol.number}`)
      : flag('на день обращения протокол о сроках не действует', { Протокол: protocol.number });
  },
};
