// Handles one measurement: its transition, the news for rooms (outage-news.ts), and the effects on other
// monitors. It decides nothing itself: the rules are pure functions in this folder.
import type { Sample } from '#room/feed/feed.ts';
import type { CheckResult } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { MonitorSettings } from '#wire/api/monitors.ts';
import type { Monitor, Monitors } from './monitors.ts';
import type { Uplink } from './uplink.ts';
import { decideCertificate } from './rules/certificate.ts';
import { ancestorsOf, descendantsOf } from './family.ts';
import { defaultFlap } from './rules/flapping.ts';
import { openOutageNews, outageSubjectOf, type NewsOptions, type OutageNews } from './outage-news.ts';
import { openReadings } from './readings.ts';
import { thresholdsOf } from './rules/thresholds.ts';
import { decideTransition, freshStanding, type MonitorStanding } from './rules/transition.ts';
import type { Withheld } from './rules/withhold.ts';

export type JudgeOptions = Omit<NewsOptions, 'readings' | 'monitors' | 'uplink'> & {
  monitors: Monitors;
  uplink: Pick<Uplink, 'explains' | 'isAway' | 'isNameless'>;
  /** Requests another measurement within `ms`. */
  soon: (monitor: string, ms: number) => void;
  /** The monitor's public state changed. */
  tell: (monitor: string) => void;
};

export type Judge = {
  /** CH11: a result as a sample; unusually slow for this hour is degraded. Null when nothing was measured. */
  toSample: (monitor: Monitor, result: CheckResult) => Sample | null;
  isCounted: (monitor: Monitor, sample: Sample) => boolean;
  take: (monitor: Monitor, sample: Sample) => Promise<void>;
  takeCertificate: (monitor: Monitor, certificate: CheckResult['certificate']) => Promise<void>;
  withheld: (monitor: Monitor) => Withheld | null;
  /** Resets the counts of unreported monitors: a down monitor must be confirmed down again. */
  countAfresh: (monitors: readonly Monitor[]) => void;
  stop: () => void;
};

/** A parent measured this recently is not measured again. */
const freshMs = 1_000;

export function makeJudge(options: JudgeOptions): Judge {
  const { monitors, maintenance } = options;
  const readings = openReadings(options);
  const news = openOutageNews({ ...options, readings });
  return {
    withheld: news.withheld,
    countAfresh: (list) => countAfresh(list, options),
    toSample: readings.toSample,
    isCounted: ({ id, standing }, sample) =>
      maintenance.untilOf(id) === null &&
      !readings.isOurs(id, sample) &&
      !(standing.status === 'pending' && sample.status === 'down'),
    take: async (monitor, sample) => {
      // CH9: failures while we are cut off do not count.
      if (sample.status === 'down' && readings.isOurs(monitor.id, sample)) return;
      const transition = decideTransition(monitor.standing, sample, thresholdsOf(monitor.settings));
      const { standing, incident } = await tellRooms(monitor, sample, transition, news);
      // Changed, paused or removed while the rooms were told: that change has its own handling.
      if (monitors.find(monitor.id)?.version !== monitor.version) return;
      keepStanding(monitor.id, standing, incident, options);
      await followChange({ monitor, sample, transition, standing }, options);
    },
    takeCertificate: (monitor, certificate) => takeCertificate(monitor, certificate, options),
    stop: news.stop,
  };
}

type Transition = ReturnType<typeof decideTransition>;

/**
 * CH5: rooms are told before the standing is stored. After a crash in between, the next start decides again and finds
 * them told.
 */
async function tellRooms(
  monitor: Monitor,
  sample: Sample,
  { standing, turned, why }: Transition,
  news: OutageNews,
): Promise<{ standing: MonitorStanding; incident: string | null }> {
  const before = monitor.standing;
  let next = standing;
  let incident: string | null = null;
  news.noteFailure(monitor.id, { before, next, at: sample.at });
  if (next.status === 'down' && !next.isTold && sample.status === 'down')
    ({ standing: next, incident } = await news.tellDown({ monitor, standing: next, sample }, before));
  if (turned === 'up' || why === 'first-result') {
    await news.tellUp(monitor, sample);
    next = { ...next, isTold: false, isDegradedTold: false };
  }
  // A room that was told of the degradation now hears that the monitor is down.
  if (next.status === 'down' && next.isTold) next = { ...next, isDegradedTold: false };
  const noted = await news.noteDegraded(monitor, sample, next);
  return { standing: noted.standing, incident: incident ?? noted.incident };
}

