// Beside the chart: uptime, certificate, main settings and dependencies.
import type { ReactNode } from 'react';
import type { MonitorState, Uptime } from '#room/feed/feed.ts';
import { ownServer, quorumOf } from '#wire/api/locations.ts';
import { sayUnmeasured } from '#room/text/missing.ts';
import { findService } from '#room/team/services.ts';
import { useFeed } from '../../../server/feed.tsx';
import { routeHash } from '../../../state/router.ts';
import { strings } from '../../../strings/index.ts';
import { useNow } from '../../../ui/now.tsx';
import { useOpenLink } from '../../../ui/open-link.ts';
import { Sentence } from '../../../ui/sentence.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/time.tsx';
import type { Bucket } from '../../../strip/series.ts';
import type { Certificate, CheckKind, Items, Monitor } from '../monitor.ts';
import { sayNotices } from '../form/notice-time.tsx';
import { labelOf, saySeconds, saySetting, sayThresholds } from '../say-monitor.ts';
import { sayShare } from '../uptime-cells.ts';
import { useResource } from '../../../server/use-resource.ts';
import styles from '../page.module.css';

const words = strings.monitors;
const dayMs = 86_400_000;
const spans: readonly { name: keyof Uptime; days: number }[] = [
  { name: 'day', days: 1 },
  { name: 'week', days: 7 },
  { name: 'month', days: 30 },
  { name: 'quarter', days: 90 },
];

/** How many checks the shares of the last so many days are of; null until that is known. */
function useMeasured(id: string, uptime: Uptime): (days: number) => number | null {
  const now = useNow();
  const today = Math.floor(now / dayMs) * dayMs;
  // The shares come with the feed; how many checks they are of is asked again when they change.
  const version = Object.values(uptime).join(' ');
  const days = useResource<Items<Bucket>>(
    `/monitors/${id}/history?resolution=day&since=${today - 89 * dayMs}`,
    { version },
  );
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  const hours = useResource<Items<Bucket>>(
    `/monitors/${id}/history?resolution=hour&since=${hour - 167 * 3_600_000}`,
    { version },
  );
  return (span: number): number | null => {
    const known = span <= 7 ? hours.value : days.value;
    const since = span <= 7 ? hour - (span * 24 - 1) * 3_600_000 : today - (span - 1) * dayMs;
    return (
      known &&
      known.items
        .filter(({ at }) => at >= since)
        .reduce((sum, { up, down, degraded }) => sum + up + down + degraded, 0)
    );
  };
}

export function UptimeFigures({ monitor }: { monitor: MonitorState }) {
  const { id, uptime } = monitor;
  const count = useMeasured(id, uptime);
  return (
    <Facts title={words.uptime.title} help={words.uptime.help}>
      {spans.map(({ name, days }) => (
        <Fact key={name} name={words.uptime.spans[name]}>
          {uptime[name] === null ? (
            <span className="label">{sayShare(null)}</span>
          ) : (
            <>
              <span className="figures">{sayShare(uptime[name])}</span> <Of checks={count(days)} />
            </>
          )}
        </Fact>
      ))}
    </Facts>
  );
}

/** Nothing while the number of checks is not read: zero would be a claim. */
const Of = ({ checks }: { checks: number | null }) =>
  checks === null ? null : <span className="label">{words.uptime.measured(checks)}</span>;

/** CH20: what each location saw last, one line each. */
export function LocationFacts({
  monitor: { locations: states },
  quorum,
}: {
  monitor: Pick<MonitorState, 'locations'>;
  quorum: number | undefined;
}) {
  const told = strings.locations;
  if (states === undefined) return null;
  const agree = quorumOf({ locations: states, quorum });
  return (
    <Facts title={told.title}>
      {states.map(({ id, name, status, since, reason }) => (
        <Fact key={id} name={id === ownServer ? told.theServer : name}>
          <StateMark status={status === 'unknown' ? 'pending' : status} />{' '}
          {since === null ? (
            sayUnmeasured('pending')
          ) : (
            <Sentence says={told.states[status]} parts={{ time: <When at={since} /> }} />
          )}
          {reason !== null && <div className="label">{reason}</div>}
        </Fact>
      ))}
      {states.length > 1 && <Fact name={told.form.quorum}>{told.form.count(agree, states.length)}</Fact>}
    </Facts>
  );
}

export function CertificateFacts({ certificate }: { certificate: Certificate }) {
  const now = useNow();
  const { subject, issuer, expiresAt } = certificate;
  return (
    <Facts title={words.certificate.title}>
      <Fact name={words.certificate.subject}>{subject}</Fact>
      <Fact name={words.certificate.issuer}>{issuer}</Fact>
      <Fact name={words.certificate.ends}>
        <When at={expiresAt} />{' '}
        <span className="label">{words.certificate.left(Math.floor((expiresAt - now) / dayMs))}</span>
      </Fact>
    </Facts>
  );
}

type SettingsProps = { monitor: Monitor; kinds: readonly CheckKind[] };

