/** Verdicts, modes and outcomes in the words that explanations use, wherever they are read. */
import type { JudgedClause, KeptClause } from './explanation.js';

export const verdicts: Readonly<Record<JudgedClause['verdict'], string>> = {
  notApplicable: 'не относится к тикету',
  met: 'исполнено',
  pending: 'срок идёт',
  due: 'надо исполнить',
  flagged: 'нужен человек',
};

export const modes: Readonly<Record<JudgedClause['mode'], string>> = {
  act: 'исполняет',
  note: 'предупреждает заметкой',
  observe: 'только наблюдает',
};

export const outcomes: Readonly<Record<string, string>> = {
  none: 'ничего не делал',
  observe: 'наблюдал',
  note: 'написал заметку',
  act: 'исполнил',
  stopped: 'остановлен предохранителем',
};

export const keepers: Readonly<Record<KeptClause['enforcer'], string>> = {
  zammad: 'Держит Zammad',
  data: 'Держат данные, которые ведут стороны',
  outside: 'Вне программы',
};
