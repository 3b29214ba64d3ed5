/** Checks of a person's data, for whoever holds such data: each says why a value cannot be right, without repeating the value. */
export { faultOfBirthDate } from './person/birth-date.js';
export { faultOfInn } from './person/inn.js';
export { faultOfSnils } from './person/snils.js';
