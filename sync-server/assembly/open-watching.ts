// Opens monitoring and alert intake: monitors with their measurements, and intakes with the effects of alerts.
import type { AttachmentStore } from '../attachments/store.ts';
import { openFollowUp } from '../incidents/follow-up.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { makeMayResolve, openIntakes, openReceiving } from '../intake/open.ts';
import { openMaintenance } from '../maintenance/maintenance.ts';
import { openBeats } from '../monitoring/beats.ts';
import { openEvidenceStore } from '../monitoring/evidence.ts';
import { makeMeasure } from '../monitoring/measure.ts';
import { openMonitors } from '../monitoring/monitors.ts';
import { openOutages } from '../monitoring/outages.ts';
import { openSamples } from '../monitoring/samples.ts';
import { openUplink } from '../monitoring/uplink.ts';
import { watchMonitors } from '../monitoring/watch.ts';
import type { Services } from '../services/services.ts';
import { openSlos } from '../slo/slo.ts';
import type { Ground } from './open-ground.ts';

type Options = Ground & { services: Services; incidents: Incidents; files: AttachmentStore };

export async function openWatching(options: Options) {
  const { database, services, incidents, files, egress, config, isPrimary, closings, ...rest } = options;
  const { clock, now, makeId, log } = rest;
  const monitors = await openMonitors({ database, now, makeId });
  const intakes = openIntakes({ database, makeId });
  const samples = await openSamples({ database, now, log });
  closings.push(() => samples.close());
  const slos = openSlos({ services, monitors, rollups: samples.rollups, database, clock, isPrimary, log });
  closings.push(() => slos.stop());
  const outages = openOutages({ database, now });
  const maintenance = await openMaintenance({ database, now, makeId });
  closings.push(() => maintenance.close());
  const uplink = openUplink({ database, given: config.uplinks, egress, log });
  closings.push(() => uplink.close());
  const followUp = openFollowUp({
    incidents,
    services,
    mayResolve: makeMayResolve(monitors, intakes),
    log,
  });
  const receiving = openReceiving({
    database,
    now,
    makeId,
    log,
    incidents,
    followUp,
    intakes,
    services,
    isPrimary,
    files,
  });
  closings.push(() => receiving.close());
  const beats = openBeats({ database, monitors, clock });
  closings.push(() => beats.close());
  const evidence = openEvidenceStore({ database, log });
  closings.push(() => evidence.close());
  monitors.onChange((id, monitor, _before, isKept) => {
    if (monitor === null && !isKept) evidence.forget(id);
  });
  const watch = watchMonitors({
    monitors,
    samples,
    outages,
    maintenance,
    uplink,
    followUp,
    measureOnce: makeMeasure({ beats, evidence, egress, now, log }),
    isRunning: isPrimary,
    now,
    log,
  });
  closings.push(() => watch.stop());
  beats.onBeat((monitor) => {
    intakes.sawBeat(monitor, now());
    watch.measureNow(monitor);
  });
  return {
    parts: {
      monitors,
      intakes,
      samples,
      slos,
      outages,
      maintenance,
      uplink,
      followUp,
      watch,
      beats,
      evidence,
      ...receiving.parts,
    },
  };
}
