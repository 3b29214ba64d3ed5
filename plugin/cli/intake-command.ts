/** `intake`: what a letter says, by the same reading the service does; to try a portal's form before it is sent in earnest. */
import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Config } from '../../config/load.js';
import { readConfig } from '../process/config.js';
import { helpdeskEnv, readEnv } from '../process/env.js';
import { mailSettings, fieldLabels, readMail, type ReadMail } from 'portal-letter';
import type { Automatic, IntakeFault } from 'portal-letter';
import type { Terminal } from './terminal.js';

export interface IntakeOptions {
  /** Id of a region: the letter is read as its portal's. */
  readonly region?: string;
  readonly json?: boolean;
}

export interface IntakePlace {
  readonly terminal: Terminal;
  /** Read for a file called `-`. */
  readonly stdin: NodeJS.ReadableStream;
}

const SHOWN = [
  'name',
  'snils',
  'inn',
  'birthDate',
  'contactMethod',
  'contact',
  'summary',
  'service',
  'portalRequest',
] as const;
const KINDS: Readonly<Record<ReadMail['origin']['kind'], string>> = {
  portal: 'портал региона',
  citizen: 'гражданин',
  unknown: 'неизвестный отправитель формы',
};
const TOLD: Readonly<Record<NonNullable<ReadMail['origin']['toldBy']>, string>> = {
  given: 'по --region',
  sender: 'по адресу отправителя',
  domain: 'по домену отправителя',
  organization: 'по организации',
  code: 'по коду в форме',
};
const AUTOMATIC: Readonly<Record<Automatic, string>> = {
  'auto-reply': 'автоответ, не обращение',
  bounce: 'сообщение о недоставке, не обращение',
  loop: 'своё же письмо, не обращение',
};

/**
 * Prints each letter's fields: with `--json` one object, or a list of them with their files where there are several. Resolves to 0;
 * rejects with an Error in Russian when a file cannot be read or the region is not known.
 */
const intakeCommand = async (
  { terminal, stdin }: IntakePlace,
  files: readonly string[],
  { region, json }: IntakeOptions,
): Promise<0> => {
  const { REGLAMENT_CONFIG } = readEnv(helpdeskEnv.pick({ REGLAMENT_CONFIG: true }));
  const config = await readConfig(REGLAMENT_CONFIG);
  checkRegion(region, config);
  const settings = mailSettings(config);
  const read: { file: string; mail: ReadMail }[] = [];
  for (const file of files) {
    const raw = file === '-' ? await buffer(stdin) : await letterIn(file);
    const mail = await readMail(raw, settings, {
      now: terminal.now(),
      ...(region !== undefined && { region }),
    });
    read.push({ file, mail });
  }
  if (json === true) {
    const all = read.map(({ file, mail }) => (read.length === 1 ? asJson(mail) : { file, ...asJson(mail) }));
    terminal.out(JSON.stringify(all.length === 1 ? all[0] : all, null, 2));
    return 0;
  }
  for (const { file, mail } of read)
    terminal.out(`${read.length > 1 ? `── ${file}\n` : ''}${asText(mail, config)}`);
  return 0;
};

const checkRegion = (region: string | undefined, { regions }: Config): void => {
  if (region !== undefined && !regions.has(region))
    throw new Error(`Нет региона «${region}»; в config/regions есть: ${[...regions.keys()].join(', ')}`);
};

const letterIn = async (file: string): Promise<Uint8Array> => {
  try {
    if ((await stat(file)).isDirectory()) throw new Error(`«${file}» — папка, нужен файл письма .eml`);
    return await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'ENOENT') throw new Error(`Нет файла «${file}»: проверьте путь`, { cause });
    if (code !== null) throw new Error(`Файл «${file}» не читается: проверьте права на чтение`, { cause });
    throw cause;
  }
};

const asJson = ({ letter, origin, intake }: ReadMail): object => {
  const { name, snils, inn, birthDate, contactMethod, contact } = intake.citizen;
  return {
    region: intake.region,
    citizen: { name, snils, inn, birthDate, contactMethod, contact },
    summary: intake.summary,
    portalRequest: intake.portalRequest,
    missing: intake.missing,
    refused: intake.refused,
    faults: intake.faults,
    service: intake.service,
    consent: intake.consent,
    origin,
    automatic: letter.automatic,
    machine: letter.machine,
  };
};

const asText = ({ letter, origin, intake }: ReadMail, { regions }: Config): string => {
  if (letter.automatic !== null) return `Письмо: ${AUTOMATIC[letter.automatic]}`;
  const told = origin.toldBy === null ? '' : ` (${TOLD[origin.toldBy]})`;
  const region = intake.region === null ? 'неизвестен' : (regions.get(intake.region)?.name ?? intake.region);
  const { citizen, summary, service, portalRequest, consent } = intake;
  const values = { ...citizen, summary, service, portalRequest };
  const width = Math.max(...Object.values(fieldLabels).map((label) => label.length));
  const row = (label: string, value: string): string =>
    `${label.padEnd(width)}  ${value.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`;
  return [
    row('От кого', KINDS[origin.kind]),
    row(fieldLabels.region, `${region}${told}`),
    ...SHOWN.map((field) => row(fieldLabels[field], values[field] ?? '—')),
    row(fieldLabels.consent, consent.length === 0 ? '—' : consent.join('\n')),
    intake.missing.length === 0
      ? 'Данные п. 4.2.1 есть все'
      : `Не хватает: ${intake.missing.map((field) => fieldLabels[field]).join(', ')}`,
    ...(intake.refused.length === 0
      ? []
      : [`Заявитель пишет, что нет: ${intake.refused.map((field) => fieldLabels[field]).join(', ')}`]),
    ...(letter.machine === null
      ? []
      : [`Отправлено программой (${letter.machine.sign}): ответа на письмо не будет`]),
    ...intake.faults.map(faultText),
  ].join('\n');
};

/** Many faults name their field themselves. */
const faultText = ({ field, message, where }: IntakeFault): string => {
  const label = field === null || message.startsWith(fieldLabels[field]) ? '' : `${fieldLabels[field]}: `;
  return `✗ ${label}${message} (${where})`;
};

/** Adds `intake` to the program. */
export const addIntake = (program: Command, place: IntakePlace, finish: (code: number) => void): void => {
  program
    .command('intake')
    .usage('<письмо...> [параметры]')
    .description('показать, что прочитано из письма портала или гражданина (п. 4.1, 4.2.1); ничего не менять')
    .argument('<письмо...>', 'файл .eml; «-» — стандартный ввод')
    .option('--region <id>', 'читать как письмо портала этого региона')
    .option('--json', 'поля в JSON')
    .action(async (files: string[], options: IntakeOptions) => {
      finish(await intakeCommand(place, files, options));
    });
};
