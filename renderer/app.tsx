// The app's root: theme and keys, then the session, which decides what the window shows.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { FirstRun } from './screens/first-run/first-run.tsx';
import { SignIn } from './screens/first-run/sign-in.tsx';
import { Refused, Waiting } from './screens/first-run/waiting.tsx';
import { Signed } from './shell/signed.tsx';
import { PreferencesProvider, useKeptPreferences } from './state/preferences.tsx';
import { useSessionControl, type SessionControl } from './server/session.tsx';
import { SessionControlProvider } from './server/session-control.ts';
import { placeNow } from './state/router.ts';
import { strings } from './strings/index.ts';
import { cssVariablesResolver, theme } from './theme/mantine.ts';
import { Appearance } from './theme/appearance.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { KeysProvider, KeysWait } from './ui/keys.tsx';
import { OpenLinkProvider } from './ui/open-link.ts';

const words = strings.app;

export function App() {
  const control = useSessionControl();
  const preferences = useKeptPreferences(control.bridge);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <PreferencesProvider value={preferences}>
        <Appearance settings={preferences.settings} />
        <OpenLinkProvider value={openLinkThrough(control.bridge)}>
          <KeysProvider placeNow={placeNow}>
            <SessionControlProvider value={control}>
              <ErrorBoundary name={words.muster}>
                <Screen control={control} />
              </ErrorBoundary>
            </SessionControlProvider>
          </KeysProvider>
        </OpenLinkProvider>
        <aside aria-label={words.messages}>
          <Notifications position="bottom-right" containerWidth={328} limit={3} withinPortal={false} />
        </aside>
      </PreferencesProvider>
    </MantineProvider>
  );
}

function Screen({ control }: { control: SessionControl }) {
  const { state, bridge, adopt, leave } = control;
  switch (state.phase) {
    case 'starting':
      return (
        <>
          <KeysWait />
          <Waiting />
        </>
      );
    case 'waiting':
      return <Waiting detail={state.detail} />;
    case 'refused':
      return <Refused detail={state.detail} leave={bridge ? null : leave} />;
    case 'none':
      return bridge ? <FirstRun bridge={bridge} onSession={adopt} /> : <SignIn onSession={adopt} />;
    case 'ready':
      return <Signed session={state.session} />;
    default:
      return null;
  }
}

function openLinkThrough(bridge: SessionControl['bridge']) {
  return (url: string) => {
    if (bridge) bridge.openExternal(url).catch(reportError);
    else window.open(url, '_blank', 'noopener,noreferrer');
  };
}
