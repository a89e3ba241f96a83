// The live feed of the practice room: one check that fails until repaired, and two people. No server is used.
import { unknownStanding, type MonitorState, type Person, type Sample } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { FeedStore } from '../../server/feed-store.ts';
import { strings } from '../../strings/index.ts';
import { practiceMonitor, robin } from './script.ts';

const words = strings.practice;
const measureEveryMs = 5_000;
/** The response time of the repaired shop. */
const answersInMs = 84;

export type PracticeFeed = FeedStore & {
  /** Measures at once, for “Check now”. */
  measure: () => void;
  /** Lets the check succeed from now on. */
  repair: () => void;
};

/** `now`: epoch ms. Measures every 5 s until `stop`. */
export function openPracticeFeed(me: Person, now: () => number): PracticeFeed {
  let isUp = false;
  let samples: readonly Sample[] = [];
  let snapshot = firstSnapshot(me, now());
  const listeners = new Set<() => void>();
  const measure = () => {
    const sample: Sample = isUp
      ? { at: now(), status: 'up', latencyMs: answersInMs, reason: null }
      : { at: now(), status: 'down', latencyMs: null, reason: words.failing };
    samples = [...samples, sample];
    const before = snapshot.monitors[0]!;
    const since = before.status === sample.status ? before.since : sample.at;
    const { status, reason } = sample;
    snapshot = { ...snapshot, monitors: [{ ...before, status, reason, since, lastSample: sample }] };
    for (const listener of listeners) listener();
  };
  measure();
  const timer = setInterval(measure, measureEveryMs);
  return {
    snapshot: () => snapshot,
    state: () => 'live',
    awaySince: () => null,
    samples: (monitor) => (monitor === practiceMonitor ? samples : none),
    loadSamples: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => clearInterval(timer),
    measure,
    repair: () => {
      isUp = true;
      measure();
    },
  };
}

const none: readonly Sample[] = [];

function firstSnapshot(me: Person, now: number): FeedSnapshot {
  const monitor: MonitorState = {
    ...unknownStanding,
    id: practiceMonitor,
    name: words.monitor,
    kind: 'http',
    service: words.service,
    status: 'down',
    since: now,
    reason: words.failing,
    lastSample: null,
    intervalSeconds: measureEveryMs / 1_000,
  };
  return {
    now,
    server: { role: 'primary', version: '' },
    upstreams: [],
    staleSince: null,
    incidents: [],
    monitors: [monitor],
    monitoring: { blindSince: null },
    people: [me, { id: robin, name: words.robin, role: 'responder' }],
  };
}
