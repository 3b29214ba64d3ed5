/**
 * Rule kind `federal-holder`: the ticket remembers which federal group holds it, so that a region hands it back there
 * to СТП and back). Zammad's triggers write it on a change; this also sees tickets born in the group.
 */
import { z } from 'zod';
import { becauseOf, present } from '../moves.js';
import type { RuleKind } from '../types.js';

const params = z.strictObject({ attribute: z.string() });

export const federalHolder: RuleKind<z.infer<typeof params>> = {
  name: 'federal-holder',
  params,
  evaluate(facts, { attribute }, context) {
    const because = becauseOf(facts, context);
    if (facts.closed || !context.federalGroups.includes(facts.group))
      return { status: 'notApplicable', because: because('тикет не в работе у федеральной группы') };
    if (present(facts, attribute) === facts.group)
      return { status: 'met', because: because('держатель записан') };
    return {
      status: 'due',
      because: because('держатель тикета записывается'),
      actions: [{ do: 'set', fields: { [attribute]: facts.group } }],
    };
  },
};
