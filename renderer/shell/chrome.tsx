// The frame around every screen: the header, the global keys, and the dialogs that open over all screens.
import { lazy, Suspense, type ReactNode } from 'react';
import { useSpotlight } from '@mantine/spotlight';
import { DeclareBar } from '../screens/lobby/declare-bar.tsx';
import { strings } from '../strings/index.ts';
import { KeysWait } from '../ui/keys.tsx';
import { PageBanner } from '../paging/page-banner.tsx';
import { LevelsSheet } from '../screens/scheme/levels-sheet.tsx';
import { CheatSheet } from './cheat-sheet.tsx';
import { Header } from './header.tsx';
import { closeDeclare, paletteStore, useShell } from '../state/shell-store.ts';
import { useDestinations } from './use-destinations.ts';
import { useGlobalKeys } from './use-global-keys.ts';
import styles from './chrome.module.css';

const words = strings.shell;

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

export function Chrome({ children }: { children: ReactNode }) {
  const isDeclaring = useShell((shell) => shell.isDeclaring);
  const declaration = useShell((shell) => shell.declaration);
  useDestinations();
  useGlobalKeys();
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content" onClick={skipToContent}>
        {words.skipContent}
      </a>
      <Header />
      <PageBanner />
      {isDeclaring && <DeclareBar begun={declaration} onDone={closeDeclare} />}
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

// Sets the focus instead of the address, because `#…` in the address is the route.
function skipToContent(event: { preventDefault(): void }) {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

/** The palette was opened before its code was loaded; keys wait for it. */
function OpeningPalette() {
  const { opened } = useSpotlight(paletteStore);
  return opened ? <KeysWait /> : null;
}
