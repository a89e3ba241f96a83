// Tells rooms that a monitor is down, degraded, or up again. Failures that another failure explains are not told.
import type { Sample } from '#room/feed/feed.ts';
import { checks } from '../checks/index.ts';
import type { OutageSubject } from '../incidents/declare.ts';
import type { FollowUp } from '../incidents/follow-up.ts';
import type { Log } from '../sync/rooms.ts';
import { looksBlind, looksNameless, type SeenMonitor } from './blind.ts';
import { countDegraded } from './rules/degraded.ts';
import { ancestorsOf, descendantsOf } from './family.ts';
import { makeGatherer } from './gather.ts';
import type { MonitorSettings } from '#wire/api/monitors.ts';
import type { Monitor, Monitors } from './monitors.ts';
import type { Outages } from './outages.ts';
import type { Readings } from './readings.ts';
import type { Samples } from './history/samples.ts';
import { thresholdsOf } from './rules/thresholds.ts';
import type { MonitorStanding } from './rules/transition.ts';
import type { Uplink } from './uplink.ts';
import { decideWithhold, type Withheld } from './rules/withhold.ts';

/** The standing after rooms were told, and the incident that they were told in. */
type Told = { standing: MonitorStanding; incident: string | null };
/** A monitor that turned out to be down. */
type Down = { monitor: Monitor; standing: MonitorStanding; sample: Sample };

export type NewsOptions = {
  monitors: Pick<Monitors, 'find' | 'list'>;
  samples: Samples;
  outages: Outages;
  maintenance: { untilOf(monitor: string): number | null };
  uplink: Pick<Uplink, 'isAway' | 'isNameless'>;
  followUp: FollowUp;
  readings: Pick<Readings, 'isUnresolved' | 'isOurs'>;
  now: () => number;
  log: Log;
};

export type OutageNews = {
  /** Why the alert of a down monitor is held back; null when the room knows it, or it is not down. */
  withheld: (monitor: Monitor) => Withheld | null;
  /** CH9: remembers the first of the failures that confirm an outage, from which it is judged. */
  noteFailure: (id: string, change: { before: MonitorStanding; next: MonitorStanding; at: number }) => void;
  /**
   * Reports a down monitor, unless something explains the failure. `before`: its standing before this sample. Does not
   * reject: a monitor that could not be reported, as on a full disk, is reported by a later measurement.
   */
  tellDown: (down: Down, before: MonitorStanding) => Promise<Told>;
  tellUp: (monitor: Monitor, sample: Sample) => Promise<void>;
  /** CH11, CH15: degraded for as long as down would need: a line in the open incident, or a new incident. */
  noteDegraded: (monitor: Monitor, sample: Sample, standing: MonitorStanding) => Promise<Told>;
  stop: () => void;
};

/** Children that fail shortly after one another are reported together. */
const gatherMs = 2_000;

export function openOutageNews(options: NewsOptions): OutageNews {
  const { monitors, outages, followUp, log } = options;
  const suppressed = makeGatherer(gatherMs, makeTellSuppressed(options));
  const downs = openDowns(options, suppressed);
  const noteDegraded = makeNoteDegraded(options);
  /** For an alert that could not be told. */
  const asBefore = (monitor: Monitor, standing: MonitorStanding, words: string) => (error: unknown) => {
    log.error({ err: error, monitor: monitor.id }, words);
    return { standing, incident: null };
  };
  return {
    withheld: (monitor) => {
      const { status, isTold, since } = monitor.standing;
      return status !== 'down' || isTold ? null : whyWithheld(monitor, since, options);
    },
    noteFailure: downs.noteFailure,
    tellDown: (down, before) =>
      downs
        .tell(down, before)
        .catch(
          asBefore(down.monitor, down.standing, 'telling that a monitor is down failed; it is tried again'),
        ),
    tellUp: async (monitor, sample) => {
      if (followUp.downIds().has(monitor.id))
        await followUp.cameUp(outageSubjectOf(monitor, monitors), sample);
      outages.ended(monitor.id, sample.at);
    },
    noteDegraded: (monitor, sample, standing) =>
      noteDegraded(monitor, sample, standing).catch(
        asBefore(monitor, standing, 'telling that a monitor is degraded failed'),
      ),
    stop: () => suppressed.stop(),
  };
}

const makeTellSuppressed =
  ({ monitors, followUp, log }: NewsOptions) =>
  (parent: string, children: Parameters<NewsOptions['followUp']['suppressed']>[1]): void => {
    const monitor = monitors.find(parent);
    if (monitor === null) return;
    followUp
      .suppressed(outageSubjectOf(monitor, monitors), children)
      .catch((error: unknown) =>
        log.error({ err: error, monitor: parent }, 'the room could not be told which monitors are muted'),
      );
  };

