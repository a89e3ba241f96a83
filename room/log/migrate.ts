// The version of a document. Facts are never rewritten, so a room of version 1 needs no migration: later kinds
// and fields are additions that the fold tolerates (FO4). A higher version means that facts have changed their
// meaning; such a room is read as far as possible and never written.

const ourVersion = 1;

/** Why this program cannot write a document of this version; null if it can. An absent version means 1. */
export function whyReadOnly(version: unknown): string | null {
  if (version === undefined || (typeof version === 'number' && version <= ourVersion)) return null;
  return `a room of version ${ourVersion}; this one is of version ${JSON.stringify(version)} and needs a newer Muster to be written`;
}
