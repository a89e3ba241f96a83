import type { FollowUp, MayResolve } from '../incidents/follow-up.ts';
import type { Database } from '../storage/database.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { Log } from '../sync/rooms.ts';
import { openChanges } from './changes.ts';
import { openIntakes, type Intakes } from './intakes.ts';
import { makeReceive, type Receive } from './receive.ts';
import { openReports, type Reports } from './reports.ts';

export { openIntakes };

type Options = {
  database: Database;
  incidents: Incidents;
  followUp: FollowUp;
  isPrimary: boolean;
  now: () => number;
  makeId: () => string;
  log: Log;
};

/** What takes alerts, changes and reports into the rooms. */
export function openReceiving(options: Options): {
  parts: { receive: Receive; reports: Reports };
  close(): Promise<void>;
} {
  const changes = openChanges({ ...options, isRunning: options.isPrimary });
  const parts = { receive: makeReceive({ ...options, changes }), reports: openReports(options) };
  return { parts, close: () => changes.close() };
}

/** CH10: whether what was down says that it may resolve its incident. */
export const makeMayResolve =
  (monitors: Monitors, intakes: Intakes): MayResolve =>
  (id) => {
    const intake = /^intake:([^:]+):/.exec(id)?.[1];
    if (intake === undefined) return monitors.find(id)?.settings.resolvesByItself === true;
    return intakes.find(intake)?.settings.settings['resolvesByItself'] === true;
  };
