// RE5: the last state from the upstream's feed: monitors, people, on-call and open pages.
import { applyToParts } from '#wire/feed/reduce.ts';
import { isDeepStrictEqual } from 'node:util';
import type { RecurringTask } from '#room/team/recurring.ts';
import type { ProblemRecord } from '#room/learning/problems.ts';
import { unchangedScheme, type SchemeChanges } from '#room/team/scheme.ts';
import type { Service } from '#room/team/services.ts';
import {
  unknownStanding,
  type HubState,
  type KeptTemplate,
  type Monitoring,
  type MonitorState,
  type OnCall,
  type OpenPage,
  type Person,
  type Team,
  type WaitingReport,
} from '#room/feed/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';

export type Mirror = {
  monitors: readonly MonitorState[];
  monitoring: Monitoring;
  people: readonly Person[];
  /** Absent in data of an older version. */
  teams?: readonly Team[];
  services: readonly Service[];
  /** Absent in data of an older version. */
  recurringTasks?: readonly RecurringTask[];
  reviewTemplates: readonly KeptTemplate[];
  problems: readonly ProblemRecord[];
  onCall: readonly OnCall[];
  pages: readonly OpenPage[];
  /** Absent in data of an older version. */
  reports: readonly WaitingReport[];
  /** Set when the upstream itself is a replica that has lost the team's server (a hub). */
  staleSince: number | null;
  /** Set while the upstream is a hub. */
  hub?: HubState | null;
  bridge?: string | null;
  /** Absent in data of an older version. */
  endedKeys?: readonly string[];
  /** Absent in data of an older version. */
  scheme?: SchemeChanges;
};

export const emptyMirror: Mirror = {
  monitors: [],
  monitoring: { blindSince: null },
  people: [],
  services: [],
  reviewTemplates: [],
  problems: [],
  onCall: [],
  pages: [],
  reports: [],
  staleSince: null,
};

/** The mirror after one message; the same object when the message does not touch it. */
export function applyToMirror(mirror: Mirror, message: FeedMessage): Mirror {
  switch (message.type) {
    case 'snapshot':
      return pickMirror(message.snapshot);
    case 'monitor':
      return applyToParts(mirror, { ...message, monitor: complete(message.monitor) });
    case 'sample':
      return { ...mirror, monitors: putSample(mirror.monitors, message) };
    default:
      return applyToParts(mirror, message);
  }
}

/** The messages that bring a follower of our own feed from one mirror to the other. */
export function compareMirrors(before: Mirror, after: Mirror): FeedMessage[] {
  const messages = before.monitors === after.monitors ? [] : compareMonitors(before.monitors, after.monitors);
  if (!isDeepStrictEqual(before.monitoring, after.monitoring))
    messages.push({ type: 'monitoring', monitoring: after.monitoring });
  if (!isDeepStrictEqual(before.people, after.people))
    messages.push({ type: 'people', people: after.people });
  if (!isDeepStrictEqual(before.teams ?? [], after.teams ?? []))
    messages.push({ type: 'teams', teams: after.teams ?? [] });
  if (!isDeepStrictEqual(before.services, after.services))
    messages.push({ type: 'services', services: after.services });
  if (!isDeepStrictEqual(before.recurringTasks ?? [], after.recurringTasks ?? []))
    messages.push({ type: 'recurring-tasks', recurringTasks: after.recurringTasks ?? [] });
  if (!isDeepStrictEqual(before.problems, after.problems))
    messages.push({ type: 'problems', problems: after.problems });
  if (!isDeepStrictEqual(before.reviewTemplates, after.reviewTemplates))
    messages.push({ type: 'review-templates', reviewTemplates: after.reviewTemplates });
  if (!isDeepStrictEqual(before.scheme ?? unchangedScheme, after.scheme ?? unchangedScheme))
    messages.push({ type: 'scheme', scheme: after.scheme ?? unchangedScheme });
  if (!isDeepStrictEqual(before.onCall, after.onCall))
    messages.push({ type: 'on-call', onCall: after.onCall });
  if ((before.bridge ?? null) !== (after.bridge ?? null))
    messages.push({ type: 'bridge', bridge: after.bridge ?? null });
  if (!isDeepStrictEqual(before.endedKeys ?? [], after.endedKeys ?? []))
    messages.push({ type: 'ended-keys', endedKeys: after.endedKeys ?? [] });
  if (!isDeepStrictEqual(before.reports, after.reports))
    messages.push({ type: 'reports', reports: after.reports });
  if (!isDeepStrictEqual(before.pages, after.pages)) messages.push({ type: 'pages', pages: after.pages });
  return messages;
}

function compareMonitors(before: readonly MonitorState[], after: readonly MonitorState[]): FeedMessage[] {
  const gone = new Map(before.map((monitor) => [monitor.id, monitor]));
  const messages: FeedMessage[] = [];
  for (const monitor of after) {
    if (!isDeepStrictEqual(gone.get(monitor.id), monitor)) messages.push({ type: 'monitor', monitor });
    gone.delete(monitor.id);
  }
  for (const id of gone.keys()) messages.push({ type: 'monitor-removed', id });
  return messages;
}

/** Fields that an older upstream does not send become empty or unknown. */
function pickMirror(
  snapshot: Partial<Pick<FeedSnapshot, 'monitoring'>> & Omit<FeedSnapshot, 'monitoring'>,
): Mirror {
  const {
    monitors,
    monitoring = emptyMirror.monitoring,
    people,
    services = [],
    reviewTemplates = [],
    problems = [],
    onCall = [],
    pages = [],
    reports = [],
    staleSince,
    hub,
    bridge,
    endedKeys,
    scheme,
    teams,
    recurringTasks,
  } = snapshot;
  return {
    monitors: monitors.map(complete),
    monitoring,
    people,
    services,
    reviewTemplates,
    problems,
    onCall,
    pages,
    reports,
    staleSince,
    ...(hub !== undefined && { hub }),
    ...(bridge !== undefined && { bridge }),
    ...(endedKeys !== undefined && { endedKeys }),
    ...(scheme !== undefined && { scheme }),
    ...(teams !== undefined && { teams }),
    ...(recurringTasks !== undefined && { recurringTasks }),
  };
}

const complete = (monitor: MonitorState): MonitorState => ({ ...unknownStanding, ...monitor });

function putSample(
  monitors: readonly MonitorState[],
  { monitor: id, sample }: Extract<FeedMessage, { type: 'sample' }>,
): readonly MonitorState[] {
  const index = monitors.findIndex((monitor) => monitor.id === id);
  const monitor = monitors[index];
  return monitor === undefined ? monitors : monitors.with(index, { ...monitor, lastSample: sample });
}
