// The keys that work on every screen.
import { go, useRoute, type Route } from '../state/router.ts';
import { useSession } from '../server/session.tsx';
import { closeDeclare, openDeclare, palette, showKeys, showLevels, useShell } from '../state/shell-store.ts';
import { strings } from '../strings/index.ts';
import { isTypingIn } from '../ui/key-match.ts';
import { useKeys, type KeyBinding } from '../ui/keys.tsx';
import { destination, goTo, type DestinationName } from './destinations.ts';

const words = strings.shell;
type Keys = Record<string, KeyBinding>;

const everywhere = (label: string, run: () => void, inFields = false): KeyBinding => ({
  label,
  group: words.everywhere,
  ...(inFields && { inFields }),
  run,
});

function screenKeys(...names: DestinationName[]): Keys {
  const keys: Keys = {};
  for (const name of names) {
    const { title, keys: key } = destination(name);
    if (key !== undefined) keys[key] = everywhere(title, () => goTo(name));
  }
  return keys;
}

/** Binds them. The cheat sheet lists them in this order. */
export function useGlobalKeys() {
  const { canWrite } = useSession();
  const route = useRoute();
  useKeys({
    'mod+k': everywhere(words.findAnything, palette.open, true),
    ...(canWrite && { n: everywhere(words.declareIncident, openDeclare) }),
    'mod+,': everywhere(words.settings, () => go({ screen: 'settings', section: 'you' }), true),
    ...screenKeys('playbooks', 'insights', 'action-items', 'problems', 'services', 'incidents'),
    ...(canWrite && screenKeys('triage')),
    ...screenKeys('monitors', 'on-call'),
    'shift+m': everywhere(strings.wallboard.title, () => go(wallboardFrom(route))),
    'alt+0': everywhere(words.goLobby, () => go({ screen: 'lobby' }), true),
    'shift+g': everywhere(strings.scheme.open, () => showLevels(true)),
    '?': everywhere(words.showTheseKeys, () => showKeys(true)),
    // Esc does not leave a room. Alt+0, the palette or the name in the corner does.
    escape: everywhere(
      words.backOneStep,
      () => goBack(!['lobby', 'room', 'practice'].includes(route.screen)),
      true,
    ),
  });
}

/** From a room, the wallboard of that incident; from anywhere else, the wallboard of all. */
const wallboardFrom = (route: Route): Route => ({
  screen: 'wallboard',
  incident: route.screen === 'room' ? route.incident : null,
});

/** Takes one step back: closes the declare bar, else leaves the field, else leaves the screen. */
function goBack(canLeave: boolean) {
  if (useShell.getState().isDeclaring) closeDeclare();
  else if (document.activeElement instanceof HTMLElement && isTypingIn(document.activeElement))
    document.activeElement.blur();
  else if (canLeave) go({ screen: 'lobby' });
}
