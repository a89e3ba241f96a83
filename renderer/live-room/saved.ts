// Which of our changes are durable at our own server (SY4). Pure accounting of the frames on the socket. A change
// travels in its own update frame. A change made without a socket travels in the step 2 that answers the server
// after reconnecting. The server says "your first n writing frames are durable".

/** `waiting`: for each change not known to be durable, the frame of this socket that carries it; null for none. */
export type Saved = { frames: number; waiting: readonly (number | null)[] };

export const nothingWaiting: Saved = { frames: 0, waiting: [] };

/** Records a local change. Call it before the change is sent. */
export function changeMade(saved: Saved): Saved {
  return { ...saved, waiting: [...saved.waiting, null] };
}

/** A socket opened or closed: frame counting restarts, and unconfirmed changes must be sent again. */
export function socketRenewed(saved: Saved): Saved {
  if (saved.frames === 0 && saved.waiting.every((frame) => frame === null)) return saved;
  return { frames: 0, waiting: saved.waiting.map(() => null) };
}

/** An update frame carries the newest change; a step 2 carries everything. */
export function frameSent(saved: Saved, frame: 'update' | 'step2'): Saved {
  const frames = saved.frames + 1;
  const last = saved.waiting.length - 1;
  const waiting = saved.waiting.map(
    (carrier, i) => carrier ?? (frame === 'step2' || i === last ? frames : null),
  );
  return { frames, waiting };
}

/** The server has the first `count` writing frames on disk. */
export function framesDurable(saved: Saved, count: number): Saved {
  const waiting = saved.waiting.filter((frame) => frame === null || frame > count);
  return waiting.length === saved.waiting.length ? saved : { ...saved, waiting };
}
