/** Bytes and settings in, what the letter says out. */
export { machineMail, type MachineMail, type MailFacts } from './automatic.js';
export { fieldLabels } from './labels.js';
export { readLetter } from './letter.js';
export { mailSettings, type MailSettings } from './mail-settings.js';
export { readMail, type ReadMail } from './read-mail.js';
export type { Automatic, IntakeFault, Letter, Section } from './types.js';
