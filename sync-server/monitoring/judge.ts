// Handles one measurement: its transition, whether that is reported or withheld and why, and slowness, flapping and
// certificates. It decides nothing itself: the rules are pure functions in this folder.
import type { Sample } from '#room/feed.ts';
import type { CheckResult } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import type { Monitor, Monitors, MonitorSettings } from './monitors.ts';
import type { Outages } from './outages.ts';
import type { Samples } from './samples.ts';
import type { Log } from '../sync/rooms.ts';
import type { Uplink } from './uplink.ts';
import { decideUnusual, pickUsualHours } from './baseline.ts';
import { judgeNumber } from './judge-number.ts';
import { looksBlind, looksNameless, type Seen } from './blind.ts';
import { decideCertificate } from './certificate.ts';
import type { Watched } from '../incidents/declare.ts';
import { countDegraded, whyEndsSoon } from './degraded.ts';
import { ancestorsOf, descendantsOf } from './family.ts';
import { defaultFlap } from './flapping.ts';
import { makeGatherer } from './gather.ts';
import type { FollowUp } from '../incidents/follow-up.ts';
import { thresholdsOf } from './thresholds.ts';
import { decideTransition, freshStanding, type Standing } from './transition.ts';
import { decideWithhold, type Withheld } from './withhold.ts';

export type JudgeOptions = {
  monitors: Monitors;
  samples: Samples;
  outages: Outages;
  maintenance: Pick<Maintenance, 'untilOf'>;
  uplink: Pick<Uplink, 'explains' | 'isAway' | 'isNameless'>;
  followUp: FollowUp;
  now: () => number;
  log: Log;
  /** Requests another measurement within `ms`. */
  soon: (monitor: string, ms: number) => void;
  /** The monitor's public state changed. */
  tell: (monitor: string) => void;
};

export type Judge = {
  /** CH11: a result as a sample; unusually slow for this hour is degraded. Null when nothing was measured. */
  toSample(monitor: Monitor, result: CheckResult): Sample | null;
  isCounted(monitor: Monitor, sample: Sample): boolean;
  take(monitor: Monitor, sample: Sample): Promise<void>;
  takeCertificate(monitor: Monitor, certificate: CheckResult['certificate']): Promise<void>;
  withheld(monitor: Monitor): Withheld | null;
  /** Resets the counts of unreported monitors: a down monitor must be confirmed down again. */
  countAfresh(monitors: readonly Monitor[]): void;
  stop: () => void;
};

/** Children that fail shortly after one another are reported together. */
const gatherMs = 2_000;
/** A parent measured this recently is not measured again. */
const freshMs = 1_000;

