import type { Desk } from '../desk.js';
export const receiveMail = (desk: Desk, raw: Uint8Array): unknown => ({
  bytes: raw.length,
  flavour: desk.world.flavour,
});
