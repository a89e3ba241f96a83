// ED: opens the records and the erasure of personal data, after the rooms.
import { openPersonErasing, type PersonErasing, type PersonErasingOptions } from './erase-person.ts';
import type { PersonRecords } from './personal-data.ts';
import { openPersonRecords } from './person-records.ts';

/** First completes erasures that a crash interrupted. */
export async function openPersonalData(
  options: PersonErasingOptions,
): Promise<{ personErasing: PersonErasing; personRecords: PersonRecords }> {
  const personErasing = openPersonErasing(options);
  await personErasing.finish();
  return { personErasing, personRecords: openPersonRecords(options.database) };
}
