/**
 * What a citizen may do with a ticket in the portal and over the API: write, and nothing else. Hidden fields can still be sent, and
 * fixed values let an empty one pass; what binds is a demand that nobody can meet, one workflow a field (tried on 6.6).
 */
import type { Wanted } from '../schema/helpdesk.js';
import type { Place } from '../schema/process.js';

type Attribute = Pick<Wanted<'object_manager_attributes'>, 'name' | 'object' | 'data_type' | 'data_option'>;
type Workflow = Wanted<'core_workflows'>;

/** No helpdesk has such a field, so that it can never be filled in. */
export const NOT_FOR_CITIZENS = 'ticket.citizen_may_not_change';

/** A value no list has and nobody would type. */
const NO_VALUE = '—';

const native = ['state', 'group', 'priority', 'title'];

/** Types whose value can be fixed in the form of a new ticket; a value of any other may not be given at all. */
const fixable = ['select', 'boolean', 'input', 'textarea'];

const isCitizen = { 'session.permission': { 'is not': ['ticket.agent'] } };

const fixed = (attributes: readonly Attribute[]): Workflow['perform'] =>
  Object.fromEntries(
    attributes.flatMap(({ name, data_type, data_option }): [string, { set_fixed_to: string[] }][] => {
      if (data_type === 'select')
        return [
          [
            `ticket.${name}`,
            { set_fixed_to: [typeof data_option['default'] === 'string' ? data_option['default'] : ''] },
          ],
        ];
      return ['input', 'textarea'].includes(data_type)
        ? [[`ticket.${name}`, { set_fixed_to: [NO_VALUE] }]]
        : [];
    }),
  );

/** Workflows over the ticket's own attributes. Of the place where
 * a citizen's new ticket begins: its group and its first state. */
export const citizenWorkflows = (
  attributes: readonly Attribute[],
  { holder, states, clauses }: Pick<Place, 'holder' | 'states' | 'clauses'>,
): Workflow[] => {
  const common = {
    clauses: [...clauses],
    object: 'Ticket' as const,
    priority: 900,
    stop_after_match: false,
    active: true,
  };
  const own = attributes.filter(({ object }) => object === 'Ticket');
  const notGiven = new Set(
    own.filter(({ data_type }) => !fixable.includes(data_type)).map(({ name }) => name),
  );
  return [
    {
      ...common,
      name: '900 Заявитель не видит полей',
      screens: ['create_middle', 'edit'],
      condition_selected: isCitizen,
      perform: Object.fromEntries(
        ['state', 'priority', ...own.map(({ name }) => name)].map((name) => [
          `ticket.${name}`,
          { remove: true as const },
        ]),
      ),
    },
    {
      ...common,
      name: '900 Заявитель создаёт только новое',
      screens: ['create_middle'],
      condition_selected: isCitizen,
      perform: {
        'ticket.state': { set_fixed_to: states.slice(0, 1) },
        'ticket.priority': { set_fixed_to: ['2 normal'] },
        'ticket.group': { set_fixed_to: [holder] },
        ...fixed(own),
      },
    },
    ...[...native, ...own.map(({ name }) => name)].map((name): Workflow => ({
      ...common,
      name: `900 Заявитель не меняет: ${name}`,
      screens: notGiven.has(name) ? ['create_middle', 'edit'] : ['edit'],
      condition_selected: { ...isCitizen, [`ticket.${name}`]: { 'is modified': true } },
      perform: { [NOT_FOR_CITIZENS]: { set_mandatory: true } },
    })),
  ];
};
