// Opens monitoring and alert intake: monitors with their measurements, and intakes with the effects of alerts.
import type { AttachmentStore } from '../attachments/store.ts';
import { openFollowUp } from '../incidents/follow-up.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { makeMayResolve, openIntakes, openReceiving } from '../intake/open.ts';
import { openMaintenance } from '../maintenance/maintenance.ts';
import { openBeats } from '../monitoring/beats.ts';
import { openEvidenceStore } from '../monitoring/history/evidence.ts';
import type { Devices } from '../devices/devices.ts';
import { openLocations, type Locations } from '../monitoring/locations/locations.ts';
import { makeMeasure } from '../monitoring/measure.ts';
import { openMonitors } from '../monitoring/monitors.ts';
import { openOutages } from '../monitoring/outages.ts';
import { openSamples } from '../monitoring/history/samples.ts';
import { openUplink } from '../monitoring/uplink.ts';
import { watchMonitors } from '../monitoring/watch.ts';
import type { Services } from '../services/services.ts';
import { openSlos } from '../slo/slo.ts';
import type { Ground } from './open-ground.ts';

type Options = Ground & {
  services: Services;
  incidents: Incidents;
  files: AttachmentStore;
  devices: Devices;
};

export async function openWatching(options: Options) {
  const { database, services, incidents, config, closings, now, log } = options;
  const monitors = await openMonitors(options);
  const locations = await openLocations({ ...options, monitors });
  closings.push(() => locations.close());
  const intakes = openIntakes(options);
  const samples = await openSamples(options);
  closings.push(() => samples.close());
  const slos = openSlos({ ...options, monitors, rollups: samples.rollups });
  closings.push(() => slos.stop());
  const outages = openOutages({ database, now });
  const maintenance = await openMaintenance(options);
  closings.push(() => maintenance.close());
  const uplink = openUplink({ ...options, given: config.uplinks });
  closings.push(() => uplink.close());
  const mayResolve = makeMayResolve(monitors, intakes);
  const followUp = openFollowUp({ incidents, services, mayResolve, log });
  const receiving = openReceiving({ ...options, followUp, intakes });
  closings.push(() => receiving.close());
  const known = { monitors, locations, samples, outages, maintenance, uplink, followUp };
  const measuring = openMeasuring(options, known);
  measuring.beats.onBeat((monitor) => {
    intakes.sawBeat(monitor, now());
    measuring.watch.measureNow(monitor);
  });
  return { parts: { ...known, intakes, slos, ...measuring, ...receiving.parts } };
}

type Known = Omit<
  Parameters<typeof watchMonitors>[0],
  'measureOnce' | 'isRunning' | 'now' | 'log' | 'locations'
> & {
  locations: Locations;
};

/** Opens what measures the monitors; it runs on the primary. */
function openMeasuring({ database, egress, isPrimary, clock, closings, now, log }: Ground, known: Known) {
  const { monitors, locations } = known;
  const beats = openBeats({ database, monitors, clock });
  closings.push(() => beats.close());
  const evidence = openEvidenceStore({ database, log });
  closings.push(() => evidence.close());
  monitors.onChange((id, monitor, _before, isKept) => {
    if (monitor === null && !isKept) evidence.forget(id);
  });
  const measureOnce = makeMeasure({ beats, evidence, locations, egress, now, log });
  const watch = watchMonitors({ ...known, measureOnce, isRunning: isPrimary, now, log });
  closings.push(() => watch.stop());
  return { beats, evidence, watch };
}