function keepStanding(
  id: string,
  standing: MonitorStanding,
  incident: string | null,
  { monitors, log }: Pick<JudgeOptions, 'monitors' | 'log'>,
): void {
  try {
    monitors.stand(id, standing, incident);
  } catch (error) {
    log.error(
      { err: error, monitor: id },
      'the state of a monitor could not be written; the screens show it all the same',
    );
  }
}

/** What follows from the new standing: a line about flapping, further measurements, and news for those who watch. */
async function followChange(
  {
    monitor,
    sample,
    transition: { flapped, why },
    standing,
  }: { monitor: Monitor; sample: Sample; transition: Transition; standing: MonitorStanding },
  options: JudgeOptions,
): Promise<void> {
  const { monitors, followUp, log, tell } = options;
  const before = monitor.standing;
  if (flapped !== null && standing.isTold)
    await followUp.remark(outageSubjectOf(monitor, monitors), sayFlapping(monitor.settings, flapped));
  askAgain(monitor, standing, options);
  const { status, isTold } = standing;
  if (status === before.status && flapped === null && isTold === before.isTold) return;
  log.info({ monitor: monitor.id, status, why, flapped, reason: sample.reason }, 'a monitor changed');
  tell(monitor.id);
  // CH8: failures that this monitor explained are no longer explained.
  if (before.status === 'down' && status !== 'down')
    countAfresh(descendantsOf(monitor, monitors.list()), options);
}

/** CH2: measures earlier than scheduled while a change is being confirmed, and its parents at once. */
function askAgain(
  { id, settings }: Monitor,
  standing: MonitorStanding,
  { monitors, samples, now, soon }: JudgeOptions,
): void {
  if (standing.streak === 0 || standing.status === 'down' || checks[settings.kind]?.isPassive === true)
    return;
  soon(id, (settings.retrySeconds ?? Math.max(1, settings.intervalSeconds / 2)) * 1000);
  if (standing.streak > 1) return;
  const monitor = monitors.find(id);
  for (const parent of monitor === null ? [] : ancestorsOf(monitor, monitors.find)) {
    if (now() - (samples.last(parent.id)?.at ?? 0) > freshMs) soon(parent.id, 0);
  }
}

function countAfresh(list: readonly Monitor[], { monitors, outages, now, tell, soon }: JudgeOptions): void {
  for (const { id, standing } of list) {
    if (standing.isTold || (standing.status !== 'down' && standing.streak === 0)) continue;
    const isDown = standing.status === 'down';
    const calm = { ...standing, streak: 0, doubtedAt: null };
    monitors.stand(
      id,
      isDown ? { ...freshStanding(now()), reason: standing.reason, flips: standing.flips } : calm,
    );
    if (isDown) {
      outages.ended(id, now());
      tell(id);
      soon(id, 0);
    }
  }
}

async function takeCertificate(
  monitor: Monitor,
  certificate: CheckResult['certificate'],
  { monitors, followUp, now, log, tell }: JudgeOptions,
): Promise<void> {
  const expiresAt = certificate?.expiresAt ?? null;
  if (certificate === undefined || expiresAt === null) return;
  const seenNow = { fingerprint: certificate.fingerprint, expiresAt };
  const { kept, say } = decideCertificate(monitor.certificate, seenNow, now());
  if (say === null && kept.expiresAt === monitor.certificate?.expiresAt) return;
  monitors.keepCertificate(monitor.id, kept);
  tell(monitor.id);
  if (say === null) return;
  const days = Math.max(0, Math.floor((expiresAt - now()) / 86_400_000));
  const text = `${monitor.settings.name}: its certificate expires in ${days} ${days === 1 ? 'day' : 'days'}`;
  log.warn({ monitor: monitor.id, expiresAt, threshold: say }, 'a certificate expires soon');
  await followUp.remark(outageSubjectOf(monitor, monitors), text);
}

function sayFlapping({ name, flap }: MonitorSettings, flapped: 'began' | 'ended'): string {
  const { changes, minutes } = flap ?? defaultFlap;
  return flapped === 'began'
    ? `${name} is flapping: ${changes} changes within ${minutes} minutes. It counts as down until it keeps still.`
    : `${name} has stopped flapping.`;
}
