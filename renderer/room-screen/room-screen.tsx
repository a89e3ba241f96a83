// One incident's room: its header, and below it the room itself or its review.
import { lazy, Suspense, useEffect } from 'react';
import { RoomProvider, useConnection, useIsLoaded, useRoom } from '#renderer/room/room-provider.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { RoomHeader } from './header/room-header.tsx';
import { useLayout } from './layout-store.ts';
import { RoomLayout } from './room-layout.tsx';
import styles from './layout.module.css';

const Review = lazy(async () => ({
  default: (await import('#renderer/panels/review/review-tab.tsx')).ReviewTab,
}));

export function RoomScreen({ id }: { id: string }) {
  const show = useLayout((state) => state.show);
  // Whoever opens a room comes into the room, wherever they were in the last one.
  useEffect(() => show('room'), [show]);
  return (
    <RoomProvider id={id}>
      <Loaded id={id} />
    </RoomProvider>
  );
}

function Loaded({ id }: { id: string }) {
  const isLoaded = useIsLoaded();
  const { factCount } = useRoom();
  const tab = useLayout((state) => state.tab);
  if (!isLoaded && factCount === 0) return <Opening />;
  return (
    <div className={styles.screen}>
      <RoomHeader />
      {tab === 'room' ? (
        <RoomLayout id={id} />
      ) : (
        <Suspense fallback={<p className={styles.opening}>Opening the review</p>}>
          <Review id={id} />
        </Suspense>
      )}
    </div>
  );
}

function Opening() {
  const { state, words } = useConnection();
  if (state === 'connecting' || state === 'live') {
    return (
      <p className={styles.opening} role="status">
        Opening the room
      </p>
    );
  }
  return (
    <div className={styles.opening}>
      <Empty title="This room is not on this computer yet">
        {words}. It opens by itself as soon as the server answers.
      </Empty>
    </div>
  );
}
