// The room at a past moment: the same screen, fed by a replay, in a frame that the live room never has.
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useEscape } from '#renderer/ui/use-escape.ts';
import { PastRoomProvider, useSetPresence, useRoom } from '#renderer/live-room/room-provider.tsx';
import { Empty } from '#renderer/ui/empty.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { ClockProvider, type Clock } from '#renderer/ui/now.tsx';
import { statusWords } from '#renderer/ui/status-words.ts';
import type { Room } from '#room/view/room-view.ts';
import type { Replay } from '#room/log/replay.ts';
import { strings } from '../../../strings/index.ts';
import { RoomHeader } from '../header/room-header.tsx';
import { useOverRoom } from '../over-room-store.ts';
import { RoomLayout } from '../room-layout.tsx';
import { ReplayBar } from './replay-bar.tsx';
import { useReplay, type Opened } from './use-replay.ts';
import styles from './replay.module.css';

const words = strings.replay;

export function ReplayScreen({ id }: { id: string }) {
  const leave = useLeaveReplay();
  const opened = useReplay(id);
  useEscape(true, leave);
  useShowAway();
  const now = useNews();
  if (opened === null)
    return (
      <p className={styles.opening} role="status">
        {words.reading}
      </p>
    );
  if (opened === 'empty')
    return (
      <div className={styles.opening}>
        <Empty
          title={words.emptyTitle}
          action={
            <button type="button" className={styles.back} onClick={leave}>
              {words.backToNow} <Kbd keys="escape" />
            </button>
          }
        >
          {words.emptyWhy}
        </Empty>
      </div>
    );
  return <Past id={id} opened={opened} now={now} onLeave={leave} />;
}

type PastProps = { id: string; opened: Opened; now: string; onLeave: () => void };

function Past({ id, opened, now, onLeave }: PastProps) {
  const { replay } = opened;
  const view = useSyncExternalStore(replay.subscribe, replay.view);
  const clock = useMemo(() => createPastClock(replay), [replay]);
  return (
    <section className={styles.frame} aria-label={words.label}>
      <div className={styles.inside}>
        <PastRoomProvider past={view.past}>
          <ClockProvider value={clock}>
            <RoomHeader id={id} />
            <ReplayBar opened={opened} view={view} now={now} onLeave={onLeave} />
            <RoomLayout id={`${id} replay`} />
          </ClockProvider>
        </PastRoomProvider>
      </div>
    </section>
  );
}

/** RP4: clocks, ages and due times use the shown moment. */
function createPastClock({ view, subscribe }: Replay): Clock {
  const read = () => view().time - (view().time % 1000);
  return { now: () => view().time, offsetMs: () => 0, tick: { read, subscribe } };
}

function useLeaveReplay(): () => void {
  const replay = useOverRoom((state) => state.replay);
  // Also when the room is left another way, so that the next visit shows the present.
  useEffect(() => () => replay(null), [replay]);
  return () => replay(null);
}

/** Shows others that I am looking at the past. */
function useShowAway() {
  const setPresence = useSetPresence();
  useEffect(() => {
    setPresence({ panel: 'replay' });
    return () => setPresence({ panel: 'timeline' });
  }, [setPresence]);
}

/** The present continues. A person in a replay must not miss it. */
function useNews(): string {
  const room = useRoom();
  const [before] = useState(room);
  return sayNews(before, room);
}

function sayNews(before: Room, { factCount, severity, status }: Room): string {
  const news = factCount - before.factCount;
  const entries = news === 0 ? words.nothingNew : words.new(news);
  return words.now(severity.value, statusWords(status.value).toLowerCase(), entries);
}
