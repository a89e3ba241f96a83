import type { IncidentSummary } from '#room/feed/feed.ts';
import { useFeed } from '../server/feed.tsx';
import type { Route } from '../state/router.ts';

/** The incident of a room's address; undefined elsewhere, and while the feed does not have it. */
export function useIncidentAt(route: Route): IncidentSummary | undefined {
  const { snapshot } = useFeed();
  return route.screen === 'room' ? snapshot?.incidents.find(({ id }) => id === route.incident) : undefined;
}
