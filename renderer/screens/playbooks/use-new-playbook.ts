import { useCallback, useMemo } from 'react';
import { notifications } from '@mantine/notifications';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { sayProblem } from '../../server/api.ts';
import { go } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { useLibrary, useMark } from './library-provider.tsx';

/** Creates a playbook with this text and returns its id; null when it was refused and the user was told. */
export function useAddPlaybook(): (markdown: string) => string | null {
  const library = useLibrary();
  const mark = useMark();
  const clock = useTeamClock();
  const makeId = useMemo(
    () => makeUlidSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), clock.now),
    [clock],
  );
  return useCallback(
    (markdown) => {
      const id = makeId();
      try {
        library.add(id, markdown, mark());
        return id;
      } catch (refused) {
        notifications.show({ title: strings.playbooks.new, message: sayProblem(refused), autoClose: 8000 });
        return null;
      }
    },
    [library, mark, makeId],
  );
}

/** Creates a playbook and opens it. */
export function useNewPlaybook(): (markdown: string) => void {
  const add = useAddPlaybook();
  return useCallback(
    (markdown) => {
      const id = add(markdown);
      if (id !== null) go({ screen: 'playbooks', playbook: id });
    },
    [add],
  );
}
