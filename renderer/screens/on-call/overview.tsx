import type { ReactElement } from 'react';
import { Button } from '@mantine/core';
import { ReachTroubles } from '../../paging/reach-troubles.tsx';
import { CommunicationCheck } from '../../paging/communication-check.tsx';
import { useFeed, useSilentSince } from '../../server/feed.tsx';
import { go } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { Awaited } from '../../ui/awaited.tsx';
import { strings } from '../../strings/index.ts';
import { Empty, EmptyUnread } from '../../ui/empty.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { CalendarLink } from './calendar-link.tsx';
import { Lanes } from './lanes.tsx';
import styles from './on-call.module.css';

const words = strings.onCall;
const make = () => go({ screen: 'on-call', schedule: 'new' });

export function Overview() {
  const { isOwner, canWrite, me } = useSession();
  const { snapshot } = useFeed();
  useKeys(isOwner ? { 'shift+n': { run: make, label: words.add, group: words.title } } : {});
  if (!snapshot) return <Awaited title={words.title} />;
  const onCall = (snapshot.onCall ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  const add = isOwner ? <AddSchedule /> : null;
  if (onCall.length === 0) return <NoSchedules add={add} />;
  const uncovered = onCall.filter(({ person }) => person === null).map(({ name }) => name);
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
            <b>{words.overview.gap(uncovered)}</b> {canWrite && words.overview.gapWhat}
          </p>
        )}
        <Lanes onCall={onCall} />
        <div className={styles.beneath}>
          <ReachTroubles except="nobody-now" />
          <CommunicationCheck />
          <CalendarLink path={`/people/${me.id}/calendar`} title={words.link.mine} />
        </div>
      </div>
    </div>
  );
}

const AddSchedule = () => (
  <Button onClick={make} rightSection={<Kbd keys="shift+n" />}>
    {words.add}
  </Button>
);

/** `add` is null for a person who may not add one. */
function NoSchedules({ add }: { add: ReactElement | null }) {
  const silentSince = useSilentSince();
  return (
    <div className={styles.screen}>
      <h1>{words.title}</h1>
      {silentSince === null ? (
        <Empty title={words.empty.title} action={add}>
          {words.empty.lead} {add === null && words.empty.ask}
        </Empty>
      ) : (
        <EmptyUnread since={silentSince} />
      )}
    </div>
  );
}
