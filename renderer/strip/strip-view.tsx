// The interactive strip: the drawing, a crosshair with its values, and zoom by dragging or keys.
import {
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { layOut, type Drawn } from '#room/strip/layout.ts';
import { nearestMark } from '#room/strip/read.ts';
import type { Span, Strip } from '#room/strip/strip.ts';
import { strings } from '../strings/index.ts';
import { useElementKeys } from '../ui/keys.tsx';
import { sayWhen } from '../ui/say-time.ts';
import { anchorOf, sayGap, sayInstant } from './say.ts';
import { StripDrawing } from './strip-drawing.tsx';
import { useWidthOf } from './use-width-of.ts';
import styles from './strip.module.css';

const words = strings.strip;

type ViewProps = {
  label: string;
  /** The whole time, with lanes for `sight`. */
  strip: Strip;
  /** The zoomed span; null shows all. */
  sight: Span | null;
  onSight: (sight: Span | null) => void;
  at: number | null;
  onAt: (at: number | null) => void;
  now: number;
  /** Opens the target of a mark or band. */
  onOpen?: (ref: string) => void;
  /** Shown at the end of the line below. */
  end?: ReactNode;
};

export function StripView({ label, strip, sight, onSight, at, onAt, now, onOpen, end }: ViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidthOf(frame);
  const id = useId();
  const shown = sight ?? strip;
  const { from, to } = shown;
  const isTall = strip.lanes.some((lane) => lane.isTall);
  const drawn = useMemo(
    () =>
      layOut(
        { from, to, lanes: strip.lanes },
        {
          width,
          left: isTall ? 60 : 16,
          right: width < 900 || isTall ? 132 : 176,
          anchor: anchorOf(from),
          gapWords: sayGap,
        },
      ),
    [strip.lanes, from, to, width, isTall],
  );
  const drag = useDragging({ drawn, frame, onAt, onSight, ...(onOpen && { onOpen }) });
  const onKeyDown = useStripKeys({ strip, shown, at, sight, onAt, onSight, ...(onOpen && { onOpen }) });
  const said = at === null ? null : sayInstant(strip, shown, at, now);
  const spoken =
    said === null
      ? words.inSight(sayWhen(from, now), sayWhen(to, now))
      : [said.time, ...said.parts.map((part) => `${part.lane} ${part.words}`)].join('; ');
  return (
    <div className={styles.strip}>
      <div
        ref={frame}
        className={styles.plot}
        style={{ height: drawn.height }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={Math.floor(from)}
        aria-valuemax={Math.ceil(to)}
        aria-valuenow={Math.round(at ?? to)}
        aria-valuetext={spoken}
        onKeyDown={onKeyDown}
        {...drag.handlers}
      >
        {width > 0 && <StripDrawing drawn={drawn} id={id} />}
        {at !== null && at >= from && at <= to && (
          <div className={styles.crosshair} style={{ left: drawn.x(at) }} aria-hidden="true" />
        )}
        {drag.selected !== null && (
          <div
            className={styles.selected}
            style={{ left: drag.selected.left, width: drag.selected.width }}
            aria-hidden="true"
          />
        )}
      </div>
      <div className={styles.reading}>
        {said === null ? (
          <span className="label">{words.hint}</span>
        ) : (
          <p className="clip" aria-hidden="true">
            <b className="mono">{said.time}</b>{' '}
            {said.parts.length === 0 && <span className="soft">{words.nothingHere}</span>}
            {said.parts.map((part) => (
              <span key={part.lane} className={styles.part}>
                <span className="label">{part.lane}</span> {part.words}
              </span>
            ))}
          </p>
        )}
        {sight !== null && (
          <button type="button" className={styles.whole} onClick={() => onSight(null)}>
            {words.whole}
          </button>
        )}
        {end}
      </div>
    </div>
  );
}

type Acts = {
  onAt: (at: number | null) => void;
  onSight: (sight: Span | null) => void;
  onOpen?: (ref: string) => void;
};
type DragProps = Acts & { drawn: Drawn; frame: RefObject<HTMLDivElement | null> };

/** A shorter movement is a click. */
const leastPixels = 5;

function useDragging({ drawn, frame, onAt, onSight, onOpen }: DragProps) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const place = ({ clientX }: PointerEvent): number => {
    const box = frame.current?.getBoundingClientRect();
    return Math.min(drawn.right, Math.max(drawn.left, clientX - (box?.left ?? 0)));
  };
  const selected =
    drag && Math.abs(drag.to - drag.from) >= leastPixels
      ? { left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }
      : null;
  return {
    selected,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        const x = place(event);
        setDrag({ from: x, to: x });
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent) => {
        const x = place(event);
        onAt(drawn.at(x));
        if (drag) setDrag({ ...drag, to: x });
      },
      onPointerUp: (event: PointerEvent) => {
        setDrag(null);
        if (selected) {
          onSight({ from: drawn.at(selected.left), to: drawn.at(selected.left + selected.width) });
          return;
        }
        // The plot captures the pointer, so look up the element under it.
        const under = document.elementFromPoint(event.clientX, event.clientY)?.closest('[data-ref]');
        const ref = under?.getAttribute('data-ref') ?? null;
        if (drag && ref !== null) onOpen?.(ref);
      },
      onPointerCancel: () => setDrag(null),
      onPointerLeave: () => onAt(null),
    },
  };
}

type KeysProps = Acts & { strip: Strip; shown: Span; at: number | null; sight: Span | null };
const leastSightMs = 10_000;

/** Arrow keys move the crosshair, + and - zoom, 0 and Esc show all, Enter opens. */
function useStripKeys({ strip, shown, at, sight, onAt, onSight, onOpen }: KeysProps) {
  useElementKeys(words.group, words.keys);
  const length = shown.to - shown.from;
  const middle = at ?? (shown.from + shown.to) / 2;
  const clamp = (instant: number): number => Math.min(shown.to, Math.max(shown.from, instant));
  const move = (share: number) => onAt(clamp((at ?? shown.to) + share * length));
  const zoom = (factor: number) => {
    const next = zoomed(strip, { length: Math.max(leastSightMs, length * factor), middle });
    onSight(next);
    if (next !== null) onAt(middle);
  };
  const open = () => {
    const ref = refNear(strip, middle, length / 60);
    if (ref) onOpen?.(ref);
  };
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 0.1 : 0.01;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => move(-step),
      ArrowRight: () => move(step),
      Home: () => onAt(shown.from),
      End: () => onAt(shown.to),
      '+': () => zoom(0.5),
      '=': () => zoom(0.5),
      '-': () => zoom(2),
      '0': () => onSight(null),
      Enter: open,
      // Esc first resets the zoom. At full view the screen handles Esc.
      ...(sight !== null && { Escape: () => onSight(null) }),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}

/** A span of this length around the middle, within the strip; null is the whole strip. */
function zoomed({ from, to }: Span, { length, middle }: { length: number; middle: number }): Span | null {
  if (length >= to - from) return null;
  const start = Math.min(Math.max(middle - length / 2, from), to - length);
  return { from: start, to: start + length };
}

/** The mark next to this instant, or else the band that it lies in. */
function refNear({ lanes }: Strip, instant: number, withinMs: number): string | null | undefined {
  const mark = nearestMark(
    lanes.flatMap(({ marks }) => marks),
    instant,
    withinMs,
  );
  const bands = lanes.flatMap((lane) => lane.bands);
  return mark?.ref ?? bands.find(({ ref, from, to }) => ref !== null && from <= instant && instant < to)?.ref;
}
