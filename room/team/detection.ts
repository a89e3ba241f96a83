// CH17: how long a monitor takes at most to notice that its target is down.
export type Timing = {
  intervalSeconds: number;
  confirmations?: number | undefined;
  confirmSeconds?: number | undefined;
  retrySeconds?: number | undefined;
};

/** The aim for a service of the top tier, in seconds. */
export const aimSeconds = 30;

/** The proposed timing to notice a failure within 30 s. Three failures in a row still confirm it. */
export const quickTiming = { intervalSeconds: 5, retrySeconds: 3, confirmations: 3 } as const;

/** The seconds between two checks while a change is being confirmed. */
const retryOf = ({ retrySeconds, intervalSeconds }: Timing): number =>
  retrySeconds ?? Math.max(1, intervalSeconds / 2);

/**
 * Seconds from the failure to the moment it counts: `refused` when each check fails at once, `silent` when each waits
 * for its time limit. The failure is assumed to begin right after a good check. `deadlineSeconds` is the longest that
 * one check of this kind may take.
 */
export function noticesWithin(timing: Timing, deadlineSeconds: number): { refused: number; silent: number } {
  const { intervalSeconds, confirmations = 3, confirmSeconds } = timing;
  const limit = Math.min(deadlineSeconds, Math.max(1, intervalSeconds));
  // The next planned check may come before the retry.
  const retry = Math.min(retryOf(timing), intervalSeconds);
  const after = (takes: number) => {
    const again =
      confirmSeconds === undefined ? confirmations - 1 : Math.ceil(confirmSeconds / (retry + takes));
    return intervalSeconds + takes + again * (retry + takes);
  };
  return { refused: after(0), silent: after(limit) };
}
