/**
 * Which helpdesk this is. What was kept for one installation must never be done to another: names are the same in both,
 * and so are many ids.
 */
import type { Signshow } from 'zammad-api-client-ts';
import { catalogueOf } from 'zammad-api-client-ts';
import { asText, fingerprintOf, isRecord } from './canonical.js';
import type { Installation } from './types.js';

/** Source: `GET /signshow`; Zammad never writes these rows again after it was set up. */
export const installationOf = (signshow: Signshow): Installation => {
  const { ticket_state_types: types, ticket_article_types: articles } = catalogueOf(signshow);
  const moments = [...types, ...articles].map((row) => `${row.id} ${asText(row['created_at'])}`);
  const config = isRecord(signshow.config) ? signshow.config : {};
  return {
    seed: fingerprintOf(moments),
    address: asText(config['fqdn']),
    product: asText(config['product_name']),
  };
};

const called = ({ product, address }: Installation): string => `«${product}» (${address})`;

/** Why what was kept for `kept` must not be done `here`, in words; null when both are one helpdesk. */
export const elsewhere = (kept: Installation, here: Installation): string | null => {
  if (kept.seed !== here.seed)
    return `Файл сделан для другого Zammad: ${called(kept)}; здесь ${called(here)}. Проверьте ZAMMAD_URL; ничего не записано.`;
  if (kept.address !== here.address)
    return (
      `Файл сделан для ${called(kept)}, а здесь копия той же базы или другой адрес: ${called(here)}. ` +
      'Если Zammad переехал, повторите с --moved; ничего не записано.'
    );
  return null;
};
