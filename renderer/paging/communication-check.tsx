// PT5: test pages to everybody on call through all their channels: who confirmed, through which one and when.
import { checkDue } from '#room/command/check-due.ts';
import type { Items } from '#wire/api/list.ts';
import type { PageTest } from '#wire/api/paging.ts';
import { ServerButton } from '../fields/server-button.tsx';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { useNow } from '../ui/now.tsx';
import { Problem } from '../ui/problem.tsx';
import { TableHead } from '../ui/table-head.tsx';
import { Ago } from '../ui/time.tsx';
import { sayWay } from './say-way.ts';
import { useTests } from './use-tests.ts';
import styles from './paging.module.css';

const words = strings.testPage.check;
const readEveryMs = 5_000;

type Person = PageTest['people'][number];

const hasConfirmed = ({ ways }: Person) => ways.some(({ confirmedMs }) => confirmedMs !== null);

/** The latest check and, for owners, the button to start another. */
export function CommunicationCheck() {
  const { isOwner } = useSession();
  const { value, problem, busy, refused, begin } = useTests<Items<PageTest>>(
    '/communication-checks',
    readEveryMs,
  );
  const [last] = value?.items ?? [];
  const due = checkDue(last?.at ?? null, useNow());
  if (!isOwner && last === undefined) return null;
  return (
    <section className={styles.part} aria-label={words.title}>
      <div>
        <h2>{words.title}</h2>
        <p className="label">{words.lead}</p>
      </div>
      {value !== null && due !== null && (
        <p role="status">
          <strong>{due === 'never' ? words.neverChecked : words.due(due)}</strong>
        </p>
      )}
      {isOwner && (
        <div className={styles.buttons}>
          <ServerButton variant="default" loading={busy} onClick={() => void begin()}>
            {words.send}
          </ServerButton>
        </div>
      )}
      {refused !== null && <Problem>{refused}</Problem>}
      {refused === null && problem !== null && <p className="soft">{strings.testPage.notKnown(problem)}</p>}
      {last !== undefined && <Result check={last} />}
    </section>
  );
}

function Result({ check: { at, people } }: { check: PageTest }) {
  const silent = people.filter((person) => !hasConfirmed(person));
  return (
    <>
      <p role="status">
        {silent.length === 0
          ? words.allConfirmed(people.length)
          : words.notConfirmed(silent.map(({ name }) => name).join(', '))}{' '}
        <span className="soft">
          <Ago at={at} />
        </span>
      </p>
      <table className={styles.ways} aria-label={words.result}>
        <TableHead
          columns={[words.person, strings.testPage.way, strings.testPage.sent, strings.testPage.arrived]}
        />
        <tbody>
          {[...silent, ...people.filter(hasConfirmed)].flatMap(({ person, name, ways }) =>
            ways.map((way) => {
              const { sent, arrived } = sayWay(way, strings.testPage);
              return (
                <tr key={`${person} ${way.channel}`}>
                  <th scope="row">{name}</th>
                  <td>{way.name}</td>
                  <td>{sent}</td>
                  <td>{arrived}</td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
    </>
  );
}
