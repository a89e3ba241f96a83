// CO1: recommends a severity from the impact answers, with reasons that people can challenge.
import { impactAreas, severities, type Severity } from '../team/scales.ts';
import type { Impact, ImpactLevel, SetValue } from '../view/room-view.ts';
import { spoken, table } from '../text/words.ts';

export type ImpactArea = (typeof impactAreas)[number];
export type SeverityAdvice = {
  /** The severity that follows from the answers alone. */
  computed: Severity;
  /** The higher of `computed` and the set severity: only people lower a severity. */
  recommended: Severity;
  /** One clause for each deciding answer, or why none decided. */
  reasons: readonly string[];
  unanswered: readonly ImpactArea[];
};

const ordinary: Record<ImpactLevel, Severity> = { critical: 'P1', major: 'P2', minor: 'P3', none: 'P4' };
// Lost data and leaked secrets remain after recovery, so they count one step worse.
const lasting: Record<ImpactLevel, Severity> = { critical: 'P1', major: 'P1', minor: 'P2', none: 'P4' };
const scaleOf: Record<ImpactArea, Record<ImpactLevel, Severity>> = {
  users: ordinary,
  business: ordinary,
  availability: ordinary,
  data: lasting,
  security: lasting,
};

const meanings: Record<ImpactArea, Record<Exclude<ImpactLevel, 'none'>, string>> = table({
  users: {
    minor: 'some users are affected',
    major: 'many users are affected',
    critical: 'nearly all users are affected',
  },
  business: {
    minor: 'it costs a little',
    major: 'revenue or reputation suffers',
    critical: 'revenue or reputation suffers badly',
  },
  availability: {
    minor: 'a minor feature does not work',
    major: 'it works badly',
    critical: 'it is down or its core cannot be used',
  },
  data: { minor: 'data may be wrong', major: 'data is at risk', critical: 'data is lost or wrong' },
  security: {
    minor: 'a weakness may be exposed',
    major: 'somebody may have had access',
    critical: 'somebody has or had access',
  },
});
const words = table({
  nobodyAnswered: (areas: string) => `nothing is known to be affected, but nobody answered for ${areas}`,
  nothing: 'nothing is affected',
});

const worstSeverity = (given: readonly Severity[]): Severity | undefined =>
  severities.find((severity) => given.includes(severity));

/** Null until one area has an answer. A P4 needs all five answers: an unassessed area may be the worst. */
export function adviseSeverity(
  levels: Impact['levels'],
  standing: Pick<SetValue<Severity>, 'value' | 'isSet'>,
): SeverityAdvice | null {
  const answers = impactAreas.flatMap((area) => {
    const level = levels[area];
    return level === undefined ? [] : [{ area, level, severity: scaleOf[area][level] }];
  });
  const worst = worstSeverity(answers.map(({ severity }) => severity));
  if (worst === undefined) return null;
  const unanswered = impactAreas.filter((area) => levels[area] === undefined);
  const computed = worst === 'P4' && unanswered.length > 0 ? 'P3' : worst;
  const recommended = (standing.isSet && worstSeverity([computed, standing.value])) || computed;
  const deciding = answers.filter(({ severity }) => severity === worst);
  const reasons =
    worst !== 'P4'
      ? deciding.flatMap(({ area, level }) => (level === 'none' ? [] : [meanings[area][level]]))
      : unanswered.length > 0
        ? [words.nobodyAnswered(unanswered.join(', '))]
        : [words.nothing];
  return { computed, recommended, reasons, unanswered };
}

/** `P1, because data is at risk and many users are affected.` and a note when the set severity is higher. */
export const sayAdvice = spoken(function sayAdvice({
  computed,
  recommended,
  reasons,
}: SeverityAdvice): string {
  const because = `The answers come to ${computed}: ${reasons.join(' and ')}.`;
  return recommended === computed
    ? because
    : `${because} ${recommended} stands and is higher, so it is recommended until somebody decides to lower it.`;
});
