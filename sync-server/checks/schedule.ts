// CH4: when a check starts. It knows one clock and one piece of work, nothing of what the work is.

export type Clock = {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Calls once after `ms`; answers how to call it off. */
  after(ms: number, call: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** `run` must not reject: what may go wrong is for it to say. */
export type Schedule = { clock: Clock; firstAt: number; intervalMs: number; run: () => Promise<void> };

/**
 * Starts `run` at firstAt + k·intervalMs for every k. One that is still running when the next is due skips
 * it, and so does a process that slept: late starts are not made up for. Answers how to stop.
 */
export function schedule({ clock, firstAt, intervalMs, run }: Schedule): () => void {
  let isRunning = false;
  let isStopped = false;
  let cancel: (() => void) | null = null;
  const start = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      await run();
    } finally {
      isRunning = false;
    }
  };
  const plan = (k: number) => {
    const dueAt = firstAt + k * intervalMs;
    cancel = clock.after(Math.max(0, dueAt - clock.now()), () => {
      if (isStopped) return;
      const passed = Math.floor((clock.now() - firstAt) / intervalMs);
      plan(Math.max(k, passed) + 1);
      void start();
    });
  };
  plan(0);
  return () => {
    isStopped = true;
    cancel?.();
  };
}
