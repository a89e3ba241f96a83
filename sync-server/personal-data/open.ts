// ED: what keeps and erases what is known of people, opened once the rooms are.
import { openPersonErasing, type PersonErasing, type PersonErasingOptions } from './erase-person.ts';
import type { PersonRecords } from './personal-data.ts';
import { openPersonRecords } from './person-records.ts';

/** Finishes first what a kill interrupted. */
export async function openPersonalData(
  options: PersonErasingOptions,
): Promise<{ personErasing: PersonErasing; personRecords: PersonRecords }> {
  const personErasing = openPersonErasing(options);
  await personErasing.finish();
  return { personErasing, personRecords: openPersonRecords(options.database) };
}
