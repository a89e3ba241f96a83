import { learningTables } from './learning-tables.ts';
import { statusPageTables } from './status-page-tables.ts';

/** The newest migrations, each in a file of its own, in the order in which they came. Append; never change one. */
export const laterTables: readonly string[] = [statusPageTables, learningTables];
