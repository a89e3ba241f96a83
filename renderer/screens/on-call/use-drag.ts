import { useState, type PointerEvent } from 'react';
import type { OnCallSpan } from './schedule.ts';
import { instantOf } from '../../time/wall.ts';

/** A shorter movement is a click. */
const leastPixels = 4;

export type Axis = 'across' | 'down';
type Drag = { startX: number; startY: number; from: number; at: number; isMoving: boolean };

/** The wall time under the pointer. Each lane gives its span in `data-from` and `data-to`. */
function timeUnder(event: PointerEvent, axis: Axis): number | null {
  const lanes = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-from]')];
  const { clientX: x, clientY: y } = event;
  const isUnder = (each: HTMLElement) => {
    const box = each.parentElement!.getBoundingClientRect();
    return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
  };
  // A single lane stays the target even when the pointer leaves it.
  const lane = lanes.length === 1 ? lanes[0] : lanes.find(isUnder);
  if (!lane) return null;
  const box = lane.getBoundingClientRect();
  const fraction = axis === 'down' ? (y - box.top) / box.height : (x - box.left) / box.width;
  const from = Number(lane.dataset['from']);
  return from + Math.min(0.9999, Math.max(0, fraction)) * (Number(lane.dataset['to']) - from);
}

type DragOptions = {
  /** The direction of time in a lane. */
  axis: Axis;
  /** Spans snap to multiples of this, in ms. */
  grainMs: number;
  zone: string;
  onPick: ((picked: OnCallSpan) => void) | null;
};

/** Selects a span by dragging over lanes. `span` is wall time of `zone`; `onPick` gets instants. */
export function useDrag({ axis, grainMs, zone, onPick }: DragOptions) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const span = drag?.isMoving
    ? {
        from: Math.floor(Math.min(drag.from, drag.at) / grainMs) * grainMs,
        to: Math.floor(Math.max(drag.from, drag.at) / grainMs) * grainMs + grainMs,
      }
    : null;
  if (onPick === null) return { span: null, handlers: {} };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      const at = event.button === 0 ? timeUnder(event, axis) : null;
      if (at === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ startX: event.clientX, startY: event.clientY, from: at, at, isMoving: false });
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag === null) return;
      const at = timeUnder(event, axis) ?? drag.at;
      const far = Math.hypot(event.clientX - drag.startX, event.clientY - drag.startY) >= leastPixels;
      setDrag({ ...drag, at, isMoving: drag.isMoving || far });
    },
    onPointerUp: () => {
      if (span !== null) onPick({ from: instantOf(span.from, zone), to: instantOf(span.to, zone) });
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
  };
  return { span, handlers };
}
