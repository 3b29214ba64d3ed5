/** «Настройка»: the plan and what drifted, approved and carried out by a signed-in admin with the admin's own key. */
import { driftOf } from '../../../sync/objects/drift.js';
import type { ObjectStore } from '../../../sync/objects/object-store.js';
import { refuse } from '../../../sync/objects/refuse.js';
import { showRollbackPlan } from '../../../sync/objects/show-rollback.js';
import { showPlan } from '../../../sync/objects/show.js';
import { wordsOf } from '../../process/fault.js';
import type { Sessions, Visitor } from '../../store/sessions.js';
import type { Knows } from '../person.js';
import { admins, PageFault, type Section } from '../section.js';
import { printOf, type Applying, type SetupOptions } from '../setup/applying.js';
import { atWords, figure } from '../words.js';

export interface SetupPorts {
  /** Null: this page does not set the helpdesk up. */
  readonly setup: (Pick<SetupOptions, 'open'> & { readonly applying: Applying }) | null;
  readonly knows: Knows;
  readonly sessions: Pick<Sessions, 'did'>;
  readonly config: { readonly federal: { readonly timeZone: string } };
}

const BUNDLES_SHOWN = 20;

/** Where it stands, the plan, its approval, and what going back would do. */
export const setupSections = ({ setup, knows, sessions, config }: SetupPorts): readonly Section[] => {
  if (setup === null) return [];
  const { open, applying } = setup;
  const zone = config.federal.timeZone;

  /** Throws PageFault when the key is not the visitor's own. */
  const byOwnKey = async (who: Visitor, key: string): Promise<ObjectStore> => {
    let person;
    try {
      person = await knows(key);
    } catch (error) {
      throw new PageFault(503, wordsOf(error));
    }
    if (person === null)
      throw new PageFault(403, 'Ключ не подошёл: проверьте, что он скопирован целиком и не отозван.');
    if (person.id !== who.person) throw new PageFault(403, `Это ключ не ваш, а ${person.login}: нужен свой.`);
    return open(key);
  };

  return [
    {
      path: '/setup',
      verb: 'get',
      roles: admins,
      label: 'Настройка',
      answer: async () => {
        const run = applying.current();
        const words =
          run === null
            ? ''
            : run.ended === null
              ? `Идёт применение: ${run.done} из ${run.total}. ${run.at}`
              : run.fault === ''
                ? `Применено изменений: ${run.done}.`
                : `Остановилось после ${run.done} из ${run.total}: ${run.fault}`;
        return {
          page: 'setup',
          title: 'Настройка',
          view: {
            run: words,
            by: run === null ? '' : `Начал ${run.by}, ${atWords(run.began, zone)}.`,
            isRunning: run !== null && run.ended === null,
            isStopped: run !== null && run.fault !== '',
            bundles: await applying.bundles(BUNDLES_SHOWN),
          },
        };
      },
    },
    {
      path: '/setup/plan',
      verb: 'post',
      roles: admins,
      answer: async ({ who, now, given }) => {
        const helpdesk = await byOwnKey(who, given['key'] ?? '');
        let planned;
        try {
          planned = await applying.plan(helpdesk, now);
        } catch (error) {
          throw new PageFault(502, wordsOf(error));
        }
        const { plan } = planned;
        await sessions.did({ at: now, login: who.login, deed: 'план показан', object: printOf(plan) });
        const drift = driftOf(plan);
        const asked = refuse(plan, { yes: false });
        const refused = refuse(plan, { yes: true });
        return {
          page: 'setup-plan',
          title: 'План',
          view: {
            figures: [
              figure('Изменено руками или в конфигурации', drift.changed.length),
              figure('Нет в Zammad', drift.missing.length),
              figure('Убрано конфигурацией, но есть', drift.returned.length),
              figure('Ошибок', plan.faults.length, plan.faults.length > 0),
            ],
            text: showPlan(plan, { colour: false }),
            print: printOf(plan),
            mayApply: refused === null && plan.changes.length > 0,
            refused: refused ?? '',
            // What the command asks --yes for.
            asked: refused === null && asked !== null ? asked.replace(/ Если так и задумано.*$/s, '') : '',
            changes: plan.changes.length,
          },
        };
      },
    },
    {
      path: '/setup/rollback',
      verb: 'post',
      roles: admins,
      answer: async ({ who, now, given }) => {
        const bundle = given['bundle'] ?? '';
        const helpdesk = await byOwnKey(who, given['key'] ?? '');
        const { plan, later } = await applying.preview(helpdesk, bundle);
        await sessions.did({ at: now, login: who.login, deed: 'откат показан', object: bundle });
        return {
          page: 'setup-rollback',
          title: 'Что вернёт откат',
          view: {
            bundle,
            text: showRollbackPlan(plan, { colour: false }),
            figures: [
              figure('Будет сделано', plan.steps.length),
              figure('Останется человеку', plan.left.length),
            ],
            later: later.join(', '),
          },
        };
      },
    },
    {
      path: '/setup/apply',
      verb: 'post',
      roles: admins,
      answer: async ({ who, now, given }) => {
        const helpdesk = await byOwnKey(who, given['key'] ?? '');
        const seen = given['print'] ?? '';
        await applying.begin({ helpdesk, seen, yes: given['yes'] === 'yes', login: who.login });
        await sessions.did({ at: now, login: who.login, deed: 'применение плана', object: seen });
        return { to: '/setup' };
      },
    },
  ];
};
