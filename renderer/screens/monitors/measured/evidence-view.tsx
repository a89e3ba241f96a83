import { strings } from '../../../strings/index.ts';
import { sayExactly } from '../../../ui/say-time.ts';
import type { SeenEvidence } from '../monitor.ts';
import { PhaseBar } from './phase-bar.tsx';
import styles from '../page.module.css';

const words = strings.monitors.evidence;

/** The evidence of one measurement. The response is shown as text and never executed. */
export function EvidenceView({ seen, picture }: { seen: SeenEvidence; picture: string | null }) {
  const { statusLine, phases, headers, body, certificate, log, at } = seen;
  const names = Object.entries(headers ?? {});
  const isEmpty = !statusLine && !phases && names.length === 0 && !body && !certificate && !log && !picture;
  return (
    <div className={styles.seen}>
      {statusLine && <p className="mono">{statusLine}</p>}
      {phases && <PhaseBar phases={phases} />}
      {log && log.length > 0 && (
        <>
          <h3 className="label">{words.log}</h3>
          <ol className={styles.log}>
            {log.map((line, index) => (
              <li key={`${index} ${line}`}>{line}</li>
            ))}
          </ol>
        </>
      )}
      {picture && <img className={styles.picture} src={picture} alt={words.screenshot(sayExactly(at))} />}
      {body && (
        <>
          <h3 className="label">{words.body}</h3>
          <pre className={styles.code} tabIndex={0} aria-label={words.body}>
            {body}
          </pre>
        </>
      )}
      {names.length > 0 && (
        <>
          <h3 className="label">{words.headers}</h3>
          <pre className={styles.code} tabIndex={0} aria-label={words.headers}>
            {names.map(([name, value]) => `${name}: ${value}`).join('\n')}
          </pre>
        </>
      )}
      {certificate && (
        <p className="soft">
          {words.certificate}: {certificate.subject}, {certificate.issuer},{' '}
          {sayExactly(certificate.expiresAt)}
        </p>
      )}
      {isEmpty && <p className="label">{words.empty}</p>}
    </div>
  );
}
