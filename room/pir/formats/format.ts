import type { Review } from '../review.ts';

/**
 * An output format of a review. `extension` without the dot. The same review gives the same bytes. Text formats
 * give text. A format is loaded only on request, because a binary format needs a library of its own.
 */
export type Format = {
  label: string;
  extension: string;
  mediaType: string;
  render(review: Review): Promise<string | Uint8Array<ArrayBuffer>>;
};
