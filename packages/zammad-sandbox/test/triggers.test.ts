/** Triggers beyond webhooks: what they leave in history, values that are templates, and what undoes them all. */
import { type Desk, newTicket, openDesk } from './desk.js';

const CREATED = { 'ticket.action': { operator: 'is', value: 'create' } };

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ clock: new Date('2026-03-02T06:00:00Z') });
});
afterEach(() => desk.close());

const attribute = async (object: string, name: string): Promise<void> => {
  await desk.api('POST', '/object_manager_attributes', {
    object,
    name,
    display: name,
    data_type: 'input',
    data_option: { type: 'text', maxlength: 60 },
    screens: {},
    position: 1600,
    active: true,
  });
  await desk.api('POST', '/object_manager_attributes_execute_migrations');
};
const trigger = (name: string, perform: object, condition: object = CREATED) =>
  desk.api('POST', '/triggers', { name, condition, perform, active: true });

it('changes as user 1, and history names the trigger', async () => {
  await trigger('Поднять', { 'ticket.priority_id': { value: '3' } });
  await desk.api('POST', '/tickets', newTicket());
  expect(desk.world.table('tickets').get(2)).toMatchObject({ priority_id: 3, updated_by_id: 1 });
  expect((await desk.api('GET', '/ticket_history/2')).body).toMatchObject({
    history: expect.arrayContaining([
      expect.objectContaining({
        attribute: 'priority',
        created_by_id: 1,
        sourceable_type: 'Trigger',
        sourceable_id: 4,
        sourceable_name: 'Поднять',
      }),
      expect.objectContaining({ type: 'created', created_by_id: 3, sourceable_type: null }),
    ]) as unknown,
  });
});

it('takes values out of the group and the organization of the ticket', async () => {
  await attribute('Group', 'region_code');
  await attribute('Organization', 'home_group');
  await attribute('Ticket', 'region');
  await desk.api('POST', '/groups', { name: 'Камчатский край', region_code: 'kamchatka', user_ids: [3] });
  const domain = 'portal.kamchatka.example';
  await desk.api('POST', '/organizations', {
    name: 'РПГУ',
    domain,
    domain_assignment: true,
    home_group: '2',
  });
  await trigger(
    '000 Маршрут',
    { 'ticket.group_id': { value: '#{ticket.organization.home_group}' } },
    { ...CREATED, 'organization.home_group': { operator: 'matches regex', value: '^[0-9]+$' } },
  );
  await trigger('010 Регион', { 'ticket.region': { value: '#{ticket.group.region_code}' } });
  await desk.api('POST', '/tickets', newTicket({ customer_id: `guess:robot@${domain}` }));
  expect(desk.world.table('tickets').get(2)).toMatchObject({ group_id: 2, region: 'kamchatka' });
});

it('a template that renders to no group undoes every trigger of the event, not the ticket', async () => {
  await trigger('а', { 'ticket.priority_id': { value: '3' } });
  await trigger('б', { 'ticket.group_id': { value: '#{ticket.group.nope}' } });
  await trigger('в', { 'ticket.tags': { operator: 'add', value: 'метка' } });
  expect((await desk.api('POST', '/tickets', newTicket())).status).toBe(201);
  expect(desk.world.table('tickets').get(2)).toMatchObject({ priority_id: 2, group_id: 1 });
  expect((await desk.api('GET', '/tags?object=Ticket&o_id=2')).body).toEqual({ tags: [] });
});
