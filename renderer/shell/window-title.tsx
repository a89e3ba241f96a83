import { useEffect } from 'react';
import { nameIncident } from '#room/text/words.ts';
import { useRoute } from '../state/router.ts';
import { screenTitle } from '../state/screen-title.ts';
import { strings } from '../strings/index.ts';
import { useIncidentAt } from './incident-at.ts';

const words = strings.shell;

/**
 * FE9: renders nothing. The window and the browser's tab are named after what they show, so that people find it among
 * others. A component, so that its frame does not follow the incidents.
 */
export function WindowTitle() {
  const route = useRoute();
  const incident = useIncidentAt(route);
  const place = incident === undefined ? screenTitle(route) : nameIncident(incident);
  useEffect(() => {
    document.title = words.windowTitle(place);
    return () => {
      document.title = words.muster;
    };
  }, [place]);
  return null;
}
