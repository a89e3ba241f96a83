// What a document's version means. Facts are never rewritten, so there is nothing to migrate in a room of
// version 1: later kinds and fields are additions that the fold tolerates (FO4). A version above ours says
// that its facts mean something else; such a room can be read as far as it is understood, not written.

const ourVersion = 1;

/** Why a document whose `meta` says this version cannot be written here; null when it can. Absent means 1. */
export function whyReadOnly(version: unknown): string | null {
  if (version === undefined || (typeof version === 'number' && version <= ourVersion)) return null;
  return `a room of version ${ourVersion}; this one is of version ${JSON.stringify(version)} and needs a newer Muster to be written`;
}