export function makeJudge(options: JudgeOptions): Judge {
  const { monitors, samples, outages, maintenance, uplink, followUp, now, log, soon, tell } = options;
  const degraded = countDegraded();
  /** When a monitor's last measurement failed to resolve its name. */
  const unresolvedAt = new Map<string, number>();
  const isUnresolved = (id: string, sample: Sample | null) =>
    sample !== null && unresolvedAt.get(id) === sample.at;
  /** Since when a monitor is down that was reported in its parent's incident. */
  const explained = new Map<string, number>();
  /** The time of the first of the failures that confirmed the outage. */
  const firstFailures = new Map<string, number>();
  const suppressed = makeGatherer(gatherMs, (parent, children) => {
    const monitor = monitors.find(parent);
    if (monitor === null) return;
    followUp
      .suppressed(watchedAs(monitor, monitors), children)
      .catch((error: unknown) =>
        log.error({ err: error, monitor: parent }, 'what a monitor suppresses could not be told'),
      );
  });

  const isHeldBack = (monitor: Monitor, since: number) => withholdFrom(monitor, since) !== null;
  const withheld = (monitor: Monitor): Withheld | null => {
    const { standing } = monitor;
    return standing.status !== 'down' || standing.isTold ? null : withholdFrom(monitor, standing.since);
  };
  const withholdFrom = (monitor: Monitor, downSince: number): Withheld | null =>
    decideWithhold({
      downSince,
      isInMaintenance: maintenance.untilOf(monitor.id) !== null,
      isBlind: uplink.explains({ isUnresolved: isUnresolved(monitor.id, samples.last(monitor.id)) }),
      ancestors: ancestorsOf(monitor, monitors.find)
        .filter(({ settings }) => !settings.paused)
        .map((parent) => ({
          id: parent.id,
          standing: parent.standing,
          isFailing: samples.last(parent.id)?.status === 'down',
          suppressChildren: parent.settings.suppressChildren !== false,
        })),
      now: now(),
    });

  /** CH9: an unreported outage is judged from its first failure, not its newest. */
  const beganAt = (id: string, before: Standing): number | null =>
    before.status === 'down' ? (firstFailures.get(id) ?? before.since) : before.doubtedAt;

  /** Reports a down monitor, unless something explains the failure; returns the incident and the new standing. */
  const tellDown = async (monitor: Monitor, standing: Standing, sample: Sample, began: number) => {
    const held = withheld({ ...monitor, standing });
    const { since, reason } = standing;
    const failedAt = firstFailures.get(monitor.id) ?? since;
    const seenNow = () => seen(monitors, samples, isUnresolved);
    const isHeld =
      held !== null ||
      (await uplink.isAway(() => looksBlind(seenNow(), began), began)) ||
      (isUnresolved(monitor.id, sample) &&
        (await uplink.isNameless(() => looksNameless(seenNow(), began), began)));
    if (!isHeld) {
      const { incident } = await followUp.wentDown(watchedAs(monitor, monitors), { ...sample, began });
      outages.began(monitor.id, { from: since, reason, incident, failedAt });
      return { standing: { ...standing, isTold: true }, incident };
    }
    log.info(
      { monitor: monitor.id, why: held ?? 'this-server-is-cut-off' },
      'a monitor is down and is not told',
    );
    if (held?.why === 'parent-is-down' && explained.get(monitor.id) !== standing.since) {
      explained.set(monitor.id, standing.since);
      suppressed.add(held.by, { id: monitor.id, name: monitor.settings.name });
      outages.began(monitor.id, { from: since, reason, incident: null, failedAt });
    }
    return { standing, incident: null };
  };

  /** A monitor that could not be reported, as on a full disk, is still down; a later measurement reports it. */
  const untold = (monitor: Monitor, standing: Standing) => (error: unknown) => {
    log.error(
      { err: error, monitor: monitor.id },
      'a monitor is down and could not be told; it is tried again',
    );
    return { standing, incident: null };
  };
  const untoldDegraded = (monitor: Monitor, standing: Standing) => (error: unknown) => {
    log.error({ err: error, monitor: monitor.id }, 'that a monitor is degraded could not be told');
    return { standing, incident: null };
  };
  const keepStanding = (id: string, standing: Standing, incident: string | null) => {
    try {
      monitors.stand(id, standing, incident);
    } catch (error) {
      log.error(
        { err: error, monitor: id },
        'how a monitor stands could not be written; it is shown all the same',
      );
    }
  };

  const tellUp = async (monitor: Monitor, sample: Sample) => {
    if (followUp.downIds().has(monitor.id)) await followUp.cameUp(watchedAs(monitor, monitors), sample);
    outages.ended(monitor.id, sample.at);
  };

  /** CH11, CH15: degraded for as long as down would need: a line in the open incident, or a new incident. */
  const noteDegraded = async (monitor: Monitor, sample: Sample, standing: Standing) => {
    const { settings } = monitor;
    const thresholds = thresholdsOf(settings);
    const news = degraded.take(monitor.id, sample, { standing, settings, thresholds });
    const watched = watchedAs(monitor, monitors);
    if (news === 'remark')
      await followUp.remark(watched, `${settings.name} is degraded: ${sample.reason ?? 'slow'}`);
    if (news === 'recovered') {
      await followUp.cameUp(watched, sample);
      return { standing: { ...standing, isDegradedTold: false }, incident: null };
    }
    if (news !== 'tell' || isHeldBack(monitor, standing.since)) return { standing, incident: null };
    const severity = settings.degradedSeverity ?? null;
    const { incident } = await followUp.wentDown({ ...watched, severity }, { ...sample, isDegraded: true });
    return { standing: { ...standing, isDegradedTold: true }, incident };
  };

  /** CH2: measures earlier than scheduled while a change is being confirmed, and its parents at once. */
  const askAgain = ({ id, settings }: Monitor, standing: Standing) => {
    if (standing.streak === 0 || standing.status === 'down' || checks[settings.kind]?.isPassive === true)
      return;
    soon(id, (settings.retrySeconds ?? Math.max(1, settings.intervalSeconds / 2)) * 1000);
    if (standing.streak > 1) return;
    const monitor = monitors.find(id);
    for (const parent of monitor === null ? [] : ancestorsOf(monitor, monitors.find)) {
      if (now() - (samples.last(parent.id)?.at ?? 0) > freshMs) soon(parent.id, 0);
    }
  };

  const countAfresh = (list: readonly Monitor[]) => {
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
  };

  return {
    withheld,
    countAfresh,
    toSample: (monitor, { status, latencyMs, reason, value, isUnresolved: isNameless = false }) => {
      if (status === 'unknown') return null;
      const sample = { at: now(), status, latencyMs, reason };
      if (isNameless) unresolvedAt.set(monitor.id, sample.at);
      else unresolvedAt.delete(monitor.id);
      if (status !== 'up') return sample;
      const ending =
        monitor.settings.degradedSeverity === undefined ? null : whyEndsSoon(monitor.certificate, sample.at);
      if (ending !== null) return { ...sample, status: 'degraded', reason: ending };
      if (value !== undefined) return judgeNumber(monitor, sample, { value, numbers: samples.numbers });
      if (latencyMs === null || monitor.settings.baseline !== true) return sample;
      const unusual = decideUnusual(latencyMs, pickUsualHours(samples.rollups.hours(monitor.id), sample.at));
      return unusual === null ? sample : { ...sample, status: 'degraded', reason: unusual };
    },
    isCounted: ({ id, standing }, sample) =>
      maintenance.untilOf(id) === null &&
      !uplink.explains({ isUnresolved: isUnresolved(id, sample) }) &&
      !(standing.status === 'pending' && sample.status === 'down'),
    take: async (monitor, sample) => {
      const before = monitor.standing;
      // CH9: failures while we are cut off do not count.
      const isExplained = uplink.explains({ isUnresolved: isUnresolved(monitor.id, sample) });
      if (sample.status === 'down' && isExplained) return;
      const { standing, turned, flapped, why } = decideTransition(
        before,
        sample,
        thresholdsOf(monitor.settings),
      );
      let next = standing;
      let incident: string | null = null;
      if (next.status !== 'down') firstFailures.delete(monitor.id);
      else if (before.status !== 'down') firstFailures.set(monitor.id, before.doubtedAt ?? sample.at);
      // CH5: rooms are told before the standing is stored. After a crash in between, the next start decides again and
      // finds them told.
      if (next.status === 'down' && !next.isTold && sample.status === 'down') {
        const began = beganAt(monitor.id, before) ?? sample.at;
        ({ standing: next, incident } = await tellDown(monitor, next, sample, began).catch(
          untold(monitor, next),
        ));
      }
      if (turned === 'up' || why === 'first-result') {
        await tellUp(monitor, sample);
        next = { ...next, isTold: false, isDegradedTold: false };
      }
      // A room that was told of the degradation now hears that the monitor is down.
      if (next.status === 'down' && next.isTold) next = { ...next, isDegradedTold: false };
      const noted = await noteDegraded(monitor, sample, next).catch(untoldDegraded(monitor, next));
      next = noted.standing;
      incident ??= noted.incident;
      // Changed, paused or removed while the rooms were told: that change has its own handling.
      if (monitors.find(monitor.id)?.version !== monitor.version) return;
      keepStanding(monitor.id, next, incident);
      if (flapped !== null && next.isTold) {
        await followUp.remark(watchedAs(monitor, monitors), sayFlapping(monitor.settings, flapped));
      }
      askAgain(monitor, next);
      const isNews = next.status !== before.status || flapped !== null || next.isTold !== before.isTold;
      if (!isNews) return;
      const { status } = next;
      log.info({ monitor: monitor.id, status, why, flapped, reason: sample.reason }, 'a monitor changed');
      tell(monitor.id);
      // CH8: failures that this monitor explained are no longer explained.
      if (before.status === 'down' && status !== 'down') countAfresh(descendantsOf(monitor, monitors.list()));
    },
    takeCertificate: async (monitor, certificate) => {
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
      await followUp.remark(watchedAs(monitor, monitors), text);
    },
    stop: () => suppressed.stop(),
  };
}

