// The scribe bar's own small page. It stays loaded and hidden, so that it opens at once.
import '@fontsource/ibm-plex-sans/400.css';
import '@fontsource/ibm-plex-sans/600.css';
import '@fontsource/ibm-plex-mono/400.css';
import '../../theme/tokens.css';
import '../../theme/base.css';
import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import type { DesktopBridge } from '#main/bridge.ts';
import { useKeptPreferences } from '../../state/preferences.tsx';
import { useSessionControl } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { cssVariablesResolver, theme } from '../../theme/mantine.ts';
import { Appearance } from '../../theme/appearance.tsx';
import { ErrorBoundary } from '../../ui/error-boundary.tsx';
import { Bar, EmptyBar } from './bar.tsx';
import { useSounds } from './use-sounds.ts';

const words = strings.scribe;

function Scribe({ bridge }: { bridge: DesktopBridge }) {
  const { state } = useSessionControl();
  const { settings } = useKeptPreferences(bridge);
  useSounds(bridge);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <Appearance settings={settings} />
      <ErrorBoundary name={words.scribeBar}>
        {state.phase === 'ready' ? (
          <Bar session={state.session} bridge={bridge} />
        ) : (
          <EmptyBar bridge={bridge} />
        )}
      </ErrorBoundary>
    </MantineProvider>
  );
}

// As in index.tsx: our content security policy forbids code from strings.
z.config({ jitless: true });
const root = document.querySelector('#root');
if (!root) throw new Error('scribe.html has no #root');
createRoot(root).render(
  window.muster ? <Scribe bridge={window.muster} /> : <p>{words.mustersDesktopOnly}</p>,
);
