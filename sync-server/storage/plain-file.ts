import { statSync } from 'node:fs';

/**
 * Whether this is a file with an end, or a link to one. A pipe would be read for ever and hold up the whole process, and
 * a device such as /dev/zero would fill the disk or the memory.
 */
export const isPlainFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;
