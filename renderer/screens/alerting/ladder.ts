// A policy as a ladder: each action and its minute after paging began, while nobody answers.
import type { PolicyTarget } from '#wire/api/policies.ts';

export type Rung = { at: number } & (
  | { kind: 'page'; targets: readonly PolicyTarget[] }
  | { kind: 'repeat'; times: number }
  /** After the last rung: a P1 goes on, everything else ends with the owners. */
  | { kind: 'end'; goesOn: 'always' | 'p1' | 'never' }
);

type Laddered = {
  steps: readonly { targets: readonly PolicyTarget[]; waitMinutes: number }[];
  repeat: number;
  severities?: readonly string[] | undefined;
};

/** The rungs in minutes since the first page; empty for a policy that pages nobody. */
export function ladderOf({ steps, repeat, severities = [] }: Laddered): Rung[] {
  if (steps.length === 0) return [];
  const rungs: Rung[] = [];
  let at = 0;
  for (const { targets, waitMinutes } of steps) {
    rungs.push({ kind: 'page', at: round(at), targets });
    at += waitMinutes;
  }
  if (repeat > 0) rungs.push({ kind: 'repeat', at: round(at), times: repeat });
  const hasP1 = severities.length === 0 || severities.includes('P1');
  const goesOn = !hasP1 ? 'never' : severities.length === 1 ? 'always' : 'p1';
  return [...rungs, { kind: 'end', at: round(at * (repeat + 1)), goesOn }];
}

const round = (minutes: number): number => Math.round(minutes * 100) / 100;
