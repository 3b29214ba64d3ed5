/** The comparable form of labels and paths, and the fields they can name: for whoever checks settings before a letter comes. */
export { formKey, formPath } from './form-key.js';
export * from './settings.js';
