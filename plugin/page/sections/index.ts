/** The sections in the order in which they are offered; the first is where a visitor lands. */
import type { Section } from '../section.js';
import { attentionSections, type AttentionPorts } from './attention.js';
import { modesSections, type ModesPorts } from './modes.js';
import { processSections, type ProcessPorts } from './process.js';
import { reportSections, type ReportPorts } from './report.js';
import { setupSections, type SetupPorts } from './setup.js';
import { termsSections, type TermsPorts } from './terms.js';
import { ticketSections, type TicketPorts } from './ticket.js';
import { faqSections, type FaqPorts } from './faq.js';
import { morningSections, type MorningPorts } from './morning.js';
import { operationsSections, type OperationsPorts } from './operations.js';

export type SectionPorts = ProcessPorts &
  MorningPorts &
  FaqPorts &
  TermsPorts &
  AttentionPorts &
  TicketPorts &
  ReportPorts &
  ModesPorts &
  SetupPorts &
  OperationsPorts;

/** All sections of the page. */
export const sectionsOf = (ports: SectionPorts): readonly Section[] => [
  ...processSections(ports),
  ...morningSections(ports),
  ...termsSections(ports),
  ...attentionSections(ports),
  ...ticketSections(ports),
  ...faqSections(ports),
  ...reportSections(ports),
  ...modesSections(ports),
  ...setupSections(ports),
  ...operationsSections(ports),
];
