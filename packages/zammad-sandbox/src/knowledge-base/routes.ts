/** Every route of the knowledge base. */
import type { Route } from '../http/routes.js';
import { answerRoutes } from './answers.js';
import { baseRoutes } from './bases.js';
import { categoryRoutes } from './categories.js';

export const knowledgeBaseRoutes = (): Route[] => [...baseRoutes(), ...categoryRoutes(), ...answerRoutes()];
