// Opens the parts of a replica: its links to the team's server, and the handling of their messages.
import { followNamedFiles } from '../incidents/named-files.ts';
import type { AttachmentStore } from '../attachments/store.ts';
import type { WallClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { type MeasuringForTeam, openMeasuringForTeam } from '../monitoring/locations/measure-for-team.ts';
import type { Passes } from '../hub/passes.ts';
import { followErasures } from '../incidents/follow-erasures.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { type KeptWindows, openKeptWindows } from '../maintenance/kept-windows.ts';
import type { Authority } from '../people/authority.ts';
import { followErasedPeople } from '../personal-data/follow-erased-people.ts';
import { startReplica, type Replica } from '../replica/replica.ts';
import { type Away, openAway } from '../status-pages/away/away.ts';
import type { StatusPages } from '../status-pages/status-pages.ts';
import type { Database } from '../storage/database.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import type { Ground } from './open-ground.ts';

type Options = Pick<Ground, 'following' | 'egress' | 'now'> &
  LinkOptions &
  Omit<TeamOptions, 'replica' | 'publisher'> & {
    isPrimary: boolean;
    statusPages: Pick<StatusPages, 'publisher'>;
  };

type Following =
  | { replica: Replica; away: Away; keptWindows: KeptWindows; measuringForTeam: MeasuringForTeam }
  | { replica: null; away: null; keptWindows: null; measuringForTeam: null };

/** RE: the parts that follow the team's server; all null on the primary. */
export function openFollowing(options: Options): Following {
  if (options.isPrimary) return { replica: null, away: null, keptWindows: null, measuringForTeam: null };
  const { following, statusPages } = options;
  const replica = openReplica(options);
  following.replica = replica;
  const keptWindows = openKeptWindows({ ...options, replica });
  options.closings.push(() => keptWindows.close());
  const measuringForTeam = openMeasuringForTeam({ ...options, replica });
  options.closings.push(() => measuringForTeam.close());
  return {
    replica,
    keptWindows,
    measuringForTeam,
    away: followTeamServer({ ...options, replica, publisher: statusPages.publisher }),
  };
}

type LinkOptions = {
  config: Pick<Config, 'upstreams'>;
  rooms: Rooms;
  incidents: Incidents;
  database: Database;
  files: AttachmentStore;
  passes: Passes;
  clock: WallClock;
  closings: Ground['closings'];
  log: Log;
};

/** RE: begins to follow the team's server. Adds the functions that close its parts to `closings`. */
function openReplica({ config, incidents, closings, clock, ...rest }: LinkOptions): Replica {
  const named = followNamedFiles({ rooms: rest.rooms, incidents });
  closings.push(() => named.close());
  const isWithheld = (id: string) => incidents.isWithheld(id);
  const onSight = (id: string, isHidden: boolean) => incidents.withhold(id, isHidden);
  const { upstreams } = config;
  const replica = startReplica({ ...rest, upstreams, named, now: () => clock.now(), onSight, isWithheld });
  closings.push(() => replica.close());
  return replica;
}

type TeamOptions = Parameters<typeof openAway>[0] &
  Parameters<typeof followErasures>[0] &
  Parameters<typeof followErasedPeople>[0] & {
    replica: Pick<Replica, 'onTeam'>;
    authority: Pick<Authority, 'changed'>;
    closings: Ground['closings'];
  };

/** Follows the team's server: rights, erasures, and its status pages while it is away (SP110). */
function followTeamServer({ authority, closings, ...options }: TeamOptions): Away {
  options.replica.onTeam(authority.changed);
  followErasures(options);
  followErasedPeople(options);
  const away = openAway(options);
  closings.push(() => away.close());
  return away;
}
