// CH19: one result from what several locations saw. Pure.
import type { CheckResult } from '../../checks/check.ts';

/** What one location saw last. `unknown`: it could not measure, or is silent. */
export type LocationView = { name: string; status: CheckResult['status']; reason: string | null };

type Agreed = Pick<CheckResult, 'status' | 'reason'>;

/**
 * Down needs `quorum` locations that say so. A silent location says nothing: when fewer are heard than the quorum, all
 * that are heard must agree. Without agreement the result is degraded, and its reason says who saw what.
 */
export function decideTogether(views: readonly LocationView[], quorum: number): Agreed {
  const heard = views.filter(({ status }) => status !== 'unknown');
  const silent = views.filter(({ status }) => status === 'unknown');
  const beside = silent.length === 0 ? '' : `; no result from ${namesOf(silent)}`;
  if (heard.length === 0) return { status: 'unknown', reason: `no result from ${namesOf(silent)}` };
  const down = heard.filter(({ status }) => status === 'down');
  const others = heard.filter(({ status }) => status !== 'down');
  const needed = Math.min(quorum, heard.length);
  if (down.length >= needed)
    return { status: 'down', reason: `down from ${namesOf(down)}${why(down)}${upFrom(others)}${beside}` };
  if (down.length > 0)
    return {
      status: 'degraded',
      reason: `down from ${namesOf(down)}${upFrom(others)}; down needs ${needed} locations${why(down)}${beside}`,
    };
  const degraded = heard.filter(({ status }) => status === 'degraded');
  if (degraded.length === 0) return { status: 'up', reason: null };
  return { status: 'degraded', reason: `degraded from ${namesOf(degraded)}${why(degraded)}` };
}

const namesOf = (views: readonly LocationView[]): string => {
  const names = views.map(({ name }) => name);
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
};

const upFrom = (views: readonly LocationView[]): string =>
  views.length === 0 ? '' : `, up from ${namesOf(views)}`;

const why = (views: readonly LocationView[]): string => {
  const reason = views.find((each) => each.reason !== null)?.reason ?? null;
  return reason === null ? '' : ` (${reason})`;
};
