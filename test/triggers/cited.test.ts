/** Sections 3 and 4 say many things twice: a note names the one of the ticket's own path. */
import { citedOn } from '../../triggers/ticket/cited.js';
import { config } from './tickets.js';

const said = (channel: string | null) => ({ attributes: { intake_channel: channel } });

test.each<[string, string | null, readonly [string, ...string[]], string]>([
  ['in writing', 'Письменное', ['R-3.7.2', 'R-4.7.2'], 'R-4.7.2'],
  ['by telephone', 'Телефонное', ['R-3.7.2', 'R-4.7.2'], 'R-3.7.2'],
  ['nobody said', null, ['R-3.7.2', 'R-4.7.2'], 'R-4.7.2'],
  ['by telephone, the second path first in the list', 'Телефонное', ['R-4.9', 'R-3.9'], 'R-3.9'],
  ['one path only', 'Телефонное', ['R-4.2.1', 'R-4.2.3'], 'R-4.2.1'],
  ['neither path', 'Письменное', ['R-2.2.b'], 'R-2.2.b'],
])('%s', (_, channel, ids, cited) => {
  expect(citedOn(said(channel), ids, config.vocabulary)).toBe(cited);
});

test('the channel it goes by is one that the helpdesk has', () => {
  const channel = config.helpdesk.object_manager_attributes.wanted.find(
    ({ name }) => name === 'intake_channel',
  );
  const twice = config.clauses.filter(
    ({ ids }) => ids.some((id) => id.startsWith('R-3.')) && ids.some((id) => id.startsWith('R-4.')),
  );
  const told = (Array.isArray(channel?.options) ? channel.options : []).map((option: string) =>
    citedOn(said(option), ['R-4.0', 'R-3.0'], config.vocabulary),
  );
  expect(told).toEqual(['R-4.0', 'R-3.0']);
  expect(twice.length).toBeGreaterThan(10);
});
