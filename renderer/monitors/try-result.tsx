import { strings } from '../strings/index.ts';
import { EvidenceView } from './evidence-view.tsx';
import type { Tried } from './monitor.ts';
import { PhaseBar } from './phase-bar.tsx';
import styles from './form.module.css';

const words = strings.monitors;

/** What one run of the check saw, before it is kept. */
export function TryResult({ tried }: { tried: Tried }) {
  const { status, reason, latencyMs, phases, evidence } = tried;
  return (
    <section className={styles.tried} aria-label={words.form.tryResult} role="status">
      <h2>
        {words.form.tried[status]} {reason !== null && <span className="soft">{reason}</span>}{' '}
        {latencyMs !== null && <span className="mono">{words.list.ms(Math.round(latencyMs))}</span>}
      </h2>
      {phases && <PhaseBar phases={phases} />}
      {evidence && (
        <EvidenceView
          seen={evidence}
          picture={
            evidence.screenshot && `data:${evidence.screenshot.type};base64,${evidence.screenshot.base64}`
          }
        />
      )}
    </section>
  );
}