export function SettingsFacts({ monitor, kinds }: SettingsProps) {
  const { kind, settings, service, severity, degradedSeverity } = monitor;
  const { flap, baseline, resolvesByItself, tellsOwner } = monitor;
  const form = kinds.find((each) => each.kind === kind);
  const notices = sayNotices(monitor, form);
  // Settings with their default value are left out.
  const own = (form?.fields ?? []).filter(({ name, fallback }) => {
    const value = settings[name] ?? null;
    return value !== null && value !== '' && value !== fallback;
  });
  return (
    <Facts title={words.facts.title}>
      <Fact name={words.facts.kind}>{labelOf(kinds, kind)}</Fact>
      {own.map(({ name, label, isSecret, unit }) => (
        <Fact key={name} name={label}>
          {isSecret ? words.facts.hidden : `${saySetting(settings[name])}${unit ? ` ${unit}` : ''}`}
        </Fact>
      ))}
      <Fact name={form?.isPassive ? words.facts.judged : words.facts.interval}>
        {saySeconds(monitor.intervalSeconds)}
      </Fact>
      {!form?.isPassive && <Fact name={words.facts.thresholds}>{sayThresholds(monitor)}</Fact>}
      {notices !== null && <Fact name={words.facts.notices}>{notices}</Fact>}
      {(monitor.area ?? form?.area) && (
        <Fact name={words.facts.area}>{words.areas[monitor.area ?? form?.area ?? 'application']}</Fact>
      )}
      {!form?.isPassive && !monitor.locations && (
        <Fact name={words.facts.seenFrom}>{words.facts.onePlace}</Fact>
      )}
      <Fact name={words.facts.severity}>{severity ?? words.form.defaultSeverity}</Fact>
      {service && <Fact name={words.facts.service}>{service}</Fact>}
      <Fact name={words.facts.runbook}>
        <RunbookLink monitor={monitor} />
      </Fact>
      {flap !== undefined && (
        <Fact name={words.facts.flap}>
          {flap === null ? words.facts.noFlap : words.facts.flapWords(flap.changes, flap.minutes)}
        </Fact>
      )}
      {degradedSeverity && <Fact name={words.facts.degraded}>{degradedSeverity}</Fact>}
      {baseline && <Fact name={words.facts.baseline}>{words.facts.baselineWords}</Fact>}
      {resolvesByItself && <Fact name={words.facts.resolves}>{words.facts.resolvesWords}</Fact>}
      {tellsOwner === false && <Fact name={words.facts.owner}>{words.facts.ownerUntold}</Fact>}
      {monitor.origin && (
        <Fact name={words.facts.origin}>
          <Origin {...monitor.origin} />
        </Fact>
      )}
      <Family monitor={monitor} />
    </Facts>
  );
}

/** SV5: its own runbook, else that of its service. */
function RunbookLink({ monitor: { runbook, service } }: { monitor: Monitor }) {
  const { snapshot } = useFeed();
  const openLink = useOpenLink();
  const record = findService(snapshot?.services ?? [], service ?? null);
  const url = runbook ?? record?.runbook ?? null;
  if (url === null) return <>{words.facts.noRunbook}</>;
  return (
    <button type="button" className={styles.opens} title={url} onClick={() => openLink(url)}>
      {runbook !== undefined || record === null
        ? url.replace(/^https?:\/\//u, '')
        : words.facts.runbookOfService(record.name)}
    </button>
  );
}

/** AI7: the action item that the monitor was made from. */
function Origin({ incident, item }: NonNullable<Monitor['origin']>) {
  const { snapshot } = useFeed();
  const known = snapshot?.incidents.find(({ id }) => id === incident);
  return (
    <a className={styles.link} href={routeHash({ screen: 'room', incident, entry: item })}>
      {words.facts.originOf(known?.number ?? known?.title ?? incident)}
    </a>
  );
}

/** The monitor's parent and the monitors that depend on it. */
function Family({ monitor }: { monitor: Monitor }) {
  const { snapshot } = useFeed();
  const { value } = useResource<Items<Monitor>>('/monitors', { version: snapshot?.monitors.length });
  const all = value?.items ?? [];
  const parent = all.find(({ id }) => id === monitor.parent);
  const children = all.filter(({ parent }) => parent === monitor.id);
  return (
    <>
      {parent && (
        <Fact name={words.facts.parent}>
          <MonitorLink monitor={parent} />
        </Fact>
      )}
      {children.length > 0 && (
        <Fact name={words.facts.children}>
          {children.map((child) => (
            <span key={child.id} className={styles.child}>
              <MonitorLink monitor={child} />
            </span>
          ))}
        </Fact>
      )}
    </>
  );
}

const MonitorLink = ({ monitor: { id, name } }: { monitor: Pick<Monitor, 'id' | 'name'> }) => (
  <a className={styles.link} href={routeHash({ screen: 'monitors', monitor: id })}>
    {name}
  </a>
);

function Facts({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section className={styles.facts} aria-label={title}>
      <h2 title={help}>{title}</h2>
      <dl>{children}</dl>
    </section>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
