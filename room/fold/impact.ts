import { impactAreas, type Fact } from '../facts/fact.ts';
import { impactFigures } from '../team/scales.ts';
import type { Impact } from '../view/room-view.ts';
import { refolding } from './slice.ts';

/** The newest answer for each area counts separately: nobody assesses all five at once. */
export const createImpact = () =>
  refolding<'impact', Impact>(['impact'], assessAll, (impact, fact) =>
    assess({ ...impact, levels: { ...impact.levels }, figures: { ...impact.figures } }, fact),
  );

function assessAll(facts: readonly Fact<'impact'>[]): Impact {
  const impact: Impact = { levels: {}, text: null, figures: {} };
  for (const fact of facts) assess(impact, fact);
  return impact;
}

/** Changes `impact` in place. */
function assess(impact: Impact, fact: Fact<'impact'>): Impact {
  for (const area of impactAreas) if (fact[area] !== undefined) impact.levels[area] = fact[area];
  for (const figure of impactFigures) {
    const said = fact.figures?.[figure]?.trim();
    if (said === '') delete impact.figures[figure];
    else if (said !== undefined) impact.figures[figure] = said;
  }
  impact.text = fact.text ?? impact.text;
  return impact;
}

export type ImpactTimes = { beganAt: number | null; endedAt: number | null };

/**
 * FO11: a later fact corrects an earlier one. A new beginning after the end means that the impact is not over;
 * the first beginning is kept.
 */
export const createImpactTimes = () =>
  refolding<'impact-began' | 'impact-ended', ImpactTimes>(['impact-began', 'impact-ended'], (facts) => {
    const times: ImpactTimes = { beganAt: null, endedAt: null };
    for (const fact of facts) note(times, fact);
    return times;
  });

function note(times: ImpactTimes, fact: Fact<'impact-began' | 'impact-ended'>): void {
  if (fact.kind === 'impact-ended') {
    times.endedAt = fact.at;
  } else if (times.endedAt !== null && fact.at > times.endedAt) {
    times.endedAt = null;
    times.beganAt ??= fact.at;
  } else {
    times.beganAt = fact.at;
  }
}
