/** A configuration small enough to break in one place per test, and the faults that breaking it yields. */
import { parseConfig } from '../../config/load.js';
import type { RuleParams } from '../../config/rule-checks.js';
import { vocabularyFile } from '../../config/schema/vocabulary.js';
import { ConfigFaults, formatFault } from '../../config/faults.js';

const roles = Object.keys(vocabularyFile.shape.attributes.shape);

export const small: Readonly<Record<string, string>> = {
  'federal.yaml': `entryGroup: Вход
groups: [Вход]
regionsParent: Регионы
transferPhone: '+70000000100'
claimContacts: { phone: '+70000000117', email: claims@epgu.example }
timeZone: Europe/Moscow
`,
  'vocabulary.yaml': `states: { born: Назначен, assigned: Назначен, termed: Ждём, open: Назначен, closed: Назначен }
attributes:
${roles.map((role) => `  ${role}: ${role === 'region' ? 'region' : 'reason'}`).join('\n')}
reasons: { asked: пользователь, received: ведомство, agency: ведомство, noAnswer: пользователь, claim: ведомство }
waitSources: { beforeTransfer: пользователь, onRequest: ведомство }
channels: { phone: пользователь, written: ведомство }
otherSenders: { waits: пользователь, citizen: пользователь, stranger: пользователь }
contactMethods: { phone: пользователь, email: пользователь, asSubmitted: пользователь }
faqResults: { notFound: пользователь }
federalResults: { found: пользователь }
tags: { undelivered: а, repeated: б, noAnswer: в, unrecorded: г, ageing: д, otherSender: е, machine: ж, unknownSender: з }
otherTags: [решение-сообщено]
nextTasks:
  { ask: а, forward: б, resume: в, enterData: г, undelivered: д, otherSender: и, waitingUntil: е, endingAt: ж, answeredElsewhere: з, tellRegistered: к, tellClosed: л, earlierWaits: 'м {number}{act}{point}', tellWaits: 'н {number}{tag}', tellStands: 'о {number}{state}' }
letters: { registered: а, late: б, closed: в }
`,
  'trust.yaml': `writers:
  portal: { who: кто, byRequest: link, byMessageId: link, byFollowUp: join, fill: true, correct: true, counts: true, suspends: false, answered: 'no', because: [R-4.2] }
  citizen: { who: кто, byRequest: link, byMessageId: link, byFollowUp: join, fill: true, correct: true, counts: true, suspends: false, answered: 'no', because: [R-4.2] }
  other: { who: кто, byRequest: link, byMessageId: link, byFollowUp: show, fill: false, correct: false, counts: false, suspends: false, answered: 'no', because: [R-4.2] }
  machine: { who: кто, byRequest: link, byMessageId: link, byFollowUp: show, fill: false, correct: false, counts: false, suspends: false, answered: 'no', because: [R-4.2] }
  own: { who: кто, byRequest: link, byMessageId: link, byFollowUp: show, fill: false, correct: false, counts: false, suspends: false, answered: 'no', because: [R-4.2] }
`,
  'regulation/clauses.yaml': `obligations: [R-4.2, R-4.2.1]
clauses:
  - ids: [R-4.2.1]
    title: Данные
    text: Внести данные.
    enforcer: zammad
    objects: [{ kind: groups, name: Вход }]
`,
  'calendars/2026.yaml': `year: 2026
status: provisional
source: для проверки
off: [2026-01-01]
work: []
short: []
workingDays: 260
`,
  'regions/bashkortostan.yaml': `id: bashkortostan
name: Башкортостан
timeZone: Asia/Yekaterinburg
mailDomains: [portal.example]
transferPhone: null
`,
  'helpdesk/base.yaml': `groups:
  wanted:
    - { name: Регионы, clauses: [R-4.2] }
    - { name: Вход, clauses: [R-4.2, R-4.2.1] }
    - { name: '{{region.group}}', forEachRegion: true, clauses: [R-4.2] }
ticket_states:
  wanted:
    - { name: Назначен, was: open, clauses: [R-4.2], state_type: open }
    - { name: Ждём, clauses: [R-4.2], state_type: pending action, next_state: Назначен }
object_manager_attributes:
  wanted:
    - name: reason
      display: Причина
      clauses: [R-4.2]
      data_type: select
      options: [пользователь, ведомство]
      position: 1
      screens: {}
    - { name: region, display: Регион, clauses: [R-4.2], data_type: select, options: regions, position: 2, screens: {} }
roles:
  wanted:
    - { name: Оператор, clauses: [R-4.2], permissions: [ticket.agent], groups: { '{{regions.group}}': [full] } }
calendars:
  wanted:
    - name: Рабочие дни
      clauses: [R-4.2]
      timezone: Europe/Moscow
      holidays: federal
      business_hours:
        mon: &day { active: true, timeframes: [['09:00', '18:00']] }
        tue: *day
        wed: *day
        thu: *day
        fri: *day
        sat: *day
        sun: *day
webhooks:
  wanted:
    - { name: reglament, clauses: [R-4.2], path: /hook }
`,
};

/** The small configuration with some files replaced, added or, by `null`, taken away. */
const parseSmall = (changes: Readonly<Record<string, string | null>>, rules?: RuleParams) =>
  parseConfig(
    Object.entries({ ...small, ...changes }).flatMap(([path, text]) =>
      text === null ? [] : [{ path, text }],
    ),
    rules,
  );

/** What an admin is shown for it, a line a fault; empty when it is right. */
export const faultsOf = (changes: Readonly<Record<string, string | null>>, rules?: RuleParams): string[] => {
  try {
    parseSmall(changes, rules);
    return [];
  } catch (error) {
    if (error instanceof ConfigFaults) return error.faults.map(formatFault);
    throw error;
  }
};
