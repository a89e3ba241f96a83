import { useEffect } from 'react';
import { useFeed } from '../server/feed.tsx';
import { useRoute } from '../state/router.ts';
import { screenTitle } from '../state/screen-title.ts';
import { strings } from '../strings/index.ts';

const words = strings.shell;

/** FE9: the window and the browser's tab are named after what they show, so that people find it among others. */
export function useWindowTitle() {
  const route = useRoute();
  const { snapshot } = useFeed();
  const incident =
    route.screen === 'room' ? snapshot?.incidents.find(({ id }) => id === route.incident) : undefined;
  const place =
    incident === undefined
      ? screenTitle(route)
      : [incident.number, incident.title].filter((part) => part !== null).join(' ');
  useEffect(() => {
    document.title = words.windowTitle(place);
    return () => {
      document.title = words.muster;
    };
  }, [place]);
}
