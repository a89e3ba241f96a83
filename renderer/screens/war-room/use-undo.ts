import { useCallback, useEffect } from 'react';
import { notifications } from '@mantine/notifications';
import { useSay } from '#renderer/screens/war-room/panels/timeline/use-say.ts';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useOpenRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { isTypingIn } from '#renderer/ui/key-match.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useTeamClock } from '#renderer/ui/now.tsx';
import { planUndo } from '#room/log/undo.ts';
import { useOverRoom } from './over-room-store.ts';

const words = strings.undo;

/** UN1: Ctrl+Z outside text fields undoes my last action in this room. The palette can request it too. */
export function useUndo(id: string) {
  const open = useOpenRoom();
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const { say } = useSay();
  const clock = useTeamClock();
  const undo = useCallback(() => {
    const plan = planUndo(open.room(), me.id, clock.now());
    if (!plan.can) notifications.show({ title: words.refused, message: plan.why, autoClose: 8000 });
    else if (write(plan.draft) !== null) {
      const skipped = plan.skipped.map(({ fact, why }) => strings.acts.skipped(say(fact), why));
      notifications.show({
        title: words.done,
        message: [say(plan.target), ...skipped].join('\n'),
        style: { whiteSpace: 'pre-line' },
        autoClose: 8000,
      });
    }
  }, [open, me.id, clock, write, say]);
  useKeys(
    canWrite
      ? {
          'mod+z': {
            label: words.key,
            group: strings.room.room,
            run: undo,
            when: () => !isTypingIn(document.activeElement),
          },
        }
      : {},
  );
  const isAsked = useOverRoom((state) => state.undoing === id);
  const askUndo = useOverRoom((state) => state.undo);
  useEffect(() => {
    if (!isAsked) return;
    askUndo(null);
    if (canWrite) undo();
  }, [isAsked, askUndo, canWrite, undo]);
}
