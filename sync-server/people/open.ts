// Opens people and their tokens, permissions and invitations, in order.
import type { Logger } from 'pino';
import type { AuditLog } from '../audit/audit-log.ts';
import type { WallClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Replica } from '../replica/replica.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import type { Database } from '../storage/database.ts';
import { openApiTokens, type ApiTokens } from './api-tokens.ts';
import { makeAuthority, type Authority } from './authority.ts';
import { openInvitations, type Invitations } from './invitations.ts';
import { ensureOwner } from './owner.ts';
import { openPeople, type People } from './people.ts';
import { openTeams, type Teams } from './teams.ts';

type Team = {
  people: People;
  authority: Authority;
  invitations: Invitations;
  tokens: ApiTokens;
  teams: Teams;
};

/** Writes the owner's token file when there is none. */
export async function openTeam(options: {
  database: Database;
  now: () => number;
  makeId: () => string;
  log: Logger;
  clock: WallClock;
  config: Pick<Config, 'ownerName' | 'newOwnerToken'>;
  folder: Pick<DataFolder, 'ownerTokenFile'>;
  audit: AuditLog;
  /** Null on the primary. */
  replica: () => Replica | null;
  closings: (() => void)[];
}): Promise<Team> {
  const { database, now, makeId, log, clock, config, audit, replica, closings } = options;
  const people = await openPeople({ database, now, makeId });
  await ensureOwner({
    people,
    audit,
    file: options.folder.ownerTokenFile,
    name: config.ownerName,
    renew: config.newOwnerToken,
    log,
  });
  const teams = await openTeams({ database, makeId, people });
  const authority = makeAuthority({ people, replica, teamsOf: (person) => teams.of(person), now });
  people.onChange(authority.changed);
  teams.onChange(authority.changed);
  const invitations = openInvitations({ database, people, personNow: authority.personNow, now });
  const tokens = openApiTokens({ database, tokens: people.tokens, clock, onEnd: authority.changed, log });
  closings.push(() => tokens.close());
  authority.onChange(() => {
    invitations
      .review()
      .catch((error: unknown) => log.error({ err: error }, 'expired invitations could not be removed'));
  });
  return { people, authority, invitations, tokens, teams };
}
