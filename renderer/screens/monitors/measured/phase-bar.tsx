import { strings } from '../../../strings/index.ts';
import type { Phases } from '../monitor.ts';
import styles from '../page.module.css';

const words = strings.monitors.phases;

/** The duration of each phase of a response, side by side, named in its own bar. Missing phases are left out. */
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
  // Shares of the whole: factors that add up to less than one would leave a part of the bar empty.
  const whole = parts.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <div className={styles.phases}>
      <div className={styles.phaseBar}>
        {parts.map(({ name, ms }) => (
          <div key={name} style={{ flexGrow: (ms / whole) * 100 }} title={words.spoken(name, sayMs(ms))}>
            <span className={styles.phaseWords} aria-hidden="true">
              <span className="label">{name}</span> <span className="figures">{sayMs(ms)}</span>
            </span>
            <span className="spoken">{words.spoken(name, sayMs(ms))}</span>
          </div>
        ))}
      </div>
      {totalMs !== null && (
        <p className={styles.total}>
          <span className="label">{words.total}</span> <span className="figures">{sayMs(totalMs)}</span>
        </p>
      )}
    </div>
  );
}

const sayMs = (ms: number): string =>
  strings.monitors.list.ms(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms));
