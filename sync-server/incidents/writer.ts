import type { Identity } from '../sync/identity.ts';
import type { Writer } from './incidents.ts';

/** The caller as the writer of facts. */
export const writerOf = ({ person, name, label }: Pick<Identity, 'person' | 'name' | 'label'>): Writer => ({
  by: person,
  author: label,
  name,
});
