import type { Measurements } from './measured.ts';
import type { Monitors } from './monitors.ts';
import type { Uplink } from './uplink.ts';
import type { Watch } from './watch.ts';

/** SP66: records measured time. A monitor that could not be measured leaves a gap: paused, no network, or in doubt. */
export function followMeasuring(parts: {
  watch: Pick<Watch, 'onChange'>;
  monitors: Pick<Monitors, 'find'>;
  uplink: Pick<Uplink, 'blindSince'>;
  measured: Measurements;
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
