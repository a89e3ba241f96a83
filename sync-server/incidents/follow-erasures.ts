// ER2: erases an incident here as soon as this desktop learns that the team's server erased it.
import { roomName } from '#wire/document-name.ts';
import type { Log } from '../sync/rooms.ts';
import type { Erasing } from './erasing.ts';
import type { Incidents } from './incidents.ts';
import type { Replica } from '../replica/replica.ts';

type Options = {
  replica: Pick<Replica, 'onTeamMessage' | 'forget'>;
  erasing: Erasing;
  incidents: Pick<Incidents, 'list'>;
  now: () => number;
  log: Log;
};

export function followErasures({ replica, erasing, incidents, now, log }: Options): void {
  const erase = (ids: readonly string[]) => {
    for (const id of ids) {
      if (erasing.of(id) !== null) continue;
      const number = incidents.list().find((each) => each.id === id)?.number ?? null;
      erasing
        .erase({ id, number, at: now(), by: 'An owner' })
        .catch((error: unknown) =>
          log.error(
            { err: error, incident: id },
            'an incident could not be erased; the server tries again at its next start',
          ),
        );
    }
  };
  erasing.onErase(({ id }) => replica.forget(roomName(id)));
  replica.onTeamMessage((message) => {
    if (message.type === 'snapshot') erase(message.snapshot.erased ?? []);
    else if (message.type === 'incident-erased') erase([message.id]);
  });
}
