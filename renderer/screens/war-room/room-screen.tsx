// The room of one incident: its header, and below it the room itself or its review.
import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect, useLayoutEffect } from 'react';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import { LibraryProvider } from '#renderer/screens/playbooks/library-provider.tsx';
import {
  RoomProvider,
  useConnection,
  useIsEmpty,
  useIsLoaded,
  useSetPresence,
} from '#renderer/live-room/room-provider.tsx';
import { Restrict } from './restrict/restrict.tsx';
import { PageSomebody } from '#renderer/paging/page-dialog.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { routeHash, useRoute } from '#renderer/state/router.ts';
import { Awaited, AwaitedPart } from '#renderer/ui/awaited.tsx';
import { EmptyScreen } from '#renderer/ui/empty.tsx';
import { strings } from '../../strings/index.ts';
import { CatchUpStrip } from './catch-up/catch-up-strip.tsx';
import { useAway } from './catch-up/use-away.ts';
import { Erase } from './erase/erase-dialog.tsx';
import { FollowBar } from './follow/follow-bar.tsx';
import { RoomHeader } from './header/room-header.tsx';
import { useLayout } from './layout-store.ts';
import { useOverRoom } from './over-room-store.ts';
import { ReplayScreen } from './replay/replay-screen.tsx';
import { RoomLayout } from './room-layout.tsx';
import { useUndo } from './use-undo.ts';
import { Withdraw } from './withdraw/withdraw-dialog.tsx';
import styles from './layout.module.css';

const Review = lazy(async () => ({
  default: (await import('#renderer/screens/war-room/panels/review/review-tab.tsx')).ReviewTab,
}));

const PublishUpdate = lazy(async () => ({
  default: (await import('#renderer/screens/status-pages/publishing/publish-update.tsx')).PublishUpdate,
}));

export function RoomScreen({ id }: { id: string }) {
  const show = useLayout((state) => state.show);
  const choose = useTimelineStore((state) => state.choose);
  // Each room opens on the room tab without a filter or a request, whatever the last room showed.
  useLayoutEffect(() => {
    const { wanted, endGoTo } = useTimelineStore.getState();
    endGoTo(wanted);
    show('room');
    choose('all');
  }, [show, choose]);
  useGoToPlace(id);
  return (
    <RoomProvider id={id}>
      <LibraryProvider>
        <Loaded id={id} />
      </LibraryProvider>
    </RoomProvider>
  );
}

/** TH5: goes to the linked entry, or to the review (RS11), then removes either from the address. */
function useGoToPlace(id: string) {
  const route = useRoute();
  const { entry, tab } = route.screen === 'room' && route.incident === id ? route : {};
  const goTo = useTimelineStore((state) => state.goTo);
  const show = useLayout((state) => state.show);
  useLayoutEffect(() => {
    if (entry === undefined && tab === undefined) return;
    if (tab !== undefined) show(tab);
    if (entry !== undefined) goTo(entry);
    history.replaceState(null, '', routeHash({ screen: 'room', incident: id }));
  }, [entry, tab, id, goTo, show]);
}

function Loaded({ id }: { id: string }) {
  const isLoaded = useIsLoaded();
  const isEmpty = useIsEmpty();
  const tab = useLayout((state) => state.tab);
  const replay = useOverRoom((state) => state.replay);
  const isReplaying = useOverRoom((state) => state.replaying === id);
  // Here and not in the strip, because looking at the past is not leaving.
  const away = useAway(id);
  useUndo(id);
  const isErased = useFeed().snapshot?.erased?.includes(id) === true;
  const setPresence = useSetPresence();
  useEffect(() => setPresence({ panel: tab === 'review' ? 'review' : 'timeline' }), [tab, setPresence]);
  if (isErased) return <Erased />;
  if (isEmpty) return isLoaded ? <NotHere /> : <Opening id={id} />;
  if (isReplaying) return <ReplayScreen id={id} />;
  return (
    <div className={styles.screen}>
      <RoomHeader id={id} />
      <Suspense fallback={null}>
        <PublishUpdate id={id} />
      </Suspense>
      <FollowBar />
      <CatchUpStrip id={id} away={away} />
      <PageSomebody id={id} />
      <Restrict id={id} />
      <Withdraw id={id} />
      <Erase id={id} />
      {tab === 'room' ? (
        <RoomLayout id={id} />
      ) : (
        <Suspense fallback={<OpeningReview />}>
          <Review id={id} onReplay={(from) => replay(id, from)} />
        </Suspense>
      )}
    </div>
  );
}

/** ER4: shown to people who had the erased incident open, or follow an old link to it. */
function Erased() {
  return (
    <div className={styles.opening}>
      <EmptyScreen title={strings.erase.gone} action={<ToLobby />}>
        {strings.erase.goneFor}
      </EmptyScreen>
    </div>
  );
}

const ToLobby = () => (
  <Button component="a" variant="default" href={routeHash({ screen: 'lobby' })}>
    {strings.erase.toLobby}
  </Button>
);

function OpeningReview() {
  return (
    <div className={styles.opening}>
      <AwaitedPart waitsFor="opening" />
    </div>
  );
}

/** FE7: a server has no room with this id, or none that this person may see; both look alike to it. */
function NotHere() {
  const isDesktop = useSession().bridge !== null;
  const { notHereYet, notOnServer, whyNotHere } = strings.room;
  return (
    <div className={styles.opening}>
      <EmptyScreen title={isDesktop ? notHereYet : notOnServer} action={<ToLobby />}>
        {whyNotHere}
      </EmptyScreen>
    </div>
  );
}

function Opening({ id }: { id: string }) {
  const { snapshot } = useFeed();
  const { state, words } = useConnection();
  const isDesktop = useSession().bridge !== null;
  if (state === 'connecting' || state === 'live') {
    const incident = snapshot?.incidents.find((each) => each.id === id);
    return <Awaited title={incident?.title ?? strings.shell.incident} waitsFor="opening" />;
  }
  return (
    <div className={styles.opening}>
      <EmptyScreen title={isDesktop ? strings.room.notHereYet : strings.room.notInBrowser}>
        {strings.room.opensByItself(words)}
      </EmptyScreen>
    </div>
  );
}
