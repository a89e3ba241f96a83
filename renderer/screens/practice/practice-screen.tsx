// FM1: the real room screen over a room in memory. Leaving it discards everything.
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { HeldApiProvider } from '../../server/api.ts';
import { LibraryProvider } from '../playbooks/library-provider.tsx';
import { PageSomebody } from '../../paging/page-dialog.tsx';
import { useTimelineStore } from '../../live-room/timeline-store.ts';
import { PracticeRoomProvider } from '../../live-room/room-provider.tsx';
import { RoomHeader } from '../war-room/header/room-header.tsx';
import { useLayout } from '../war-room/layout-store.ts';
import { RoomLayout } from '../war-room/room-layout.tsx';
import { useUndo } from '../war-room/use-undo.ts';
import { Withdraw } from '../war-room/withdraw/withdraw-dialog.tsx';
import { FeedProvider } from '../../server/feed.tsx';
import { SessionProvider, useSession } from '../../server/session.tsx';
import { KeysWait } from '../../ui/keys.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Coach } from './coach.tsx';
import { openPractice, practiceId, type Practice } from './practice.ts';
import styles from './practice.module.css';

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

export function PracticeScreen() {
  const [turn, setTurn] = useState(0);
  return <Practised key={turn} onAgain={() => setTurn(turn + 1)} />;
}

function Practised({ onAgain }: { onAgain: () => void }) {
  const session = useSession();
  const clock = useTeamClock();
  const { me } = session;
  const [practice, setPractice] = useState<Practice | null>(null);
  // Anybody may practise, whatever their role. Memoized: a new object would restart the practice.
  const learning = useMemo(
    () => ({ id: me.id, name: me.name, role: 'responder' as const }),
    [me.id, me.name],
  );
  const learner = useMemo(
    () => ({ ...session, canWrite: true, isOwner: false, me: learning }),
    [session, learning],
  );
  useEffect(() => {
    const opened = openPractice({ me: learning, now: clock.now, random });
    // The effect that closes the room also opens it.
    // oxlint-disable-next-line react/set-state-in-effect
    setPractice(opened);
    return opened.close;
  }, [learning, clock]);
  useFreshRoom();
  if (practice === null) return <KeysWait />;
  return (
    <SessionProvider value={learner}>
      <FeedProvider value={practice.feed}>
        <HeldApiProvider value={practice.api}>
          <PracticeRoomProvider id={practiceId} room={practice.room} pen={practice.pen}>
            <LibraryProvider>
              <Room onAgain={onAgain} />
            </LibraryProvider>
          </PracticeRoomProvider>
        </HeldApiProvider>
      </FeedProvider>
    </SessionProvider>
  );
}

function Room({ onAgain }: { onAgain: () => void }) {
  useUndo(practiceId);
  return (
    <div className={styles.screen}>
      <Coach onAgain={onAgain} />
      <RoomHeader id={practiceId} />
      <PageSomebody id={practiceId} />
      <Withdraw id={practiceId} />
      <RoomLayout id={practiceId} />
    </div>
  );
}

/** Starts with the room and all entries, whatever was chosen in another room. */
function useFreshRoom() {
  const show = useLayout((state) => state.show);
  const choose = useTimelineStore((state) => state.choose);
  useLayoutEffect(() => {
    show('room');
    choose('all');
  }, [show, choose]);
}
