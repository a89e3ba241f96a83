import { Button } from '@mantine/core';
import type { OnCall } from '#room/feed.ts';
import { ReachTroubles } from '../alerting/reach-troubles.tsx';
import { CommunicationCheck } from '../paging/communication-check.tsx';
import { useFeed, usePersonName } from '../state/feed.tsx';
import { go, routeHash } from '../state/router.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Empty } from '../ui/empty.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { KeysWait, useKeys } from '../ui/keys.tsx';
import { When } from '../ui/time.tsx';
import { CalendarLink } from './calendar-link.tsx';
import { TakeShift } from './take-shift.tsx';
import styles from './on-call.module.css';

const words = strings.onCall;
const make = () => go({ screen: 'on-call', schedule: 'new' });

export function Overview() {
  const { isOwner, canWrite, me } = useSession();
  const { snapshot } = useFeed();
  useKeys(isOwner ? { 'shift+n': { run: make, label: words.add, group: words.title } } : {});
  if (!snapshot) return <KeysWait />;
  const { onCall = [] } = snapshot;
  const add = isOwner && (
    <Button variant="filled" onClick={make} rightSection={<Kbd keys="shift+n" />}>
      {words.add}
    </Button>
  );
  if (onCall.length === 0)
    return (
      <div className={styles.screen}>
        <Empty title={words.empty.title} action={add || null}>
          <h1 className="spoken">{words.title}</h1>
          {words.empty.lead} {!isOwner && words.empty.ask}
        </Empty>
      </div>
    );
  const uncovered = onCall.filter(({ person }) => person === null);
  return (
    <div className={styles.screen}>
      <div className={styles.overview}>
        <div className={styles.top}>
          <h1>{words.title}</h1>
          {add}
        </div>
        {!isOwner && <p className="label">{canWrite ? words.onlyOwnersChange : words.reading}</p>}
        {uncovered.length > 0 && (
          <p className={styles.loud} role="status">
            <b>{words.overview.gap(uncovered.map(({ name }) => name).join(', '))}</b>
          </p>
        )}
        <ReachTroubles />
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.overview.schedule}</th>
              <th scope="col">{words.overview.now}</th>
              <th scope="col">{words.overview.until}</th>
              <th scope="col">{words.overview.next}</th>
              <th scope="col">
                <span className="spoken">{words.take.button}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {onCall
              .toSorted((a, b) => a.name.localeCompare(b.name))
              .map((duty) => (
                <Line key={duty.schedule} duty={duty} />
              ))}
          </tbody>
        </table>
        <CommunicationCheck />
        <CalendarLink path={`/people/${me.id}/calendar`} title={words.link.mine} />
      </div>
    </div>
  );
}

function Line({ duty }: { duty: OnCall }) {
  const say = useSay();
  const { schedule, name, service, person, until, next } = duty;
  return (
    <tr data-gap={person === null}>
      <th scope="row">
        <a className={styles.link} href={routeHash({ screen: 'on-call', schedule })}>
          {name}
        </a>{' '}
        {service !== null && <span className="label">{words.page.service(service)}</span>}
      </th>
      <td className={styles.holder}>{say(person)}</td>
      <td>{until === null ? <span className="label">{words.overview.noEnd}</span> : <When at={until} />}</td>
      <td>{next !== null && say(next.person)}</td>
      <td className={styles.last}>
        <TakeShift duty={duty} />
      </td>
    </tr>
  );
}

/** A person as the one who reads would say it; nobody is said too. */
export function useSay(): (person: string | null) => string {
  const { me } = useSession();
  const nameOf = usePersonName();
  return (person) =>
    person === null
      ? words.overview.nobody
      : person === me.id
        ? `${nameOf(person)} (${words.overview.you})`
        : nameOf(person);
}
