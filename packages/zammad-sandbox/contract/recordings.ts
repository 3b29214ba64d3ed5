/** The exchanges recorded from a real Zammad, in the order in which they were made: later files use what earlier ones created. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const request = z.strictObject({ method: z.string(), path: z.string(), body: z.unknown().optional() });

const exchange = z.strictObject({
  step: z.string(),
  request,
  response: z.strictObject({ status: z.number(), contentType: z.string().nullable(), body: z.unknown() }),
});
export type Exchange = z.infer<typeof exchange>;

const delivery = z.strictObject({ headers: z.record(z.string(), z.string()), body: z.string() });
const deliveries = z.strictObject({ note: z.string(), deliveries: z.array(delivery) });
export type RecordedDelivery = z.infer<typeof delivery>;

export const recordingsFolder = fileURLToPath(new URL('../recorded/6.6/', import.meta.url));

/** File names without ending, in the order of recording. */
export const recordedOrder = [
  'auth-and-errors',
  'groups',
  'users-group-access',
  'ticket_states',
  'ticket_priorities',
  'calendars',
  'slas',
  'object_manager_attributes',
  'roles',
  'organizations',
  'users',
  'macros',
  'overviews',
  'webhooks',
  'triggers',
  'jobs',
  'text_modules',
  'templates',
  'core_workflows',
  'signatures',
  'email_addresses',
  'postmaster_filters',
  'settings',
  'signshow',
  'tickets',
  'tag_list',
  'knowledge_base',
  'monitoring',
  'delete-guards',
  'extra',
] as const;

/** A recording of its own, begun on the same helpdesk before the others were: what the product does in its regions. */
export const productOrder = ['product'] as const;
export type RecordedFile = (typeof recordedOrder | typeof productOrder)[number];

const read = (name: string, folder: string): unknown =>
  JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'));

export const readExchanges = (file: RecordedFile, folder: string): Exchange[] =>
  z.array(exchange).parse(read(file, folder));

export const readDeliveries = (): RecordedDelivery[] =>
  deliveries.parse(read('webhook-deliveries', recordingsFolder)).deliveries;
