// TG4: waiting reports, one in full, and its decision.
import type { WaitingReport } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { useFeed } from '../../server/feed.tsx';
import { go, routeHash } from '../../state/router.ts';
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
  const { reports = [] } = snapshot;
  const chosen = reports.find(({ id }) => id === report) ?? reports[0] ?? null;
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
      {chosen === null ? (
        <Empty title={words.nothing}>{words.nothingWhy}</Empty>
      ) : (
        <div className={styles.columns}>
          <nav aria-label={words.list}>
            <ul className={styles.list}>
              {reports.map((each) => (
                <Line key={each.id} report={each} isChosen={each.id === chosen.id} />
              ))}
            </ul>
          </nav>
          <OneReport key={chosen.id} id={chosen.id} snapshot={snapshot} />
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
