import { useState } from 'react';
import type { Insights, PhaseInsight } from '#room/insights/insights.ts';
import { fewest } from '#room/insights/statistics.ts';
import { sayMissing } from '#room/text/missing.ts';
import { strings } from '../../strings/index.ts';
import { Missing } from '../../ui/missing.tsx';
import { Behind } from './behind.tsx';
import { DotPlot } from './dot-plot.tsx';
import styles from './insights.module.css';

const words = strings.insights;

type SectionProps = {
  insight: PhaseInsight;
  insights: Insights;
  titles: ReadonlyMap<string, { number: string | null; title: string }>;
};

/** One duration: its definition, figures, a dot per incident, and the excluded incidents. */
export function PhaseSection({ insight, insights, titles }: SectionProps) {
  const { name, definition, n, medianMs, p90Ms, notRecorded, pending, invalid } = insight;
  const [shown, setShown] = useState<readonly string[]>([]);
  return (
    <section className={styles.phase} aria-label={name}>
      <header>
        <h2>{name}</h2>
        <p className="label">{definition}</p>
        {medianMs !== null && (
          <p>
            <b>{words.median(words.length(medianMs))}</b>
            {p90Ms !== null && `, ${words.p90(words.length(p90Ms))}`}
          </p>
        )}
        {n > 0 && <p className="soft">{sayCompared(insight, insights.count.now)}</p>}
      </header>
      {n > 0 && <DotPlot insight={insight} period={insights.period} titles={titles} />}
      {n > 0 || pending.length > 0 || invalid.length > 0 ? (
        <LeftOut pending={pending} notRecorded={notRecorded} invalid={invalid} show={setShown} />
      ) : (
        <p className="soft">{words.notMeasured}</p>
      )}
      <Behind incidents={shown} titles={titles} />
    </section>
  );
}

type LeftOutProps = Pick<PhaseInsight, 'pending' | 'notRecorded' | 'invalid'> & {
  show: (incidents: readonly string[]) => void;
};

const stateOf = { pending: 'pending', notRecorded: 'not-recorded', invalid: 'invalid' } as const;

/** Each number of incidents without a length shows them. */
function LeftOut({ pending, notRecorded, invalid, show }: LeftOutProps) {
  const goOn = new Set(pending);
  const groups = {
    pending,
    notRecorded: notRecorded.filter((id) => !goOn.has(id)),
    invalid,
  };
  const kinds = (['pending', 'notRecorded', 'invalid'] as const).filter((kind) => groups[kind].length > 0);
  if (kinds.length === 0) return null;
  return (
    <p className={styles.leftOut}>
      {kinds.map((kind) => (
        <button key={kind} type="button" className={styles.act} onClick={() => show(groups[kind])}>
          <Missing
            state={stateOf[kind]}
            words={words.leftOut[kind](groups[kind].length, sayMissing(stateOf[kind]))}
          />
        </button>
      ))}
    </p>
  );
}

const times = (ratio: number) => ratio.toFixed(ratio < 10 ? 1 : 0);

/** Of how many incidents, and whether they took longer than before. */
function sayCompared(insight: PhaseInsight, all: number): string {
  const { change, n } = insight;
  if (change.verdict === 'too few' && n < fewest) return words.tooFewOf(n, all);
  return words.compared(n, all, sayChange(change));
}

function sayChange({ verdict, interval }: PhaseInsight['change']): string {
  const [low, high] = interval ?? [1, 1];
  if (verdict === 'too few') return words.change.tooFewBefore;
  if (verdict === 'no change shown') return words.change[verdict];
  return words.change[verdict](times(low), times(high));
}
