// The strip between the header and the timeline: events over time. Opened by the checks cell or by its key.
import { useState } from 'react';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import { StripView } from '#renderer/strip/strip-view.tsx';
import type { Span } from '#room/strip/strip.ts';
import { strings } from '../../../strings/index.ts';
import { useLayout } from '../layout-store.ts';
import { useIsStripOpen } from './use-is-strip-open.ts';
import { useRoomStrip } from './use-room-strip.ts';
import styles from './room-strip.module.css';

const words = strings.strip;

export function RoomStrip() {
  const isOpen = useIsStripOpen();
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
