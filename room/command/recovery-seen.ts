// CO9: what the team's checks show about a recovery. Pure: the same checks and room give the same result.
import type { MonitorState } from '../feed/feed.ts';
import type { Room } from '../view/room-view.ts';
import { isSameService } from '../team/services.ts';
import { table } from '../text/words.ts';

export type SeenAnswer = { answer: 'yes' | 'no'; evidence: string } | null;
export type TeamMonitors = readonly MonitorState[];

const words = table({
  failedSince: (checks: string) => `${checks} failed since it began`,
  noneOf: (count: number) =>
    count === 1
      ? 'the only other check did not go down since it began'
      : `none of ${count} other checks went down since it began`,
  failing: (checks: string) => `${checks} failed when last measured`,
  measured: (checks: string) => `measured since the last action: ${checks}`,
  more: (named: string, count: number) => `${named} and ${count} more`,
});
const stories: ReadonlySet<string> = new Set(['journey', 'browser']);
const mostNamed = 5;

/** The checks of this incident: those that failed in it and those of its service, without paused ones. */
export const checksOf = (room: Room, watched: TeamMonitors): MonitorState[] =>
  watched.filter(({ status }) => status !== 'paused').filter((each) => isOf(room, each));

const isOf = ({ checks, service }: Room, { id, service: other }: MonitorState): boolean =>
  checks.some(({ monitor }) => monitor === id) ||
  (service !== null && other !== null && isSameService(service, other));

/** Whether the incident's checks have succeeded since the last action. */
export const seeRecovery = (room: Room, watched: TeamMonitors): SeenAnswer =>
  judge(room, checksOf(room, watched));

/** The same for checks that simulate a user's steps. */
export const seeSmokeTest = (room: Room, watched: TeamMonitors): SeenAnswer =>
  judge(
    room,
    checksOf(room, watched).filter(({ kind }) => stories.has(kind)),
  );

/** Whether another check has gone down since the incident began. */
export function seeCascade(room: Room, watched: TeamMonitors): SeenAnswer {
  const began = room.declared?.at ?? 0;
  const others = watched.filter((each) => each.status !== 'paused' && !isOf(room, each));
  const failed = others.filter(({ status, since }) => status === 'down' && since >= began);
  if (failed.length > 0) return { answer: 'no', evidence: words.failedSince(list(failed)) };
  if (others.length === 0) return null;
  return { answer: 'yes', evidence: words.noneOf(others.length) };
}

function judge(room: Room, checks: readonly MonitorState[]): SeenAnswer {
  const fixedAt = room.actions.at(-1)?.at ?? room.declared?.at ?? 0;
  const measured = checks.filter(({ lastSample }) => lastSample !== null && lastSample.at >= fixedAt);
  const failing = measured.filter(
    ({ lastSample, status }) => lastSample?.status === 'down' || status === 'down',
  );
  if (failing.length > 0) return { answer: 'no', evidence: words.failing(list(failing)) };
  // Measurements from before the repair do not count.
  if (measured.length === 0 || measured.length < checks.length) return null;
  return { answer: 'yes', evidence: words.measured(list(measured, sayAnswer)) };
}

const sayAnswer = ({ name, lastSample }: MonitorState): string => {
  const latency = lastSample?.latencyMs == null ? '' : ` (${Math.round(lastSample.latencyMs)} ms)`;
  return `${name} ${lastSample?.status ?? 'up'}${latency}`;
};

function list(checks: readonly MonitorState[], say = ({ name }: MonitorState) => name): string {
  const named = checks.slice(0, mostNamed).map(say);
  const more = checks.length - named.length;
  return more > 0 ? words.more(named.join(', '), more) : named.join(', ');
}
