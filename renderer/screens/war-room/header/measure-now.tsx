import { useState } from 'react';
import type { MonitorState } from '#room/feed/feed.ts';
import { ServerButton } from '../../../fields/server-button.tsx';
import { sayProblem, useApi } from '../../../server/api.ts';
import { strings } from '../../../strings/index.ts';
import { Problem } from '../../../ui/problem.tsx';
import styles from './command.module.css';

const words = strings.header.measure;

/** CO9: runs the incident's checks now. The results arrive on the live feed and answer the questions. */
export function MeasureNow({ checks }: { checks: readonly MonitorState[] }) {
  const api = useApi();
  const [asked, setAsked] = useState<ReadonlyMap<string, number | null> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (checks.length === 0) return null;
  const waiting = checks.filter(
    ({ id, lastSample }) => asked?.has(id) === true && (lastSample?.at ?? null) === asked.get(id),
  );
  const measure = async () => {
    setProblem(null);
    setAsked(new Map(checks.map(({ id, lastSample }) => [id, lastSample?.at ?? null])));
    try {
      await Promise.all(checks.map(({ id }) => api.post(`/monitors/${encodeURIComponent(id)}/run`, {})));
    } catch (error) {
      setAsked(null);
      setProblem(words.failed(sayProblem(error)));
    }
  };
  return (
    <div className={styles.measure}>
      <ServerButton size="compact-sm" loading={waiting.length > 0} onClick={() => void measure()}>
        {words.now}
      </ServerButton>
      <span className="label" role="status">
        {waiting.length > 0
          ? words.waiting(waiting.map(({ name }) => name).join(', '))
          : asked !== null
            ? words.done(checks.length)
            : words.why(checks.length)}
      </span>
      {problem !== null && <Problem>{problem}</Problem>}
    </div>
  );
}
