import { join } from 'node:path';
import { projectRoot } from '../../shared/config';

export const corpusFolder = join(projectRoot, 'corpus');
/** Beside a checkout of the project where the documents themselves are at hand; elsewhere absent. */
export const seedsFolder = join(projectRoot, '../shared/seeds');
export const factsFolder = join(projectRoot, '../shared/facts');
