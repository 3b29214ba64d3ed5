/** `POST /overviews_prio`: the order of overviews, all at once. */
import { listOf } from '../behaviour/columns.js';
import { ok } from '../http/answer.js';
import { route } from '../http/routes.js';

export const overviewOrderRoute = route(
  'POST',
  '/overviews_prio',
  ['admin.overview'],
  ({ world, body, actor }) => {
    const overviews = world.table('overviews');
    for (const [id, prio] of listOf(body['prios']).map(listOf)) {
      const overview = overviews.get(Number(id));
      if (overview)
        overviews.patch(overview, {
          prio: Number(prio),
          updated_by_id: actor.id,
          updated_at: world.clock.now().toISOString(),
        });
    }
    return ok({ success: true });
  },
);
