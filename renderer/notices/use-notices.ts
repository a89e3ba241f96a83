import { useEffect } from 'react';
import { useApi } from '../api.ts';
import { useSession } from '../state/session.tsx';
import { renewNotices } from './browser-push.ts';

/** IA2, WP6: in a browser, the window is kept for when the server is out of reach, and its notices stay allowed. */
export function useServiceWorker() {
  const { bridge } = useSession();
  const api = useApi();
  useEffect(() => {
    if (bridge || !('serviceWorker' in navigator) || !window.isSecureContext || import.meta.env.DEV) return;
    const begin = async () => {
      await navigator.serviceWorker.register('/worker.js');
      await renewNotices(api);
    };
    // The window works without it; what is missing is said in the settings.
    begin().catch(() => undefined);
  }, [bridge, api]);
}
