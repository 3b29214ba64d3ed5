/** A name may be changed like any other: everywhere, and all goes on under the new one; in one place, and each other place is shown. */
import { ConfigFaults, formatFault } from '../../config/faults.js';
import { parseConfig } from '../../config/load.js';
import { partiesOf } from '../../plugin/engine/parties.js';
import { judgeOf, ruleParams } from '../../triggers/index.js';
import { expectVerdict, factsOf } from '../triggers/examples.js';
import { files, withName } from './renaming.js';

/** The configuration with a name changed in the files `where` says; longer names that contain it stay. */
const renamed = (name: string, other: string, where: (path: string) => boolean) =>
  files.map(({ path, text }) => ({ path, text: where(path) ? withName(text, name, other) : text }));

const names: [what: string, name: string, other: string][] = [
  ['the state without a term', 'В ожидании (без срока)', 'Ждём (без срока)'],
  ['the state that ends by itself', 'В ожидании', 'В ожидании ответа'],
  ['the state after an answer', 'Назначен', 'Назначено'],
  ['the reason for asking the citizen', 'Запрошена информация (пользователь)', 'Запрошена информация'],
  ['the reason of an agency', 'Отклонено на ведомство', 'Запрос ведомству'],
  ['the attribute of the reason', 'state_reason', 'state_reasons'],
  ['the attribute of the next step', 'next_task', 'next_tasks'],
  ['the attribute of the contact', 'contact_value', 'contact_values'],
  ['an intention', 'Спросил о статусе', 'Спросили о статусе'],
  ['a tag', 'решение-сообщено', 'решение-сообщили'],
];

test.each(names)(
  '%s renamed everywhere: every example of every clause holds under the new name',
  (_, name, other) => {
    const config = parseConfig(
      renamed(name, other, () => true),
      ruleParams,
    );
    const parties = partiesOf(config);
    for (const clause of config.clauses) {
      if (clause.enforcer !== 'companion') continue;
      const judge = judgeOf(clause.rule.kind, clause.rule.params);
      for (const { facts, expect: wanted } of clause.examples) {
        const { askMissing } = facts;
        const intake =
          askMissing === undefined
            ? parties.intake
            : { ...parties.intake, askMissing: { fallback: askMissing, by: new Map() } };
        const context = { ...parties, intake, clause: clause.ids[0] ?? '', now: new Date(facts.now) };
        expectVerdict(judge(factsOf(facts, config.vocabulary), context), wanted);
      }
    }
  },
);

const faultsOf = (changed: typeof files): string[] => {
  try {
    parseConfig(changed, ruleParams);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults.map(formatFault);
    throw error;
  }
};

test.each(names)(
  '%s renamed where it is defined alone: each other place is shown, with the new name',
  (what, name, other) => {
    // Tags are defined by the vocabulary, intentions by the map.
    const own = name.includes('-')
      ? /^vocabulary/
      : what === 'an intention'
        ? /^regulation\/process/
        : undefined;
    const faults = faultsOf(
      renamed(name, other, (path) => (own ?? /^helpdesk\/(states|attributes)/).test(path)),
    );
    expect(faults).not.toEqual([]);
    if (own === undefined) expect(faults).toContainEqual(expect.stringMatching(/^vocabulary\.yaml:\d+:\d+ /));
    for (const fault of faults) {
      expect(fault).toMatch(/^[\w/.-]+\.yaml:\d+:\d+ /);
      expect(fault).toContain(name);
      expect(fault).toContain(other);
    }
  },
);
