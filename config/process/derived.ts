/** The objects that no file of `config/helpdesk` writes down, because the map of the process or the list of fields says them. */
import { entriesOf } from '../names.js';
import type { HelpdeskFile } from '../schema/helpdesk.js';
import type { Placed, Sources } from '../sources.js';
import { citizenWorkflows } from './citizen.js';
import { objectsOf } from './objects.js';

/** As files like any other; a fault in them points at the map. Nothing without a map, or the names it is to use. */
export const derivedObjects = (sources: Sources): readonly Placed<HelpdeskFile>[] => {
  if (sources.process === undefined || sources.vocabulary === undefined) return [];
  const { value: map, document } = sources.process;
  const otherGroups = entriesOf(sources, 'groups')
    .filter(({ value }) => value.forEachRegion !== true)
    .map(({ value }) => value.name);
  const made = objectsOf(map, {
    otherGroups,
    federalGroups: sources.federal?.value.groups ?? [],
    vocabulary: sources.vocabulary.value,
  });
  // A citizen's own new ticket begins where every request begins: at the first place of the map.
  const [first] = map.places;
  const locks =
    first === undefined
      ? []
      : citizenWorkflows(
          entriesOf(sources, 'object_manager_attributes').map(({ value }) => value),
          first,
        );
  return [
    { value: made, document, path: [] },
    { value: { core_workflows: { wanted: locks, removed: [] } }, document, path: [] },
  ];
};
