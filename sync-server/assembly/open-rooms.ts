// Opens the rooms and the incidents in them, and the parts that follow them on the primary.
import { joinGroup } from '../processes/join.ts';
import type { Passes } from '../hub/passes.ts';
import { packColdRooms } from '../incidents/cold-rooms.ts';
import { tellOriginals } from '../incidents/duplicates.ts';
import { openErasures } from '../incidents/erasing.ts';
import { openIncidents } from '../incidents/incidents.ts';
import { openJournal } from '../journal/journal.ts';
import { openScheme } from '../scheme/scheme.ts';
import { openColdLogs } from '../sync/store/cold-logs.ts';
import { openStore } from '../sync/store/open-store.ts';
import { openRooms } from '../sync/rooms.ts';
import type { Ground } from './open-ground.ts';

type Options = Ground & { passes: Passes };

export async function openRoomParts(options: Options) {
  const { config, database, group, passes, replica, isPrimary, clock, now, makeId, closings, log } = options;
  const joined = group === null ? null : await joinGroup({ group, database, log });
  closings.push(() => joined?.close());
  const erasures = openErasures(database);
  const rooms = openRooms({ store: openStore(database), now, log, ...erasures, ...joined?.forRooms });
  closings.push(() => rooms.close());
  const journal = openJournal({ database, rooms, passes, isPrimary, now, log });
  closings.push(() => journal.close());
  const scheme = await openScheme({ database, makeId });
  /** SL3: a replica uses the team's scheme. */
  const schemeNow = () => {
    const upstream = replica();
    return upstream === null ? scheme.changes() : (upstream.mirrored().scheme ?? null);
  };
  const incidents = await openIncidents({ ...options, rooms, scheme: schemeNow });
  closings.push(() => incidents.close());
  const duplicates = isPrimary ? tellOriginals({ incidents, database, clock, log }) : null;
  closings.push(() => duplicates?.stop());
  const [coldLogs, afterDays] = [openColdLogs(database), config.coldAfterDays];
  const packing = isPrimary ? packColdRooms({ incidents, coldLogs, afterDays, clock, log }) : null;
  closings.push(() => packing?.stop());
  return { joined, erasures, schemeNow, parts: { rooms, journal, scheme, schemeNow, incidents } };
}
