import { Button } from '@mantine/core';
import { strings } from '../../../strings/index.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { mayTry, type MonitorDraft } from './draft.ts';
import { EvidenceView } from '../measured/evidence-view.tsx';
import type { CheckKind, Tried } from '../monitor.ts';
import { PhaseBar } from '../measured/phase-bar.tsx';
import type { Trying } from './use-try.ts';
import styles from '../form.module.css';

const words = strings.monitors;

type PaneProps = { trying: Trying; draft: MonitorDraft; kind: CheckKind | undefined };

/** The result of one test run, beside the form, before the monitor is saved. */
export function TryPane({ trying, draft, kind }: PaneProps) {
  const { isBusy, tried, problem, isOld, attempt } = trying;
  const isByItself = kind !== undefined && mayTry(draft, kind);
  return (
    <aside className={styles.try} aria-labelledby="try">
      <div className={styles.tryHead}>
        <h2 id="try">{words.form.tryTitle}</h2>
        <Button
          size="compact-sm"
          loading={isBusy}
          disabled={!kind || kind.isPassive}
          onClick={attempt}
          rightSection={<Kbd keys="mod+enter" />}
        >
          {words.form.try}
        </Button>
      </div>
      <p className="label">{sayWhenTried(kind, isByItself)}</p>
      {problem && !isOld && <p className={styles.fault}>{words.form.notTried(problem.words)}</p>}
      {tried && <Seen tried={tried} isOld={isOld} />}
    </aside>
  );
}

function sayWhenTried(kind: CheckKind | undefined, isByItself: boolean): string {
  if (!kind) return words.form.tryNothing;
  if (kind.isPassive) return words.form.tryPassive;
  return isByItself ? words.form.tryItself : words.form.tryAsked;
}

function Seen({ tried, isOld }: { tried: Tried; isOld: boolean }) {
  const { status, reason, latencyMs, phases, evidence } = tried;
  return (
    <section className={styles.tried} aria-label={words.form.tryResult} role="status" data-old={isOld}>
      <h3>
        {status !== 'unknown' && <StateMark status={status} />} {words.form.tried[status]}{' '}
        {reason !== null && <span className="soft">{reason}</span>}{' '}
        {latencyMs !== null && !phases && (
          <span className="figures">{words.list.ms(Math.round(latencyMs))}</span>
        )}
        {isOld && <span className="label"> {words.form.tryOld}</span>}
      </h3>
      {phases && <PhaseBar phases={phases} />}
      {evidence && (
        <EvidenceView
          // The phases are already shown above.
          seen={phases ? withoutPhases(evidence) : evidence}
          picture={
            evidence.screenshot && `data:${evidence.screenshot.type};base64,${evidence.screenshot.base64}`
          }
        />
      )}
    </section>
  );
}

function withoutPhases(seen: NonNullable<Tried['evidence']>): Omit<typeof seen, 'phases'> {
  const { phases: _shown, ...rest } = seen;
  return rest;
}
