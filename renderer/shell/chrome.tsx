// The frame around every screen: the header, the global keys, and the dialogs that open over all screens.
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { useSpotlight } from '@mantine/spotlight';
import { DeclareBar } from '../lobby/declare-bar.tsx';
import { go, useRoute } from '../state/router.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { isTypingIn } from '../ui/key-match.ts';
import { KeysWait, useKeys } from '../ui/keys.tsx';
import { PageBanner } from '../pages/page-banner.tsx';
import { Muted } from '../pages/muted.tsx';
import { askForRecord } from '../record/ask-for-record.ts';
import { LevelsSheet } from '../scheme/levels-sheet.tsx';
import { CheatSheet } from './cheat-sheet.tsx';
import { Header } from './header.tsx';
import {
  closeDeclare,
  openDeclare,
  palette,
  paletteStore,
  showKeys,
  showLevels,
  useShell,
} from '../state/shell-store.ts';
import styles from './chrome.module.css';

const words = strings.shell;

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

export function Chrome({ children }: { children: ReactNode }) {
  const { canWrite } = useSession();
  const route = useRoute();
  const isDeclaring = useShell((shell) => shell.isDeclaring);
  useDestinations();
  useKeys({
    'mod+k': {
      label: words.findAnything,
      group: words.everywhere,
      inFields: true,
      run: palette.open,
    },
    ...(canWrite && { n: { label: words.declareIncident, group: words.everywhere, run: openDeclare } }),
    'mod+,': {
      label: words.settings,
      group: words.everywhere,
      inFields: true,
      run: () => go({ screen: 'settings', section: 'you' }),
    },
    p: {
      label: strings.playbooks.title,
      group: words.everywhere,
      run: () => go({ screen: 'playbooks', playbook: null }),
    },
    'shift+h': {
      label: strings.insights.title,
      group: words.everywhere,
      run: () => go({ screen: 'insights' }),
    },
    'shift+o': {
      label: strings.actionItems.title,
      group: words.everywhere,
      run: () => go({ screen: 'action-items', query: '' }),
    },
    'shift+k': {
      label: strings.problems.title,
      group: words.everywhere,
      run: () => go({ screen: 'problems', problem: null }),
    },
    'shift+e': {
      label: strings.services.title,
      group: words.everywhere,
      run: () => go({ screen: 'services', service: null }),
    },
    'shift+i': {
      label: strings.incidents.title,
      group: words.everywhere,
      run: () => go({ screen: 'incidents', query: '' }),
    },
    ...(canWrite && {
      'shift+t': {
        label: strings.triage.title,
        group: words.everywhere,
        run: () => go({ screen: 'triage', report: null }),
      },
    }),
    m: {
      label: strings.monitors.title,
      group: words.everywhere,
      run: () => go({ screen: 'monitors', monitor: null }),
    },
    'shift+s': {
      label: strings.onCall.title,
      group: words.everywhere,
      run: () => go({ screen: 'on-call', schedule: null }),
    },
    'shift+m': {
      label: strings.wallboard.title,
      group: words.everywhere,
      // From a room, the wallboard of that incident; from anywhere else, the wallboard of all.
      run: () => go({ screen: 'wallboard', incident: route.screen === 'room' ? route.incident : null }),
    },
    'alt+0': {
      label: words.goLobby,
      group: words.everywhere,
      inFields: true,
      run: () => go({ screen: 'lobby' }),
    },
    'shift+g': { label: strings.scheme.open, group: words.everywhere, run: () => showLevels(true) },
    '?': { label: words.showTheseKeys, group: words.everywhere, run: () => showKeys(true) },
    escape: {
      label: words.backOneStep,
      group: words.everywhere,
      inFields: true,
      // Esc does not leave a room. Alt+0, the palette or the name in the corner does.
      run: () => goBack(!['lobby', 'room', 'practice'].includes(route.screen)),
    },
  });
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content" onClick={skipToContent}>
        {words.skipContent}
      </a>
      <Header />
      <PageBanner />
      <Muted />
      {isDeclaring && <DeclareBar onDone={closeDeclare} />}
      <main id="content" className={styles.content} tabIndex={-1}>
        {children}
      </main>
      <Suspense fallback={<OpeningPalette />}>
        <Palette />
      </Suspense>
      <CheatSheet />
      <LevelsSheet />
    </div>
  );
}

/** Takes one step back: closes the declare bar, else leaves the field, else leaves the screen. */
function goBack(canLeave: boolean) {
  if (useShell.getState().isDeclaring) closeDeclare();
  else if (document.activeElement instanceof HTMLElement && isTypingIn(document.activeElement))
    document.activeElement.blur();
  else if (canLeave) go({ screen: 'lobby' });
}

// Sets the focus instead of the address, because `#…` in the address is the route.
function skipToContent(event: { preventDefault(): void }) {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

/** Goes to the screens that notifications, the tray, the menu and links request. */
function useDestinations() {
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

/** The palette was opened before its code was loaded; keys wait for it. */
function OpeningPalette() {
  const { opened } = useSpotlight(paletteStore);
  return opened ? <KeysWait /> : null;
}
