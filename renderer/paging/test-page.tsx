// PT: “Page me now”: a test page through each of my channels, and the results.
import type { LatestPageTest } from '#wire/api/paging.ts';
import { ServerButton } from '../fields/server-button.tsx';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { Problem } from '../ui/problem.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Ago } from '../ui/time.tsx';
import { sayWay } from './say-way.ts';
import { useTests } from './use-tests.ts';
import { Sentence } from '../ui/sentence.tsx';
import styles from './paging.module.css';

const words = strings.testPage;
const readEveryMs = 2_000;

/** Only responders and owners can be paged. */
export function TestPage() {
  const { canWrite } = useSession();
  return canWrite ? <PageMeNow /> : null;
}

function PageMeNow() {
  const { value, problem, busy, refused, begin } = useTests<LatestPageTest>('/me/test-page', readEveryMs);
  const test = value?.test ?? null;
  return (
    <section className={styles.part} aria-label={words.title}>
      <div>
        <h2>{words.title}</h2>
        <p className="label">{words.lead}</p>
      </div>
      <div className={styles.buttons}>
        <ServerButton variant="default" loading={busy} onClick={() => void begin()}>
          {words.send}
        </ServerButton>
        {test !== null && (
          <span className="soft">
            <Sentence says={words.last} parts={{ time: <Ago at={test.at} /> }} />
          </span>
        )}
      </div>
      {refused !== null && <Problem>{refused}</Problem>}
      {refused === null && problem !== null && <p className="soft">{words.notKnown(problem)}</p>}
      {test !== null && (
        <table className={styles.ways} aria-label={words.result}>
          <TableHead columns={[words.way, words.sent, words.arrived]} />
          <tbody>
            {test.people
              .flatMap(({ ways }) => ways)
              .map((way) => {
                const { sent, arrived } = sayWay(way, words);
                return (
                  <tr key={way.channel}>
                    <th scope="row">{way.name}</th>
                    <td>{sent}</td>
                    <td>{arrived}</td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      )}
    </section>
  );
}
