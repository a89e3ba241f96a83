import { useState, type PointerEvent } from 'react';
import type { Span } from './schedule.ts';
import { dayMs, hourMs, instantOf, type Look } from './wall.ts';

/** Less is a click. */
const leastPixels = 4;

type Drag = { startX: number; startY: number; from: number; at: number; isMoving: boolean };

/** Where on the wall the pointer is: each lane says in `data-from` and `data-to` which time it is. */
function timeUnder(event: PointerEvent, look: Look): number | null {
  const lanes = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-from]')];
  const { clientX: x, clientY: y } = event;
  const lane = lanes.find((each) => {
    const box = each.parentElement!.getBoundingClientRect();
    return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
  });
  if (!lane) return null;
  const box = lane.getBoundingClientRect();
  const fraction = look === 'week' ? (y - box.top) / box.height : (x - box.left) / box.width;
  const from = Number(lane.dataset['from']);
  return from + Math.min(0.9999, Math.max(0, fraction)) * (Number(lane.dataset['to']) - from);
}

/** Dragging over the lanes, to whole hours in a week and whole days in a month. `span` is wall time. */
export function useDrag(look: Look, zone: string, onPick: ((picked: Span) => void) | null) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const grain = look === 'week' ? hourMs : dayMs;
  const span = drag?.isMoving
    ? {
        from: Math.floor(Math.min(drag.from, drag.at) / grain) * grain,
        to: Math.floor(Math.max(drag.from, drag.at) / grain) * grain + grain,
      }
    : null;
  if (onPick === null) return { span: null, handlers: {} };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      const at = event.button === 0 ? timeUnder(event, look) : null;
      if (at === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ startX: event.clientX, startY: event.clientY, from: at, at, isMoving: false });
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag === null) return;
      const at = timeUnder(event, look) ?? drag.at;
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
