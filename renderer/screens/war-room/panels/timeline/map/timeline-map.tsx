import { memo, useMemo, useRef, type PointerEvent } from 'react';
import { strings } from '#renderer/strings/index.ts';
import { sayTimeOfDay } from '#renderer/ui/say-time.ts';
import type { TimelineMap } from '#room/account/map.ts';
import styles from './timeline-map.module.css';

const words = strings.timeline.map;
const width = 32;
/** Height in drawing units; the drawing is stretched to the list. */
const height = 1000;

export type MapMarks = {
  map: TimelineMap;
  /** Instants of key events, unread entries and search matches. */
  keys: readonly number[];
  unread: readonly number[];
  found: readonly number[];
};

type MapProps = MapMarks & {
  /** The visible part, as instants. */
  from: number;
  to: number;
  listId: string;
  onGo: (at: number) => void;
};

/**
 * TL6: the whole timeline at the edge of its list. A press jumps, a drag scrubs; the keyboard uses the list
 * itself.
 */
export function TimelineMapView({ from, to, listId, onGo, ...marks }: MapProps) {
  const { map } = marks;
  const frame = useRef<HTMLDivElement>(null);
  const top = map.place(from);
  const bottom = Math.max(map.place(to), top);
  const go = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box) onGo(map.instantAt((event.clientY - box.top) / box.height));
  };
  return (
    <div
      ref={frame}
      className={styles.map}
      role="scrollbar"
      aria-label={words.label}
      aria-controls={listId}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(bottom * 100)}
      aria-valuetext={words.inSight(sayTimeOfDay(from), sayTimeOfDay(to))}
      title={words.title}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event);
      }}
    >
      <Drawing {...marks} />
      <div
        className={styles.sight}
        style={{ top: `${top * 100}%`, height: `max(6px, ${(bottom - top) * 100}%)` }}
      />
    </div>
  );
}

/** Redrawn once for each change of the room, not while scrolling. */
const Drawing = memo(function Drawing({ map, keys, unread, found }: MapMarks) {
  const paths = useMemo(
    () => ({
      density: map.buckets.map(({ from, to, share }) => bar(from, to, share)).join(''),
      down: map.down
        .map(({ from, to }) => `M${width - 3} ${y(from)}H${width}V${y(to)}H${width - 3}Z`)
        .join(''),
      cuts: map.cuts.map((place) => `M0 ${y(place)}H${width}`).join(''),
    }),
    [map],
  );
  const ticks = (instants: readonly number[], left: number, right: number) =>
    instants.map((at) => `M${left} ${y(map.place(at))}H${right}`).join('');
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path className={styles.down} d={paths.down} />
      <path className={styles.density} d={paths.density} />
      <path className={styles.cut} d={paths.cuts} />
      <path className={styles.unread} d={ticks(unread, 26, width)} />
      <path className={styles.key} d={ticks(keys, 2, 10)} />
      <path className={styles.found} d={ticks(found, 12, width)} />
    </svg>
  );
});

const y = (place: number): number => Math.round(place * height * 10) / 10;

/** A bar from the right edge, as long as its share. A bucket with few entries is still visible. */
function bar(from: number, to: number, share: number): string {
  if (share === 0) return '';
  const left = Math.round((width - 4 - Math.max(2, share * (width - 12))) * 10) / 10;
  return `M${left} ${y(from)}H${width - 4}V${y(to)}H${left}Z`;
}
