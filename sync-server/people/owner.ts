// Makes the first owner and the token file in the data folder (AU2).
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Logger } from 'pino';
import { cleanName } from '#room/text/clean-text.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { writePrivateFile } from '../storage/data-folder.ts';
import type { People } from './people.ts';

export type OwnerOptions = {
  people: People;
  audit: Pick<AuditLog, 'record'>;
  file: string;
  /** Null uses the operating system's user name. */
  name: string | null;
  renew: boolean;
  log: Logger;
};

/** Makes the owner on the first start; later only says what to do when the file is missing. */
export async function ensureOwner({ people, audit, file, name, renew, log }: OwnerOptions): Promise<void> {
  // The file is written first: a valid token that nobody can read would lock its owner out.
  const keep = (token: string) => writePrivateFile(file, `${token}\n`);
  if (people.list().every(({ role }) => role !== 'owner')) {
    await people.add({ name: cleanName(name ?? '') || systemUser(), role: 'owner', ownerFile: true, keep });
  } else if (renew || !people.hasOwnerFileToken()) {
    const owner = await people.renewOwnerToken(keep);
    audit.record(
      {
        by: { kind: 'command-line' },
        address: null,
        area: 'tokens',
        action: 'did',
        what: 'Make a new owner’s token and end the old one',
        target: { id: owner?.id ?? null, name: owner?.name ?? null },
        changes: [],
      },
      { result: 'done', status: null },
    );
  } else {
    if (!existsSync(file)) {
      log.warn({ file }, 'the file with the owner’s token is gone; --new-owner-token makes a new one');
    }
    return;
  }
  log.info({ file }, 'wrote the owner’s token');
}

function systemUser(): string {
  try {
    return userInfo().username || 'Owner';
  } catch {
    // This user id has no entry, as in some containers.
    return 'Owner';
  }
}
