// RE7: the difference between this computer's clock and the team's.

type Measuring = {
  askTime: () => Promise<number>;
  now: () => number;
};
type Probe = { offsetMs: number; roundTripMs: number };

/** How many times the upstream is asked; the median throws out the ones that were held up on the way. */
const probes = 5;
// Below this a difference is noise of the network, and a clock that jumps about would reorder what people note.
const noiseMs = 20;

/**
 * Asks for the upstream's time and answers what to add to ours, in ms. Keeps `known` while the measurement does
 * not contradict it, so that times do not jitter from one connection to the next.
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

/** Measures at once and every so often, since a laptop's clock drifts, and jumps when it wakes. Answers its end. */
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
