import { strings } from '../strings/index.ts';
import type { Phases } from './monitor.ts';
import styles from './page.module.css';

const words = strings.monitors.phases;

/** How long each part of an answer took, side by side; what did not happen is left out. */
export function PhaseBar({ phases }: { phases: Phases }) {
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = phases;
  const known = [dnsMs, connectMs, tlsMs, firstByteMs].reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  const rest = totalMs === null ? null : Math.max(0, totalMs - known);
  const parts = [
    { name: words.names.dns, ms: dnsMs },
    { name: words.names.connect, ms: connectMs },
    { name: words.names.tls, ms: tlsMs },
    { name: words.names.wait, ms: firstByteMs },
    { name: words.names.rest, ms: rest },
  ].flatMap(({ name, ms }) => (ms === null || ms === 0 ? [] : [{ name, ms }]));
  if (parts.length === 0) return null;
  return (
    <div className={styles.phases}>
      <div className={styles.phaseBar} aria-hidden="true">
        {parts.map(({ name, ms }) => (
          <span key={name} style={{ flexGrow: ms }} />
        ))}
      </div>
      <dl className={styles.phaseList}>
        {parts.map(({ name, ms }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{sayMs(ms)}</dd>
          </div>
        ))}
        {totalMs !== null && (
          <div>
            <dt>{words.total}</dt>
            <dd className="mono">{sayMs(totalMs)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

const sayMs = (ms: number): string =>
  strings.monitors.list.ms(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
