/** MP2: the SQLSTATE of a write by a lead that was replaced. Classes from I to Z are free for applications. */
export const replacedCode = 'MU001';

// Primary result codes of SQLite (https://sqlite.org/rescode.html), codes of the system, and two of ours
// (postgres/away.ts and the one above).
const held = 'another program holds the database';
const away = 'the database does not answer';
const troubles: Readonly<Record<string, string>> = {
  5: held,
  6: held,
  8: 'the disk or the file may only be read',
  10: 'the disk is full or cannot be read or written',
  13: 'the disk is full',
  14: 'the file cannot be opened',
  EACCES: 'this user may not read and write it',
  EDQUOT: 'the disk is full',
  EFBIG: 'the disk takes no file this large',
  EIO: 'the disk cannot be read or written',
  DATABASE_AWAY: away,
  ENOSPC: 'the disk is full',
  EPERM: 'this user may not read and write it',
  EROFS: 'the disk may only be read',
  [replacedCode]: 'another process has taken the lead',
};

/** The problem, if the disk or the database caused the error; null for bugs, damaged data and anything else. */
export function diskTrouble(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, errcode } = error as Error & { code?: string; errcode?: number };
  // The low byte is the primary code; the others give details.
  const own = code === 'ERR_SQLITE_ERROR' ? troubles[(errcode ?? 0) & 0xff] : troubles[code ?? ''];
  return own ?? diskTrouble(error.cause);
}

/** Another program's lock, which ends by itself. */
export const isHeldElsewhere = (error: unknown): boolean => diskTrouble(error) === held;
