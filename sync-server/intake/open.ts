import type { Service } from '#room/team/services.ts';
import type { FollowUp, MayResolve } from '../incidents/follow-up.ts';
import type { Database } from '../storage/database.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { AttachmentStore } from '../attachments/store.ts';
import type { Log } from '../sync/rooms.ts';
import { openChanges } from './changes.ts';
import { openIntakes, type Intakes } from './intakes.ts';
import { makeReceiving, type Receive } from './receive.ts';
import { openReports, type Reports } from './reports/reports.ts';

export { openIntakes };

type Options = {
  database: Database;
  incidents: Incidents;
  followUp: FollowUp;
  intakes: Pick<Intakes, 'find'>;
  services: { shown(): readonly Service[] };
  isPrimary: boolean;
  files: AttachmentStore;
  now: () => number;
  makeId: () => string;
  log: Log;
};

const lookAgainEveryMs = 30_000;

/** Opens the parts that bring alerts, changes and reports into the rooms. */
export function openReceiving(options: Options): {
  parts: { receive: Receive; reports: Reports };
  close(): Promise<void>;
} {
  const changes = openChanges({ ...options, isRunning: options.isPrimary });
  const { receive, lookAgain } = makeReceiving({ ...options, changes });
  let last = Promise.resolve();
  const look = () => {
    last = lookAgain().catch((error: unknown) =>
      options.log.error({ err: error }, 'alerts could not be reviewed; the server tries again'),
    );
  };
  const timer = options.isPrimary ? setInterval(look, lookAgainEveryMs).unref() : undefined;
  return {
    parts: { receive, reports: openReports(options) },
    close: async () => {
      clearInterval(timer);
      await last;
      await changes.close();
    },
  };
}

/** CH10: whether the settings of the monitor or intake allow it to resolve its incident. */
export const makeMayResolve =
  (monitors: Monitors, intakes: Intakes): MayResolve =>
  (id) => {
    const intake = /^intake:([^:]+):/.exec(id)?.[1];
    if (intake === undefined) return monitors.find(id)?.settings.resolvesByItself === true;
    return intakes.find(intake)?.settings.settings['resolvesByItself'] === true;
  };