function sayFlapping({ name, flap }: MonitorSettings, flapped: 'began' | 'ended'): string {
  const { changes, minutes } = flap ?? defaultFlap;
  return flapped === 'began'
    ? `${name} is flapping: ${changes} changes within ${minutes} minutes. It counts as down until it keeps still.`
    : `${name} has stopped flapping.`;
}

export function watchedAs(monitor: Monitor, monitors: Pick<Monitors, 'find' | 'list'>): Watched {
  const { id, settings, lastIncident } = monitor;
  const { name, service = null, severity = null, resolvesByItself = false } = settings;
  return {
    id,
    name,
    service,
    severity,
    lastIncident,
    resolvesByItself,
    source: { kind: 'monitor' },
    ancestors: ancestorsOf(monitor, monitors.find).map((parent) => parent.id),
    descendants: descendantsOf(monitor, monitors.list()).map((child) => child.id),
  };
}

// Cached per settings: every failure asks for the hosts of all monitors.
const hosts = new WeakMap<MonitorSettings, string>();
function hostOf(settings: MonitorSettings): string {
  const known = hosts.get(settings);
  if (known !== undefined) return known;
  const host = checks[settings.kind]?.target(settings.settings).hostname ?? '';
  hosts.set(settings, host);
  return host;
}

/** All monitors measured over a network that were not known to be down. */
function seen(
  monitors: Monitors,
  samples: Samples,
  isUnresolved: (id: string, sample: Sample) => boolean,
): Seen[] {
  return monitors.list().flatMap(({ id, settings, standing }) => {
    const sample = samples.last(id);
    if (settings.paused || standing.isTold || sample === null) return [];
    const isFailing = sample.status === 'down';
    const seenAt = { host: hostOf(settings), lastAt: sample.at };
    return [{ ...seenAt, isFailing, isUnresolved: isUnresolved(id, sample) }];
  });
}
