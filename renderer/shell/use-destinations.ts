import { useEffect } from 'react';
import { askForRecord } from '../screens/record/ask-for-record.ts';
import { go } from '../state/router.ts';
import { useSession } from '../server/session.tsx';
import { openDeclare } from '../state/shell-store.ts';

/** Goes to the screens that notifications, the tray, the menu and links request. */
export function useDestinations() {
  const { bridge } = useSession();
  useEffect(
    () =>
      bridge?.onDestination((destination) => {
        switch (destination.screen) {
          case 'lobby':
            return go({ screen: 'lobby' });
          case 'settings':
            return go({ screen: 'settings', section: 'you' });
          case 'room':
            return go({
              screen: 'room',
              incident: destination.incident,
              ...(destination.entry !== undefined && { entry: destination.entry }),
            });
          case 'action-items':
            return go({ screen: 'action-items', query: 'mine=true' });
          case 'recurring-tasks':
            return go({ screen: 'recurring-tasks', task: destination.task });
          case 'on-call':
            return go({ screen: 'on-call', schedule: null });
          case 'record':
            return void askForRecord(bridge);
          case 'declare':
            return openDeclare();
          case 'join':
            return go({ screen: 'settings', section: 'connection' });
        }
      }),
    [bridge],
  );
}
