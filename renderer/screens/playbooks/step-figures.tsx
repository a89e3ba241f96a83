import type { LibraryPlaybook } from '#room/playbooks/library.ts';
import { strings } from '../../strings/index.ts';
import { When } from '../../ui/time.tsx';
import { sayLength } from '../../ui/say-time.ts';
import type { Figures } from './use-figures.ts';
import styles from './playbooks.module.css';

const words = strings.playbooks.figures;

/** PB7: for each step of the current text, how long it took and how often it was skipped. */
export function StepFiguresView({ playbook, known }: { playbook: LibraryPlaybook; known: Figures }) {
  const figures = known.figures?.get(playbook.id);
  return (
    <section aria-labelledby="what-happened" className={styles.block}>
      <h2 id="what-happened">{words.title}</h2>
      {known.problem !== null && <p className="label">{words.away(known.problem)}</p>}
      {known.figures !== null && (figures === undefined || figures.runs === 0) && (
        <p className="label">{words.none}</p>
      )}
      {figures !== undefined && figures.runs > 0 && (
        <>
          <p className="label">
            {words.runs(figures.runs)}
            {figures.expectedMs !== null && `, ${words.expected(sayLength(figures.expectedMs))}`}
          </p>
          <ol className={styles.figures}>
            {playbook.steps.map((step, i) => (
              <StepLine key={step.id} number={i + 1} step={step} figures={figures} />
            ))}
          </ol>
          {figures.judged !== undefined && (
            <ul aria-label={words.said}>
              {figures.judged.map(({ at, outcome, why }) => (
                <li key={at}>
                  <When at={at} /> {strings.checklist.outcomes[outcome]}
                  {why === null ? '' : `: ${why}`}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

type Line = {
  number: number;
  step: LibraryPlaybook['steps'][number];
  figures: NonNullable<ReturnType<NonNullable<Figures['figures']>['get']>>;
};

function StepLine({ number, step, figures }: Line) {
  const seen = figures.steps.find(({ id }) => id === step.id);
  const open = seen ? seen.runs - seen.done - seen.skipped : 0;
  const remarks = seen
    ? [
        seen.skipped > 0 ? words.skippedIn(seen.skipped, seen.runs) : null,
        ...Object.entries(seen.grades ?? {}).map(([outcome, count]) => words.graded(outcome, count)),
        open > 0 ? words.stayedOpen(open, seen.runs) : null,
      ].filter((each) => each !== null)
    : [];
  return (
    <li>
      <span className="label">{number}</span>
      <span className="clip" title={step.text}>
        {step.text.split('\n', 1)[0]}
      </span>
      <span className="figures">{seen?.medianMs != null ? sayLength(seen.medianMs) : ''}</span>
      {remarks.length > 0 && <span className={styles.remark}>{remarks.join(', ')}</span>}
    </li>
  );
}
