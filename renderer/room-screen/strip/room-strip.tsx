// What happened when, under the five answers and above the timeline: opened by the cell of the checks or by its key.
import { useMemo, useState } from 'react';
import { mergeChecks } from '#renderer/panels/checks/merge-checks.ts';
import { useTimelineStore } from '#renderer/panels/timeline/timeline-store.ts';
import { useIsPast, useRoom } from '#renderer/room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/state/feed.tsx';
import { StripView } from '#renderer/strip/strip-view.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { spanOfRoom, tellRoom } from '#room/strip/room-story.ts';
import type { Span } from '#room/strip/strip.ts';
import { strings } from '../../strings/index.ts';
import { useLayout } from '../layout-store.ts';
import { useWidth } from '../use-width.ts';
import { stripOfRoom } from './room-lanes.ts';
import { useHistories } from './use-histories.ts';
import styles from './room-strip.module.css';

const words = strings.strip;
const laneCounts = { wide: 5, medium: 3, narrow: 2 };

export function RoomStrip() {
  const isOpen = useLayout(({ isStripOpen }) => isStripOpen);
  return isOpen ? <Opened /> : null;
}

function Opened() {
  const openStrip = useLayout((state) => state.openStrip);
  const goTo = useTimelineStore((state) => state.goTo);
  const [at, setAt] = useState<number | null>(null);
  const [sight, setSight] = useState<Span | null>(null);
  const { strip, hidden, now } = useRoomStrip(sight);
  const close = (
    <button type="button" className={styles.close} onClick={() => openStrip(false)}>
      {words.close}
    </button>
  );
  return (
    <section
      className={styles.strip}
      aria-label={words.label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        openStrip(false);
      }}
    >
      {strip.lanes.length === 0 ? (
        <p className={styles.nothing}>
          {words.nothing} {close}
        </p>
      ) : (
        <div className={styles.scroll}>
          <StripView
            label={words.label}
            strip={strip}
            sight={sight}
            onSight={setSight}
            at={at}
            onAt={setAt}
            now={now}
            onOpen={goTo}
            end={close}
          />
        </div>
      )}
      {hidden > 0 && <p className={styles.hidden}>{words.moreChecks(hidden)}</p>}
    </section>
  );
}

/** Drawn anew when a pixel of time is over, not each second. */
const grain = (lengthMs: number): number => Math.max(1_000, Math.floor(lengthMs / 600));

function useRoomStrip(sight: Span | null) {
  const room = useRoom();
  const { snapshot } = useFeed();
  const names = usePersonName();
  const isPast = useIsPast();
  const exactly = useNow();
  const width = useWidth();
  const since = room.declared?.at ?? room.timeline[0]?.at ?? exactly;
  const step = grain(exactly - since);
  const now = Math.ceil(exactly / step) * step;
  const story = useMemo(() => tellRoom(room, names, now), [room, names, now]);
  const span = useMemo(() => spanOfRoom(room, story, now), [room, story, now]);
  const monitors = snapshot?.monitors;
  const checks = useMemo(
    () => mergeChecks(room.checks, (!isPast && monitors) || [], room.service).touching,
    [room.checks, monitors, room.service, isPast],
  );
  const drawn = useMemo(() => checks.slice(0, laneCounts[width]), [checks, width]);
  // To the minute, so that what is measured is not asked for anew with every step of the clock.
  const histories = useHistories(drawn, Math.floor(span.from / 60_000) * 60_000);
  return useMemo(() => {
    const made = stripOfRoom({
      story,
      span,
      sight: sight ?? span,
      checks,
      histories,
      mostChecks: laneCounts[width],
    });
    return { ...made, now };
  }, [story, span, sight, checks, histories, width, now]);
}
