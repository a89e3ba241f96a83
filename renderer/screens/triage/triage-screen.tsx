// TG4: waiting reports, one in full, and its decision.
import { useEffect, useState } from 'react';
import type { WaitingReport } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { useFeed } from '../../server/feed.tsx';
import { go, goInPlace, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { Empty, EmptyScreen } from '../../ui/empty.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { Ago } from '../../ui/time.tsx';
import { OneReport } from './one-report.tsx';
import styles from './triage.module.css';

const words = strings.triage;

/** `report`: the one to show; null shows the oldest waiting one. */
export function TriageScreen({ report }: { report: string | null }) {
  const { snapshot } = useFeed();
  const { canWrite } = useSession();
  if (!snapshot) return <Awaited title={words.title} />;
  if (!canWrite) return <EmptyScreen title={words.title}>{words.onlyResponders}</EmptyScreen>;
  return <Queue snapshot={snapshot} report={report} />;
}

function Queue({ snapshot, report }: { snapshot: FeedSnapshot; report: string | null }) {
  // The feed may still have what was just judged here.
  const [judged, setJudged] = useState<readonly string[]>([]);
  const reports = (snapshot.reports ?? []).filter(({ id }) => !judged.includes(id));
  const first = reports[0]?.id ?? null;
  // The report on the screen stays: a key meant for it must not judge the one that follows it.
  useEffect(() => {
    if (report === null && first !== null) goInPlace({ screen: 'triage', report: first });
  }, [report, first]);
  const wanted = report ?? first;
  const chosen = reports.find(({ id }) => id === wanted);
  const step = (by: number) => {
    const at = reports.findIndex(({ id }) => id === chosen?.id);
    const next = reports[at + by];
    if (next) go({ screen: 'triage', report: next.id });
  };
  useKeys({
    j: { label: words.next, group: words.group, run: () => step(1) },
    k: { label: words.previous, group: words.group, run: () => step(-1) },
    arrowdown: { label: words.next, group: words.group, run: () => step(1) },
    arrowup: { label: words.previous, group: words.group, run: () => step(-1) },
  });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{reports.length === 0 ? words.title : words.waiting(reports.length)}</h1>
        <p className="soft">{words.lead}</p>
      </header>
      {first === null ? (
        <Empty title={words.nothing}>{words.nothingWhy}</Empty>
      ) : (
        <div className={styles.columns}>
          <nav aria-label={words.list}>
            <ul className={styles.list}>
              {reports.map((each) => (
                <Line key={each.id} report={each} isChosen={each === chosen} />
              ))}
            </ul>
          </nav>
          {chosen && (
            <OneReport
              key={chosen.id}
              id={chosen.id}
              snapshot={snapshot}
              onJudged={() => setJudged([...judged, chosen.id])}
            />
          )}
          {!chosen && !judged.includes(wanted ?? '') && <Empty title={words.gone}>{words.goneWhy}</Empty>}
        </div>
      )}
    </div>
  );
}

function Line({ report, isChosen }: { report: WaitingReport; isChosen: boolean }) {
  return (
    <li>
      <a
        className={styles.line}
        href={routeHash({ screen: 'triage', report: report.id })}
        aria-current={isChosen ? 'true' : undefined}
      >
        <span className="clip">{report.title}</span>
        <span className="soft">
          {report.service ?? report.form}, <Ago at={report.at} />
        </span>
      </a>
    </li>
  );
}
