import type { Measured } from './measured.ts';
import type { Monitors } from './monitors.ts';
import type { Uplink } from './uplink.ts';
import type { Watch } from './watch.ts';

/** SP66: what was measured counts, and what could not be measured is a gap: paused, away from the network, in doubt. */
export function followMeasuring(parts: {
  watch: Pick<Watch, 'onChange'>;
  monitors: Pick<Monitors, 'find'>;
  uplink: Pick<Uplink, 'blindSince'>;
  measured: Measured;
}) {
  const { watch, monitors, uplink, measured } = parts;
  watch.onChange((change) => {
    if ('sample' in change) {
      const { monitor, sample } = change;
      const isBlind = sample.status === 'down' && uplink.blindSince() !== null;
      const settings = monitors.find(monitor)?.settings;
      if (settings !== undefined && !isBlind)
        measured.take(monitor, sample, settings.intervalSeconds * 1_000);
    } else if ('state' in change) {
      const { id, status } = change.state;
      if (status === 'paused' || status === 'pending') measured.end(id);
    } else if ('removed' in change) measured.end(change.removed);
    else if (change.monitoring.blindSince !== null) measured.end();
  });
}
