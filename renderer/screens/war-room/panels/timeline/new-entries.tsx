import { useMemo, useState } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '../../../../strings/index.ts';

const words = strings.timeline;

/** Tells a screen reader how many entries others added, but does not read each one. */
export function NewEntries() {
  const { timeline } = useRoom();
  const { me } = useSession();
  const others = useMemo(
    () => timeline.reduce((count, { by, isSystem }) => count + Number(by !== me.id && !isSystem), 0),
    [timeline, me.id],
  );
  const [base] = useState(others);
  const added = others - base;
  return (
    <p className="spoken" role="status">
      {added > 0 ? words.newByOthers(added) : ''}
    </p>
  );
}
