// ED4: erases people here whom the team's server erased, as soon as this desktop or hub learns of it.
import type { Replica } from '../replica/replica.ts';
import type { Log } from '../sync/rooms.ts';
import type { PersonErasing } from './erase-person.ts';

export function followErasedPeople({
  replica,
  personErasing,
  log,
}: {
  replica: Pick<Replica, 'onTeamMessage'>;
  personErasing: Pick<PersonErasing, 'follow'>;
  log: Log;
}): void {
  const follow = (ids: readonly string[]) => {
    for (const id of ids)
      personErasing
        .follow({ id })
        .catch((error: unknown) =>
          log.error(
            { err: error, person: id },
            'a person could not be erased; the server tries again at its next start',
          ),
        );
  };
  replica.onTeamMessage((message) => {
    if (message.type === 'snapshot') follow(message.snapshot.erasedPeople ?? []);
    else if (message.type === 'person-erased') follow([message.id]);
  });
}
