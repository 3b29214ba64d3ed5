/** The JSON schemas that editors complete and check the YAML by, made from the zod schemas so that both agree. */
import { z } from 'zod';
import { adoptFile } from './adopt.js';
import { regulationFile } from './clause.js';
import { faqFile } from './faq.js';
import { federal } from './federal.js';
import { helpdeskFile } from './helpdesk.js';
import { intakeFile } from './intake.js';
import { processFile } from './process.js';
import { productionCalendar } from './production-calendar.js';
import { region } from './region.js';
import { stanceFile } from './stance.js';
import { trustFile } from './trust.js';
import { vocabularyFile } from './vocabulary.js';

const sources = {
  adopt: adoptFile,
  faq: faqFile,
  federal,
  helpdesk: helpdeskFile,
  intake: intakeFile,
  process: processFile,
  'production-calendar': productionCalendar,
  region,
  regulation: regulationFile,
  stance: stanceFile,
  trust: trustFile,
  vocabulary: vocabularyFile,
};

/** File name in `config/schema` → its schema. `input` form: what has a default may be left out. */
export const jsonSchemas = (): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(sources).map(([name, schema]) => [
      `${name}.schema.json`,
      z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }),
    ]),
  );
