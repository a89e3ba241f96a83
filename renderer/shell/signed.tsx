// The window of a signed-in person: the team's clock, the live feed, and the screen of the address.
import { Suspense, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { Lobby } from '../screens/lobby/lobby.tsx';
import { Settings, SettingsSection } from '../screens/settings/settings.tsx';
import { useApiOf } from '../server/api.ts';
import { ReadAheadProvider } from '../live-room/read-ahead.tsx';
import { learnEndedKeys } from '../state/ended-keys.ts';
import { FeedProvider, useFeed } from '../server/feed.tsx';
import { followFeed, type FeedStore } from '../server/feed-store.ts';
import { useServiceWorker } from '../notices/use-notices.ts';
import { usePreferences } from '../state/preferences.tsx';
import { placeOf, useRoute, type Route } from '../state/router.ts';
import { screenTitle } from '../state/screen-title.ts';
import { SessionProvider, useSession, type Session } from '../server/session.tsx';
import { useSessionHandle } from '../server/session-control.ts';
import { createTeamClock, localClocks } from '../server/team-clock.ts';
import { strings } from '../strings/index.ts';
import { chunk } from '../ui/chunk.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Awaited } from '../ui/awaited.tsx';
import { KeysPlace } from '../ui/keys.tsx';
import { ClockProvider, createClock } from '../ui/now.tsx';
import { Chrome } from './chrome.tsx';
import { useIncidentAt } from './incident-at.ts';
import { WindowTitle } from './window-title.tsx';

const words = strings.shell;

const RoomScreen = chunk(async () => (await import('../screens/war-room/room-screen.tsx')).RoomScreen);
const PlaybooksScreen = chunk(
  async () => (await import('../screens/playbooks/playbooks-screen.tsx')).PlaybooksScreen,
);
const HandbookScreen = chunk(
  async () => (await import('../screens/playbooks/handbook-screen.tsx')).HandbookScreen,
);
const MonitorsScreen = chunk(
  async () => (await import('../screens/monitors/monitors-screen.tsx')).MonitorsScreen,
);
const OnCallScreen = chunk(async () => (await import('../screens/on-call/on-call-screen.tsx')).OnCallScreen);
const Wallboard = chunk(async () => (await import('../screens/wallboard/wallboard.tsx')).Wallboard);
const IncidentsScreen = chunk(
  async () => (await import('../screens/incidents/incidents-screen.tsx')).IncidentsScreen,
);
const ReviewsScreen = chunk(
  async () => (await import('../screens/reviews/reviews-screen.tsx')).ReviewsScreen,
);
const ServicesScreen = chunk(
  async () => (await import('../screens/services/services-screen.tsx')).ServicesScreen,
);
const ReviewTemplatesScreen = chunk(
  async () => (await import('../screens/review-templates/review-templates-screen.tsx')).ReviewTemplatesScreen,
);
const ProblemsScreen = chunk(
  async () => (await import('../screens/problems/problems-screen.tsx')).ProblemsScreen,
);
const RecurringScreen = chunk(
  async () => (await import('../screens/recurring/recurring-screen.tsx')).RecurringScreen,
);
const StatusPagesScreen = chunk(
  async () => (await import('../screens/status-pages/status-pages-screen.tsx')).StatusPagesScreen,
);
const TriageScreen = chunk(async () => (await import('../screens/triage/triage-screen.tsx')).TriageScreen);
const InsightsScreen = chunk(
  async () => (await import('../screens/insights/insights-screen.tsx')).InsightsScreen,
);
const ActionItemsScreen = chunk(
  async () => (await import('../screens/action-items/action-items-screen.tsx')).ActionItemsScreen,
);
const RecordScreen = chunk(async () => (await import('../screens/record/record-screen.tsx')).RecordScreen);
const PracticeScreen = chunk(
  async () => (await import('../screens/practice/practice-screen.tsx')).PracticeScreen,
);
/** All other screens, after the room; the most urgent are loaded first. */
const ahead = [
  MonitorsScreen,
  OnCallScreen,
  PlaybooksScreen,
  IncidentsScreen,
  ServicesScreen,
  StatusPagesScreen,
  InsightsScreen,
  TriageScreen,
  ActionItemsScreen,
  SettingsSection,
  PracticeScreen,
  HandbookScreen,
  ProblemsScreen,
  RecurringScreen,
  ReviewsScreen,
  ReviewTemplatesScreen,
  RecordScreen,
  Wallboard,
];
/** Every room offers playbooks. Without a network a browser may lack this code, and then has no room either. */
const readPlaybooksAhead = async () => {
  const shipped = await import('../screens/playbooks/shipped.ts').catch(() => null);
  await shipped?.readShippedAhead();
};
/** Delay after the first screen is drawn. */
const aheadAfterMs = 300;

const measureEveryMs = 5 * 60_000;

export function Signed({ session }: { session: Session }) {
  const api = useApiOf(session);
  const teamClock = useMemo(() => createTeamClock(localClocks), []);
  const clock = useMemo(() => createClock(teamClock.now, teamClock.offsetMs), [teamClock]);
  const [feed, setFeed] = useState<FeedStore | null>(null);
  // Before paint, so that the first frame already shows the stored lobby.
  useLayoutEffect(() => {
    const measure = () => void teamClock.measure(api);
    const store = followFeed(api, teamClock.now, measure);
    const timer = setInterval(measure, measureEveryMs);
    const ignoreJumps = teamClock.onJump(measure);
    // oxlint-disable-next-line react/set-state-in-effect -- the feed is followed by the effect that stops it
    setFeed(store);
    return () => {
      clearInterval(timer);
      ignoreJumps();
      store.stop();
    };
  }, [api, teamClock]);
  if (!feed) return null;
  return (
    <SessionProvider value={session}>
      <ClockProvider value={clock}>
        <FeedProvider value={feed}>
          <FollowMe />
          <InBrowser />
          <FollowEndedKeys />
          <WindowTitle />
          <ReadAheadProvider>
            <Framed />
          </ReadAheadProvider>
        </FeedProvider>
      </ClockProvider>
    </SessionProvider>
  );
}

function FollowEndedKeys() {
  const { snapshot } = useFeed();
  useEffect(() => learnEndedKeys(snapshot?.endedKeys ?? []), [snapshot?.endedKeys]);
  return null;
}

/** An owner may change my name or role while I am here. */
function FollowMe() {
  const { me } = useSession();
  const { know } = useSessionHandle();
  const { snapshot, state } = useFeed();
  const current = state === 'live' ? snapshot?.people.find(({ id }) => id === me.id) : undefined;
  useEffect(() => {
    if (current && (current.name !== me.name || current.role !== me.role)) know(current);
  }, [current, me, know]);
  return null;
}

/** Features that only a browser needs. */
function InBrowser() {
  useServiceWorker();
  return null;
}

function useFetchAhead(isWanted: boolean) {
  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setTimeout(async () => {
      await RoomScreen.fetchAhead();
      await readPlaybooksAhead();
      for (const screen of ahead) await screen.fetchAhead();
    }, aheadAfterMs);
    return () => clearTimeout(timer);
  }, [isWanted]);
}

