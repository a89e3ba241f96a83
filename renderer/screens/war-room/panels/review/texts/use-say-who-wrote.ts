// RS12: the first words that a person writes in a text of the review say so in the room.
import { useEffect } from 'react';
import type * as Y from 'yjs';
import { useOpenRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';

/** Records once that I wrote in `text`, when this window changes it. `name`: the text's name. */
export function useSayWhoWrote(name: string, text: Y.Text): void {
  const open = useOpenRoom();
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  useEffect(() => {
    if (!canWrite) return undefined;
    const say = (_event: Y.YTextEvent, { local }: Y.Transaction) => {
      if (!local || open.room().review.writers.get(name)?.includes(me.id)) return;
      // After the change itself, so that it is a change of its own.
      queueMicrotask(() => write({ kind: 'review', wrote: name }));
    };
    text.observe(say);
    return () => text.unobserve(say);
  }, [open, name, text, me.id, canWrite, write]);
}
