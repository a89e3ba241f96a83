// One monitor: its state, response times, outages and dependencies.
import type { ReactNode } from 'react';
import type { MonitorState } from '#room/feed/feed.ts';
import { markChecks, type CheckMark } from '../../../state/check-marks.ts';
import { useFeed } from '../../../server/feed.tsx';
import { strings } from '../../../strings/index.ts';
import { CrosshairProvider } from '../../../strip/crosshair.tsx';
import { useResource, type Resource } from '../../../server/use-resource.ts';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { BeatSection } from './beat-section.tsx';
import { BlindNotice } from '../blind-notice.tsx';
import { EvidenceList } from '../measured/evidence-list.tsx';
import { LatencySection } from '../measured/latency-section.tsx';
import { MonitorHead } from './monitor-head.tsx';
import { CertificateFacts, LocationFacts, SettingsFacts, UptimeFigures } from './monitor-side.tsx';
import type { CheckKind, Items, LastResult, Measured, Monitor, Outage } from '../monitor.ts';
import { OutageList } from './outage-list.tsx';
import { PhaseBar } from '../measured/phase-bar.tsx';
import styles from '../page.module.css';

const words = strings.monitors;
const none: readonly Outage[] = [];

export function MonitorPage({ id, kinds }: { id: string; kinds: readonly CheckKind[] }) {
  const { snapshot, latest } = useFeed();
  const mark = markChecks(snapshot?.monitors ?? [], snapshot?.incidents ?? []).find(
    ({ monitor }) => monitor.id === id,
  );
  const state = mark?.monitor;
  const version = `${state?.status} ${state?.name} ${state?.intervalSeconds} ${state?.service}`;
  const known = useResource<Monitor>(`/monitors/${id}`, { version });
  const { value: settings, problem } = known;
  const last = useResource<Measured>(`/monitors/${id}/last-result`, {
    version: latest(id)?.at,
  });
  if (!mark) return null;
  const kind = kinds.find((each) => each.kind === mark.monitor.kind);
  return (
    <article className={styles.page} aria-labelledby="monitor">
      <MonitorHead mark={mark} kinds={kinds} isPassive={kind?.isPassive ?? false} />
      <BlindNotice />
      <div className={styles.body}>
        <div className={styles.main}>
          {kind?.isPassive && <BeatSection monitor={mark.monitor} settings={known} />}
          <Told mark={mark} isPassive={kind?.isPassive ?? false} settings={settings} last={last} />
          <EvidenceList monitor={mark.monitor} />
        </div>
        <Side monitor={mark.monitor} quorum={settings?.quorum} last={last.value?.result ?? null}>
          {settings ? (
            <SettingsFacts monitor={settings} kinds={kinds} />
          ) : (
            <section className={styles.facts}>
              <h2>{words.facts.title}</h2>
              <AwaitedPart problem={problem} isBeside again={known.reload} />
            </section>
          )}
        </Side>
      </div>
    </article>
  );
}

type SideProps = {
  monitor: MonitorState;
  quorum: number | undefined;
  last: LastResult | null;
  children: ReactNode;
};

const Side = ({ monitor, quorum, last, children }: SideProps) => (
  <aside className={styles.side}>
    <LocationFacts monitor={monitor} quorum={quorum} />
    <UptimeFigures monitor={monitor} />
    {last?.certificate && <CertificateFacts certificate={last.certificate} />}
    {children}
  </aside>
);

type ToldProps = { mark: CheckMark; isPassive: boolean; settings: Monitor | null; last: Resource<Measured> };

/** Parts on the same time axis, under one crosshair. */
function Told({ mark: { monitor }, isPassive, settings, last }: ToldProps) {
  const { value, problem, reload } = useResource<Items<Outage>>(`/monitors/${monitor.id}/outages`, {
    version: `${monitor.status} ${monitor.since}`,
  });
  const slow = settings?.settings['slowAfterMs'];
  return (
    <CrosshairProvider>
      {/* A passive monitor has no latency. */}
      {!isPassive && (
        <LatencySection
          monitor={monitor}
          outages={value?.items ?? none}
          slowAfterMs={typeof slow === 'number' ? slow : null}
        />
      )}
      <section className={styles.block} aria-labelledby="last">
        <h2 id="last">{words.phases.title}</h2>
        {last.value ? (
          <Last {...last.value} />
        ) : (
          <AwaitedPart problem={last.problem} isBeside again={last.reload} />
        )}
      </section>
      <OutageList outages={value?.items ?? null} problem={problem} again={reload} />
    </CrosshairProvider>
  );
}

function Last({ result }: Measured) {
  if (result === null) return <p className="label">{words.phases.none}</p>;
  const { reason, phases, latencyMs, value } = result;
  return (
    <>
      {reason !== null && <p className={styles.reason}>{reason}</p>}
      {value !== undefined && <p>{words.phases.value(value)}</p>}
      {phases && <PhaseBar phases={phases} />}
      {!phases && latencyMs !== null && <p className="figures">{words.list.ms(Math.round(latencyMs))}</p>}
    </>
  );
}
