/** Recorded exchanges that are not played, each with its reason. */

const because = (reason: string, ...steps: string[]): Record<string, string> =>
  Object.fromEntries(steps.map((step) => [step, reason]));

export const LEFT_OUT: Readonly<Record<string, string>> = {
  ...because(
    'checklists: the product has none, the client cannot ask for them',
    'checklist create',
    'checklist get',
    'checklist item',
    'checklist templates',
  ),
  ...because(
    'help for whoever fills in the page’s form of webhooks: nobody else asks',
    'webhook preview',
    'webhook replacements',
    'webhook predefined',
  ),
  ...because('the page’s list of overviews with counts: the product reads tickets', 'ticket_overviews'),
};
