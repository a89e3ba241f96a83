import { useCallback } from 'react';
import { notifications } from '@mantine/notifications';
import { sayProblem } from '#renderer/server/http.ts';
import { useOpenRoom, useWrite } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { withAcknowledgement } from '#room/command/acknowledging.ts';
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import { strings } from '../strings/index.ts';

const words = strings.panels;

export type RoomWriter = {
  canWrite: boolean;
  /** Writes facts that say something new. Null when they were refused; the person has then seen an error. */
  write: (drafts: FactDraft | readonly FactDraft[]) => readonly Fact[] | null;
};

export function useWriter(): RoomWriter {
  const append = useWrite();
  const open = useOpenRoom();
  const { me } = useSession();
  const mayWrite = useSession().canWrite;
  // A document of a newer Muster version is read-only here.
  const canWrite = open.readOnly() === null && mayWrite;
  const write = useCallback<RoomWriter['write']>(
    (drafts) => {
      try {
        // CO8: taking a role also acknowledges the incident.
        return append(withAcknowledgement(open.room(), [drafts].flat(), me.id));
      } catch (refused) {
        notifications.show({ title: words.notWritten, message: sayProblem(refused), autoClose: 8000 });
        return null;
      }
    },
    [append, open, me.id],
  );
  return { canWrite, write };
}
