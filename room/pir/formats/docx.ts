import { isoTime } from '../../time.ts';
import { buildDocument } from '../document/build.ts';
import type { Review } from '../review.ts';
import type { Format } from './format.ts';

/** For Word, LibreOffice and Google Docs: real headings, lists and tables, and a table of contents. */
export const docx: Format = {
  label: 'Word document',
  extension: 'docx',
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  // The library is a third of a megabyte: it is read when somebody saves one.
  render: async (review) => {
    const { writeDocx } = await import('./docx-file.ts');
    return writeDocx(buildDocument(review), isoTime(firstInstant(review)));
  },
};

/** A file has a date of making; ours is that of its newest fact, so that the same review is the same file. */
const firstInstant = ({ asOf }: Review): number => asOf ?? 0;
