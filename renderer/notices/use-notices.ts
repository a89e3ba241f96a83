import { useEffect } from 'react';
import { useApi } from '../server/api.ts';
import { useSession } from '../server/session.tsx';
import { renewNotices } from './browser-push.ts';

/** IA2, WP6: registers the service worker in a browser, which caches the app and receives notices. */
export function useServiceWorker() {
  const { bridge } = useSession();
  const api = useApi();
  useEffect(() => {
    if (bridge || !('serviceWorker' in navigator) || !window.isSecureContext || import.meta.env.DEV) return;
    const begin = async () => {
      await navigator.serviceWorker.register('/worker.js');
      await renewNotices(api);
    };
    // The app works without it; the settings show what is missing.
    begin().catch(() => undefined);
  }, [bridge, api]);
}
