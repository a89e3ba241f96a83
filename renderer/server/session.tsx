// The current person and the server this window talks to. A desktop gets both from the bridge. A browser uses the
// page's server and the token stored when an invitation was accepted.
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { DesktopBridge, Session as Credentials } from '#main/bridge.ts';
import type { Person } from '#room/feed/feed.ts';
import { ApiProblem, createApi, sayProblem } from './http.ts';
import { strings } from '../strings/index.ts';
import { forget, recall, remember } from '../state/local-store.ts';

declare global {
  interface Window {
    /** Exposed by the desktop's preload; absent in a browser. */
    muster?: DesktopBridge;
  }
}

export type Session = Credentials & {
  me: Person;
  canWrite: boolean;
  isOwner: boolean;
  bridge: DesktopBridge | null;
  /** DE23: until this desktop's own server has started; calls wait for it. Null once it has. */
  starting: Promise<Credentials> | null;
};

/** The state of this window before and during a session. */
export type SessionState =
  | { phase: 'starting' }
  | { phase: 'none' }
  | { phase: 'waiting'; detail: string }
  | { phase: 'refused'; detail: string }
  | { phase: 'ready'; session: Session };

export type SessionControl = {
  state: SessionState;
  bridge: DesktopBridge | null;
  /** Uses new credentials, after first run or joining. */
  adopt: (credentials: Credentials) => void;
  /** The server reports a new name or role of this person. */
  know: (person: Person) => void;
  /** Browser only: removes the token and the data stored with it. */
  leave: () => void;
};

const retryMs = 1000;

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider above it');
  return session;
}

export function useSessionControl(): SessionControl {
  const bridge = window.muster ?? null;
  // undefined: not yet known; null: there are none.
  const [credentials, setCredentials] = useState<Credentials | null | undefined>(() =>
    bridge ? undefined : browserCredentials(),
  );
  const [started] = useState(() => Promise.withResolvers<Credentials>());
  const [me, setMe] = useState<Person | null>(() => recall('me') as Person | null);
  const [trouble, setTrouble] = useState<ApiProblem | null>(null);
  useBridgeSession(bridge, setCredentials, setTrouble);

  const know = useCallback((person: Person) => {
    remember('me', person);
    setTrouble(null);
    setMe((known) => (known && JSON.stringify(known) === JSON.stringify(person) ? known : person));
  }, []);
  useEffect(() => {
    if (credentials) started.resolve(credentials);
  }, [credentials, started]);
  useEffect(() => (credentials ? askWhoIAm(credentials, know, setTrouble) : undefined), [credentials, know]);

  const adopt = useCallback(
    (next: Credentials) => {
      forget('me');
      setMe(null);
      setTrouble(null);
      if (!bridge) remember('token', next.token);
      setCredentials(next);
    },
    [bridge],
  );
  const leave = useCallback(() => {
    for (const key of ['me', 'token', 'feed', 'feed-at']) forget(key);
    setMe(null);
    setTrouble(null);
    setCredentials(null);
  }, []);

  const state = useMemo(
    () => standing(credentials, me, { trouble, bridge, starting: started.promise }),
    [credentials, me, trouble, bridge, started],
  );
  return { state, bridge, adopt, know, leave };
}

/** Asks a desktop's bridge for the credentials, and follows their changes. */
function useBridgeSession(
  bridge: DesktopBridge | null,
  found: (credentials: Credentials | null) => void,
  failed: (problem: ApiProblem) => void,
) {
  useEffect(() => {
    if (!bridge) return undefined;
    const stop = bridge.onSession(found);
    bridge.session().then(found, (error: unknown) => {
      failed(new ApiProblem({ status: 0, title: strings.connection.noSession, detail: sayProblem(error) }));
    });
    return stop;
  }, [bridge, found, failed]);
}

function browserCredentials(): Credentials | null {
  const token = recall('token');
  return typeof token === 'string' ? { server: location.origin, token, team: null } : null;
}

type Around = {
  trouble: ApiProblem | null;
  bridge: DesktopBridge | null;
  starting: Promise<Credentials>;
};

function standing(
  credentials: Credentials | null | undefined,
  me: Person | null,
  { trouble, bridge, starting }: Around,
): SessionState {
  if (credentials === null) return { phase: 'none' };
  if (trouble?.status === 401) return { phase: 'refused', detail: trouble.detail };
  if (!me || (!credentials && trouble))
    return trouble ? { phase: 'waiting', detail: trouble.detail } : { phase: 'starting' };
  const known = credentials ?? { server: '', token: '', team: null };
  return {
    phase: 'ready',
    session: {
      ...known,
      me,
      canWrite: me.role !== 'viewer',
      isOwner: me.role === 'owner',
      bridge,
      starting: credentials ? null : starting,
    },
  };
}

/** Asks until the server answers; returns a function that stops. */
function askWhoIAm(
  credentials: Credentials,
  found: (person: Person) => void,
  failed: (problem: ApiProblem) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const ask = async () => {
    try {
      const person = await createApi(credentials).get<Person>('/me');
      if (!stopped) found(person);
    } catch (error) {
      if (stopped) return;
      failed(
        error instanceof ApiProblem
          ? error
          : new ApiProblem({ status: 0, title: '', detail: sayProblem(error) }),
      );
      timer = setTimeout(() => void ask(), retryMs);
    }
  };
  void ask();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