/** The wallboard has no frame around it. */
function Framed() {
  const route = useRoute();
  const isOnTheWall = route.screen === 'wallboard';
  const { starting } = useSession();
  useFetchAhead(!isOnTheWall);
  if (!isOnTheWall)
    return (
      <Chrome>
        {/* DE23: the others need the server's address or its answers. */}
        {starting && route.screen !== 'lobby' ? <OpeningScreen route={route} /> : <Screen />}
      </Chrome>
    );
  return (
    <ErrorBoundary name={words.theWallboard}>
      <Suspense
        fallback={
          <main id="content">
            <OpeningScreen route={route} />
          </main>
        }
      >
        <Wallboard incident={route.incident} />
        <KeysPlace place={placeOf(route)} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Screen() {
  const route = useRoute();
  const { times } = usePreferences().settings;
  // A change of time zone remounts the screen, except in the settings, where the zone is chosen.
  const zone = route.screen === 'settings' ? '' : times;
  return (
    <ErrorBoundary key={`${keyOf(route)} ${zone}`} name={words.thisScreen}>
      <Suspense fallback={<OpeningScreen route={route} />}>
        {route.screen === 'lobby' && <Lobby />}
        {route.screen === 'room' && <RoomScreen key={route.incident} id={route.incident} />}
        {route.screen === 'services' && (
          <ServicesScreen
            key={`${route.service} ${route.edit}`}
            service={route.service}
            isEditing={route.edit === true}
            name={route.name ?? ''}
          />
        )}
        {route.screen === 'problems' && (
          <ProblemsScreen
            key={`${route.problem} ${route.edit} ${route.query}`}
            problem={route.problem}
            isEditing={route.edit === true}
            query={route.query ?? ''}
          />
        )}
        {route.screen === 'recurring-tasks' && (
          <RecurringScreen
            key={`${route.task} ${route.edit}`}
            task={route.task}
            isEditing={route.edit === true}
          />
        )}
        {route.screen === 'review-templates' && (
          <ReviewTemplatesScreen key={route.template} template={route.template} />
        )}
        {route.screen === 'status-pages' && (
          <StatusPagesScreen key={`${route.page} ${route.act}`} page={route.page} act={route.act ?? null} />
        )}
        {route.screen === 'record' && <RecordScreen />}
        {route.screen === 'practice' && <PracticeScreen />}
        {route.screen === 'insights' && <InsightsScreen />}
        {route.screen === 'triage' && <TriageScreen report={route.report} />}
        {route.screen === 'action-items' && <ActionItemsScreen query={route.query} />}
        {route.screen === 'incidents' && <IncidentsScreen query={route.query} />}
        {route.screen === 'reviews' && <ReviewsScreen query={route.query} />}
        {route.screen === 'playbooks' && <PlaybooksScreen playbook={route.playbook} />}
        {route.screen === 'handbook' && <HandbookScreen page={route.page} />}
        {route.screen === 'monitors' && (
          <MonitorsScreen monitor={route.monitor} isEditing={route.edit === true} of={route.of ?? null} />
        )}
        {route.screen === 'on-call' && (
          <OnCallScreen schedule={route.schedule} isEditing={route.edit === true} />
        )}
        {route.screen === 'settings' && <Settings section={route.section} />}
        <KeysPlace place={placeOf(route)} />
      </Suspense>
    </ErrorBoundary>
  );
}

/** FE8: the heading of a screen whose code is on its way. */
function OpeningScreen({ route }: { route: Route }) {
  const incident = useIncidentAt(route);
  return <Awaited title={incident?.title ?? screenTitle(route)} waitsFor="opening" />;
}

function keyOf(route: Route): string {
  return route.screen === 'room' ? route.incident : route.screen;
}
