/** Values of the shipped samples that a working configuration must not have: reserved names and invented phone numbers. */
import type { Config } from './load.js';

/** +7000…: no operator has such a code; the samples take their numbers from there. */
const isInvented = (number: string): boolean => /^\+7000/.test(number);
/** Reserved for documentation (RFC 2606). */
const isReserved = (domain: string): boolean => /(^|[.@])example(\.(com|net|org))?$/.test(domain);

const of = (what: string, value: string): string[] => {
  if (isInvented(value)) return [`${what}: номер ${value} вымышлен (+7000…): впишите настоящий`];
  return isReserved(value) ? [`${what}: «${value}» — образец (.example): впишите настоящее`] : [];
};

/** One line for each, in Russian; empty when all is the admin's own. */
export const leftSamples = ({ federal, regions }: Pick<Config, 'federal' | 'regions'>): string[] => [
  ...of('federal.yaml, transferPhone', federal.transferPhone),
  ...of('federal.yaml, claimContacts.phone', federal.claimContacts.phone),
  ...of('federal.yaml, claimContacts.email', federal.claimContacts.email),
  ...[...regions.values()].flatMap(({ id, transferPhone, mailDomains, accessRegister }) => [
    ...of(`регион ${id}, transferPhone`, transferPhone ?? ''),
    ...mailDomains.flatMap((domain) => of(`регион ${id}, mailDomains`, domain)),
    ...(accessRegister?.persons ?? []).flatMap(({ email }) => of(`регион ${id}, accessRegister`, email)),
  ]),
  ...(regions.size === 0 ? ['нет ни одного региона: положите файлы в папку regions'] : []),
];
