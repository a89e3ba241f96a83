import { usePersonName } from '#renderer/server/feed.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useNow } from '#renderer/ui/now.tsx';
import { Due, Lasting } from '#renderer/ui/time.tsx';
import type { Fact } from '#room/facts/fact.ts';
import { isRunning } from '#room/catch-up/inquiry.ts';
import type { Hypothesis } from '#room/view/work-view.ts';
import parts from '#renderer/ui/rows.module.css';

type ExperimentLineProps = {
  hypothesis: Hypothesis;
  experiment: Fact<'experiment'>;
  /** Null for read-only users. */
  onResult: (() => void) | null;
};

/**
 * IN1: the test, the result that would refute the guess, and the time left. Overdue until somebody records a
 * result.
 */
export function ExperimentLine({ hypothesis, experiment, onResult }: ExperimentLineProps) {
  const names = usePersonName();
  const now = useNow();
  const { by, text, refutes = '', due, at } = experiment;
  const runs = isRunning(hypothesis, experiment);
  const isLate = runs && due !== undefined && due < now;
  return (
    <p className={parts.under}>
      {strings.investigation.testing(names(by), text, refutes)}
      {runs && (
        <>
          {', '}
          <span className={isLate ? parts.late : undefined}>
            {due === undefined ? (
              <>
                {strings.investigation.running} <Lasting from={at} />
              </>
            ) : (
              <Due at={due} />
            )}
          </span>
          {onResult && (
            <button
              type="button"
              className={parts.act}
              style={{ marginLeft: 'var(--space-2)' }}
              aria-label={strings.investigation.resultOf(text)}
              onClick={onResult}
            >
              {strings.investigation.result}
            </button>
          )}
        </>
      )}
    </p>
  );
}
