/** All stories, in the order they are played: those about time last. */
import type { Story } from '../story.js';
import { agency } from './agency.js';
import { claims } from './claims.js';
import { faq } from './faq.js';
import { gate } from './gate.js';
import { heads } from './heads.js';
import { letters } from './letters.js';
import { phone } from './phone.js';
import { repeats } from './repeats.js';
import { solution } from './solution.js';
import { transitions } from './transitions.js';
import { waitingStories } from './waiting.js';

const all = [
  ...letters,
  ...gate,
  ...faq,
  ...transitions,
  ...heads,
  ...waitingStories,
  ...agency,
  ...repeats,
  ...claims,
  ...solution,
  ...phone,
];

export const stories: readonly Story[] = [
  ...all.filter(({ movesClock }) => movesClock !== true),
  ...all.filter(({ goesOn }) => goesOn === true),
  ...all.filter(({ movesClock, goesOn }) => movesClock === true && goesOn !== true),
];
