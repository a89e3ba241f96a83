// RE7: the difference between this computer's clock and the team's.

type Measuring = {
  askTime: () => Promise<number>;
  now: () => number;
};
type Probe = { offsetMs: number; roundTripMs: number };

/** Number of requests to the upstream; the median removes delayed ones. */
const probes = 5;
// Smaller differences are network noise; a clock that jumps would reorder people's notes.
const noiseMs = 20;

/**
 * Asks for the upstream's time and returns the ms to add to ours. Returns `known` as long as the measurement agrees
 * with it, so that times do not change slightly at each connection.
 */
export async function measureClockOffset(options: Measuring & { known: number }): Promise<number> {
  const taken: Probe[] = [];
  for (let i = 0; i < probes; i++) {
    const sentAt = options.now();
    const theirs = await options.askTime();
    const roundTripMs = Math.max(0, options.now() - sentAt);
    taken.push({ offsetMs: theirs - (sentAt + roundTripMs / 2), roundTripMs });
  }
  const middle = taken.toSorted((a, b) => a.offsetMs - b.offsetMs)[Math.floor(probes / 2)];
  if (middle === undefined) return options.known;
  const measured = Math.round(middle.offsetMs);
  const uncertaintyMs = Math.max(noiseMs, middle.roundTripMs / 2);
  return Math.abs(measured - options.known) <= uncertaintyMs ? options.known : measured;
}

/**
 * Measures at once and then regularly: a laptop's clock drifts, and jumps when it wakes. Returns a function that
 * stops it.
 */
export function watchClock(
  options: Measuring & {
    known: () => number;
    everyMs: number;
    onMeasured: (offsetMs: number) => void;
    onError: (error: unknown) => void;
  },
): () => void {
  const { known, everyMs, onMeasured, onError } = options;
  let isStopped = false;
  const measure = () => {
    measureClockOffset({ ...options, known: known() }).then((offsetMs) => {
      if (!isStopped && offsetMs !== known()) onMeasured(offsetMs);
    }, onError);
  };
  measure();
  const timer = setInterval(measure, everyMs);
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
