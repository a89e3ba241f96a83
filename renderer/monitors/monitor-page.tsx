// One monitor: how it stands, how fast it answers, what failed and what follows from it.
import { markChecks, type CheckMark } from '../lobby/order.ts';
import { useFeed } from '../state/feed.tsx';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { useNow } from '../ui/now.tsx';
import { sayLength } from '../ui/say-time.ts';
import { sayCheck } from '../ui/status-words.ts';
import { BeatSection } from './beat-section.tsx';
import { BlindNotice } from './blind-notice.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { LatencySection } from './latency-section.tsx';
import { MonitorActions } from './monitor-actions.tsx';
import { CertificateFacts, SettingsFacts, UptimeFigures } from './monitor-side.tsx';
import type { CheckKind, LastResult, Monitor } from './monitor.ts';
import { OutageList } from './outage-list.tsx';
import { PhaseBar } from './phase-bar.tsx';
import { labelOf, saySeconds } from './say-monitor.ts';
import { StateMark } from './state-mark.tsx';
import { useResource } from '../use-resource.ts';
import styles from './page.module.css';

const words = strings.monitors;

export function MonitorPage({ id, kinds }: { id: string; kinds: readonly CheckKind[] }) {
  const { snapshot, latest } = useFeed();
  const mark = markChecks(snapshot?.monitors ?? [], snapshot?.incidents ?? []).find(
    ({ monitor }) => monitor.id === id,
  );
  const state = mark?.monitor;
  const version = `${state?.status} ${state?.name} ${state?.intervalSeconds} ${state?.service}`;
  const { value: settings, reload, problem } = useResource<Monitor>(`/monitors/${id}`, { version });
  const { value: last } = useResource<{ result: LastResult | null }>(`/monitors/${id}/last-result`, {
    version: latest(id)?.at,
  });
  if (!mark) return null;
  const kind = kinds.find((each) => each.kind === mark.monitor.kind);
  return (
    <article className={styles.page} aria-labelledby="monitor">
      <Head mark={mark} kinds={kinds} isPassive={kind?.isPassive ?? false} />
      <BlindNotice />
      <div className={styles.body}>
        <div className={styles.main}>
          {kind?.isPassive && (
            <BeatSection monitor={mark.monitor} beatUrl={settings?.beatUrl} onRotate={reload} />
          )}
          {/* What waits to be told has no latency. */}
          {!kind?.isPassive && <LatencySection monitor={mark.monitor} />}
          <section className={styles.block} aria-labelledby="last">
            <h2 id="last">{words.phases.title}</h2>
            <Last result={last?.result ?? null} />
          </section>
          <OutageList monitor={mark.monitor} />
          <EvidenceList monitor={mark.monitor} />
        </div>
        <aside className={styles.side}>
          <UptimeFigures monitor={mark.monitor} />
          {last?.result?.certificate && <CertificateFacts certificate={last.result.certificate} />}
          {settings && <SettingsFacts monitor={settings} kinds={kinds} />}
          {problem !== null && <p className="label">{problem}</p>}
        </aside>
      </div>
    </article>
  );
}

function Last({ result }: { result: LastResult | null }) {
  if (result === null) return <p className="label">{words.phases.none}</p>;
  const { reason, phases, latencyMs, value } = result;
  return (
    <>
      {reason !== null && <p className={styles.reason}>{reason}</p>}
      {value !== undefined && <p>{words.phases.value(value)}</p>}
      {phases && <PhaseBar phases={phases} />}
      {!phases && latencyMs !== null && <p className="mono">{words.list.ms(Math.round(latencyMs))}</p>}
    </>
  );
}

type HeadProps = { mark: CheckMark; kinds: readonly CheckKind[]; isPassive: boolean };

function Head({ mark, kinds, isPassive }: HeadProps) {
  const { monitor, incident, isTrouble } = mark;
  const { snapshot } = useFeed();
  const now = useNow();
  const about = [
    labelOf(kinds, monitor.kind),
    monitor.service,
    isPassive ? words.page.waits : words.page.expects(saySeconds(monitor.intervalSeconds)),
  ];
  return (
    <header className={styles.top}>
      <div>
        <h1 id="monitor">{monitor.name}</h1>
        <p className={styles.state} role="status" data-trouble={isTrouble}>
          <StateMark mark={mark} />
          <span>
            <b>{sayCheck(monitor, snapshot?.monitors ?? [], now)}</b>{' '}
            <span className="soft">
              {words.page.sinceWords(sayLength(now - monitor.since))}
              {monitor.reason !== null && monitor.status !== 'up' ? `: ${monitor.reason}` : ''}
            </span>
          </span>
          {incident && (
            <a className={styles.link} href={routeHash({ screen: 'room', incident: incident.id })}>
              {words.page.incident(incident.number ?? incident.title)}
            </a>
          )}
        </p>
        <p className="label">{about.filter(Boolean).join(', ')}</p>
      </div>
      <MonitorActions monitor={monitor} />
    </header>
  );
}
