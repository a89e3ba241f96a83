// API answers about records of incidents.
import { z } from 'zod';

/** RC4: what an import brought. */
export const importedSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  isNew: z.boolean(),
  facts: z.int(),
  files: z.int(),
  filesMissing: z.array(z.string()),
});
export type ImportedRecord = z.output<typeof importedSchema>;
