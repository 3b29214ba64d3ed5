/** What `intake.yaml` and the regions' `intake:` say of each other and of the helpdesk: groups, options, spellings, codes, domains. */
import { formFields, formKey, formPath, type FormField } from 'portal-letter/spelling';
import type { Path, SourceDocument } from './document.js';
import type { Fault } from './faults.js';
import { knownIn } from './known.js';
import { suggestion } from './nearest.js';
import type { IntakeSettings } from './schema/intake.js';
import type { Sources } from './sources.js';

type Keys = IntakeSettings['keys'];

/** A spelling of two fields would set whichever comes last. */
const doubledSpellings = (keys: Keys, path: Path, document: SourceDocument): Fault[] => {
  const taken = new Map<string, FormField>();
  const faults: Fault[] = [];
  for (const field of formFields)
    keys[field]?.forEach((spelling, index) => {
      const key = formPath(spelling);
      const first = taken.get(key);
      if (first !== undefined && first !== field)
        faults.push(
          document.fault(
            [...path, field, index],
            `«${spelling}» уже отнесено к полю ${first}: оставьте одно`,
          ),
        );
      taken.set(key, first ?? field);
    });
  return faults;
};

const general = (sources: Sources): Fault[] => {
  if (!sources.intake) return [];
  const { value, document } = sources.intake;
  const known = knownIn(sources);
  const faults = doubledSpellings(value.keys, ['keys'], document);
  const group = value.unknownSender?.group;
  const groups = known.named('groups').names;
  if (group !== undefined && !groups.has(group))
    faults.push(
      document.fault(['unknownSender', 'group'], `неизвестная группа «${group}»${suggestion(group, groups)}`),
    );
  for (const [id, form] of Object.entries(value.forms))
    faults.push(...doubledSpellings(form.keys, ['forms', id, 'keys'], document));
  const contactMethod = sources.vocabulary?.value.attributes.contactMethod ?? '';
  const options = known.valuesOf(`ticket.${contactMethod}`);
  for (const method of Object.keys(value.contactMethods))
    if (options && !options.names.has(method))
      faults.push(
        document.faultAtKey(
          ['contactMethods', method],
          `${options.what} «${method}»${suggestion(method, options.names)}`,
        ),
      );
  return faults;
};

const regional = (sources: Sources): Fault[] => {
  const codes = new Map<string, string>();
  const methods = Object.keys(sources.intake?.value.contactMethods ?? {});
  const forms = Object.keys(sources.intake?.value.forms ?? {});
  const free = new Set(sources.intake?.value.freeMail.map((domain) => domain.toLowerCase()));
  return sources.regions.flatMap(({ value: { id, intake, mailDomains }, document }) => {
    const faults = doubledSpellings(intake.keys, ['intake', 'keys'], document);
    intake.codes.forEach((code, index) => {
      const key = formKey(code);
      const first = codes.get(key) ?? id;
      codes.set(key, first);
      if (first !== id)
        faults.push(
          document.fault(['intake', 'codes', index], `код «${code}» уже указан у региона ${first}`),
        );
    });
    mailDomains.forEach((domain, index) => {
      if (free.has(domain.toLowerCase()))
        faults.push(
          document.fault(
            ['mailDomains', index],
            `«${domain}» — бесплатная почта, с неё может написать кто угодно: укажите адрес робота в intake.senders`,
          ),
        );
    });
    intake.forms?.forEach((form, index) => {
      if (!forms.includes(form))
        faults.push(
          document.fault(
            ['intake', 'forms', index],
            `в intake.yaml нет формы «${form}»${suggestion(form, forms)}`,
          ),
        );
    });
    for (const method of Object.keys(intake.contactMethods))
      if (!methods.includes(method))
        faults.push(
          document.faultAtKey(
            ['intake', 'contactMethods', method],
            `в intake.yaml нет способа связи «${method}»${suggestion(method, methods)}`,
          ),
        );
    return faults;
  });
};

/** Faults between `intake.yaml`, the regions and the helpdesk's objects. */
export const checkIntake = (sources: Sources): Fault[] => [...general(sources), ...regional(sources)];