function whyWithheld(
  monitor: Monitor,
  downSince: number,
  { maintenance, readings, samples, monitors, now }: NewsOptions,
): Withheld | null {
  return decideWithhold({
    downSince,
    isInMaintenance: maintenance.untilOf(monitor.id) !== null,
    isBlind: readings.isOurs(monitor.id, samples.last(monitor.id)),
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
}

/** Outages that rooms have not been told about yet. */
function openDowns(options: NewsOptions, suppressed: ReturnType<typeof makeGatherer>) {
  const { monitors, outages, followUp, log } = options;
  /** The time of the first of the failures that confirmed the outage. */
  const firstFailures = new Map<string, number>();
  /** Since when a monitor is down that was reported in its parent's incident. */
  const explained = new Map<string, number>();
  /** CH9: an unreported outage is judged from its first failure, not its newest. */
  const beganAt = (id: string, before: MonitorStanding): number | null =>
    before.status === 'down' ? (firstFailures.get(id) ?? before.since) : before.doubtedAt;
  return {
    noteFailure: ((id, { before, next, at }) => {
      if (next.status !== 'down') firstFailures.delete(id);
      else if (before.status !== 'down') firstFailures.set(id, before.doubtedAt ?? at);
    }) satisfies OutageNews['noteFailure'],
    tell: async ({ monitor, standing, sample }: Down, before: MonitorStanding): Promise<Told> => {
      const began = beganAt(monitor.id, before) ?? sample.at;
      const { since, reason } = standing;
      const failedAt = firstFailures.get(monitor.id) ?? since;
      const held = whyWithheld(monitor, since, options);
      if (held === null && !(await areWeCutOff(monitor, sample, began, options))) {
        const { incident } = await followUp.wentDown(outageSubjectOf(monitor, monitors), {
          ...sample,
          began,
        });
        outages.began(monitor.id, { from: since, reason, incident, failedAt });
        return { standing: { ...standing, isTold: true }, incident };
      }
      log.info(
        { monitor: monitor.id, why: held ?? 'this-server-is-cut-off' },
        'a monitor is down; its alert is held back',
      );
      if (held?.why === 'parent-is-down' && explained.get(monitor.id) !== since) {
        explained.set(monitor.id, since);
        suppressed.add(held.by, { id: monitor.id, name: monitor.settings.name });
        outages.began(monitor.id, { from: since, reason, incident: null, failedAt });
      }
      return { standing, incident: null };
    },
  };
}

/** CH9: whether this server itself is cut off, from the network or from name servers. */
async function areWeCutOff(
  { id }: Monitor,
  sample: Sample,
  began: number,
  { monitors, samples, readings, uplink }: NewsOptions,
): Promise<boolean> {
  const seenNow = () => seen(monitors, samples, readings.isUnresolved);
  return (
    (await uplink.isAway(() => looksBlind(seenNow(), began), began)) ||
    (readings.isUnresolved(id, sample) &&
      (await uplink.isNameless(() => looksNameless(seenNow(), began), began)))
  );
}

function makeNoteDegraded(options: NewsOptions): OutageNews['noteDegraded'] {
  const { monitors, followUp } = options;
  const degraded = countDegraded();
  return async (monitor, sample, standing) => {
    const { settings } = monitor;
    const thresholds = thresholdsOf(settings);
    const news = degraded.take(monitor.id, sample, { standing, settings, thresholds });
    const subject = outageSubjectOf(monitor, monitors);
    if (news === 'remark')
      await followUp.remark(subject, `${settings.name} is degraded: ${sample.reason ?? 'slow'}`);
    if (news === 'recovered') {
      await followUp.cameUp(subject, sample);
      return { standing: { ...standing, isDegradedTold: false }, incident: null };
    }
    if (news !== 'tell' || whyWithheld(monitor, standing.since, options) !== null)
      return { standing, incident: null };
    const severity = settings.degradedSeverity ?? null;
    const { incident } = await followUp.wentDown({ ...subject, severity }, { ...sample, isDegraded: true });
    return { standing: { ...standing, isDegradedTold: true }, incident };
  };
}

/** A monitor with its relatives, as rooms are told of it. */
export function outageSubjectOf(monitor: Monitor, monitors: Pick<Monitors, 'find' | 'list'>): OutageSubject {
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
  monitors: Pick<Monitors, 'list'>,
  samples: Samples,
  isUnresolved: (id: string, sample: Sample) => boolean,
): SeenMonitor[] {
  return monitors.list().flatMap(({ id, settings, standing }) => {
    const sample = samples.last(id);
    if (settings.paused || standing.isTold || sample === null) return [];
    const isFailing = sample.status === 'down';
    const seenAt = {
      host: hostOf(settings),
      lastAt: sample.at,
      beganAt: sample.at - (sample.latencyMs ?? 0),
    };
    return [{ ...seenAt, isFailing, isUnresolved: isUnresolved(id, sample) }];
  });
}
