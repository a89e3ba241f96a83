import { Button } from '@mantine/core';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { showDone } from '#renderer/ui/show-done.tsx';
import { planCallOff, takeBack } from '#room/log/undo.ts';
import { strings } from '../../../strings/index.ts';

const words = strings.acts;

/** UN4: for one minute, a way to withdraw an incident that was declared by mistake. */
export function Mistake() {
  const room = useRoom();
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const draft = planCallOff(room, me.id, useNow());
  if (draft === null || !canWrite) return null;
  const callOff = () => {
    const [fact] = write(draft) ?? [];
    if (!fact) return;
    showDone({
      message: words.mistakeDone(room.number ?? room.title),
      forMs: 10_000,
      undo: () => void write(takeBack(fact.id)),
    });
  };
  return (
    <Button size="compact-sm" variant="subtle" h={20} flex="none" title={words.mistakeHint} onClick={callOff}>
      {words.mistake}
    </Button>
  );
}
