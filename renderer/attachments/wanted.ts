import { pictureTypes } from '#room/attachments.ts';
import type { Fact } from '#room/fact.ts';
import type { Wanted } from './remote-file.ts';

const texts = /^(?:text\/(?!html)|application\/(?:json|x-ndjson|yaml))/u;

/** What can be shown of it, going by what its fact says; null is a file to download. */
export function wantedOf({ type }: Fact<'attachment'>): Wanted | null {
  if (pictureTypes.some((picture) => picture === type)) return 'picture';
  return texts.test(type) ? 'text' : null;
}
