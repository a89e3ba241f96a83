import type { Replica } from './replica.ts';
import type { AttachmentStore } from '../attachments/store.ts';

/** AT5: a missing file is fetched from the upstream. */
export function findAlsoUpstream(files: AttachmentStore, replica: Replica): AttachmentStore {
  const find: AttachmentStore['find'] = async (sha256) => {
    const here = await files.find(sha256);
    if (here !== null || files.erasureOf(sha256) !== null) return here;
    return (await replica.fetchFile(sha256)) ? files.find(sha256) : null;
  };
  return { ...files, find };
}
