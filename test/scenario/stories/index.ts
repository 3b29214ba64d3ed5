/** All stories, in the order they are played. */
import type { Story } from '../story.js';
import { gate } from './gate.js';

export const stories: readonly Story[] = [...gate];
